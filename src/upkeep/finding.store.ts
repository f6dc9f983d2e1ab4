import { dayKey } from "../kernel/send-hours.ts";
import { type Finding, FindingModel } from "./finding.model.ts";

/** The only queries on findings. */
export async function noteFinding(kind: string, n: number, at: Date): Promise<void> {
  const day = dayKey(at);
  await FindingModel.updateOne(
    { _id: `${day}:${kind}` },
    { $inc: { n }, $set: { lastAt: at }, $setOnInsert: { day, kind } },
    { upsert: true },
  );
}

/** Findings since a day, newest first. */
export const listFindings = (since: Date): Promise<Finding[]> =>
  FindingModel.find({ day: { $gte: dayKey(since) } })
    .sort({ day: -1 })
    .limit(500)
    .lean<Finding[]>()
    .exec();
