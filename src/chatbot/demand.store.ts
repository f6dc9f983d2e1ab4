import { within, type Whose } from "../kernel/scope.ts";
import { MessageModel } from "./conversation.model.ts";

/** What residents ask for. */

/** What residents of a unit wrote last, newest first: to see how other words would read it. */
export async function listRecentTexts(whose: Whose, since: Date, most: number): Promise<string[]> {
  const rows = await MessageModel.find(
    { unitCode: within(whose), at: { $gte: since }, author: "resident", kind: "" },
    { text: 1 },
  )
    .sort({ at: -1 })
    .limit(most)
    .lean<{ text: string }[]>()
    .exec();
  return rows.map((row) => row.text).filter((text) => text !== "");
}

export interface DemandRow {
  intent: string;
  people: number;
  messages: number;
}

/** What residents asked for since a day: messages and different people per intent. */
export async function countDemand(whose: Whose, since: Date): Promise<DemandRow[]> {
  return MessageModel.aggregate<DemandRow>([
    { $match: { unitCode: within(whose), at: { $gte: since }, author: "resident", intent: { $ne: "" } } },
    { $group: { _id: { intent: "$intent", user: "$userId" }, n: { $sum: 1 } } },
    { $group: { _id: "$_id.intent", people: { $sum: 1 }, messages: { $sum: "$n" } } },
    { $project: { _id: 0, intent: "$_id", people: 1, messages: 1 } },
  ]).exec();
}
