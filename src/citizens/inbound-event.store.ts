import { hourOf } from "../kernel/dates.ts";
import { type InboundEvent, InboundEventModel, type Why } from "./inbound-event.model.ts";

/** Records a batch of events once each; the unique id decides. Comes back when all of them are in MongoDB. */
export async function recordOnce(events: InboundEvent[]): Promise<void> {
  if (events.length === 0) return;
  await InboundEventModel.collection.bulkWrite(
    events.map(({ _id, ...rest }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true },
    })) as never[],
    { ordered: false },
  );
}

/** The oldest event of a line whose work is not done. */
export const findOldest = (line: string): Promise<InboundEvent | null> =>
  InboundEventModel.findOne({ line, state: "recorded" }).sort({ seq: 1 }).lean<InboundEvent>().exec();

/** From here on nothing leads from the event to a person, nor to its place among others (safeguard 3). */
export async function markHandled(event: Pick<InboundEvent, "_id" | "receivedAt">, now: Date): Promise<void> {
  await InboundEventModel.updateOne(
    { _id: event._id },
    {
      $set: { state: "handled", line: "", seq: "", receivedAt: hourOf(event.receivedAt), handledAt: hourOf(now) },
      $unset: { body: 1 },
    },
  );
}

/** Counts a failure of its own; at `most` it is put aside for a person, so that what came after it goes on. */
export async function countFailure(key: string, most: number): Promise<"again" | "aside"> {
  const event = await InboundEventModel.findOneAndUpdate({ _id: key }, { $inc: { tries: 1 } }, { new: true }).lean();
  if ((event?.tries ?? 0) < most) return "again";
  await putAside(key, "failed");
  return "aside";
}

export async function putAside(key: string, why: Why): Promise<void> {
  await InboundEventModel.updateOne({ _id: key, state: "recorded" }, { $set: { state: "waiting", why } });
}

/** Lines whose job was lost: something was recorded a while ago and is still not handled. */
export const findForgottenLines = async (before: Date): Promise<string[]> => {
  const events = await InboundEventModel.find({ state: "recorded", receivedAt: { $lt: before } }, { line: 1 })
    .limit(500)
    .lean<Pick<InboundEvent, "line">[]>()
    .exec();
  return [...new Set(events.map((event) => event.line))];
};

export interface EventCount {
  name: string;
  why: Why;
  n: number;
  oldest: Date;
}

/** Events nobody handles by themselves, counted by name and reason; those that wait for a person first. */
export async function countSetAside(): Promise<EventCount[]> {
  const count = (state: "waiting" | "kept") =>
    InboundEventModel.aggregate<EventCount>([
      { $match: { state } },
      { $group: { _id: { name: "$name", why: "$why" }, n: { $sum: 1 }, oldest: { $min: "$receivedAt" } } },
      { $project: { _id: 0, name: "$_id.name", why: "$_id.why", n: 1, oldest: 1 } },
      { $sort: { n: -1, name: 1 } },
      { $limit: 100 },
    ]).exec();
  return [...(await count("waiting")), ...(await count("kept"))];
}

/** A person looked: what waits under this name and reason is tried once more, or let be. Returns how many. */
export async function decideWaiting(name: string, why: Why, decision: "retry" | "let-be"): Promise<number> {
  const set = decision === "retry" ? { state: "recorded", why: "", tries: 0 } : { state: "kept" };
  return (await InboundEventModel.updateMany({ state: "waiting", name, why }, { $set: set })).modifiedCount;
}

/** Sealed bodies, for a change of keys. */
export const streamBodies = (): AsyncIterable<Pick<InboundEvent, "_id" | "body">> =>
  InboundEventModel.find({ body: { $gt: "" } }, { body: 1 })
    .lean<InboundEvent>()
    .cursor();
export const resealBody = async (key: string, body: string): Promise<void> =>
  void (await InboundEventModel.updateOne({ _id: key }, { $set: { body } }));
