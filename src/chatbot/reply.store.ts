import type { Types } from "mongoose";
import { type Reply, ReplyModel } from "./reply.model.ts";

/** The only queries on a unit's own replies. A unit has at most some hundred versions. */
const listVersions = (unitCode: string): Promise<Reply[]> =>
  ReplyModel.find({ unitCode }).sort({ name: 1, version: -1 }).limit(5000).lean<Reply[]>().exec();

export const listHistory = (unitCode: string, name: string): Promise<Reply[]> =>
  ReplyModel.find({ unitCode, name }).sort({ version: -1 }).limit(100).lean<Reply[]>().exec();

const isSpoken = ({ state }: Reply): boolean => state === undefined || state === "decided";

/** What residents hear: of each reply the highest version that was decided. */
export async function newestReplies(unitCode: string): Promise<Map<string, Reply>> {
  const newest = new Map<string, Reply>();
  for (const reply of await listVersions(unitCode))
    if (isSpoken(reply) && !newest.has(reply.name)) newest.set(reply.name, reply);
  return newest;
}

/** The unique index decides when two officials save at the same moment. */
export async function saveVersion(reply: Omit<Reply, "_id">): Promise<void> {
  await ReplyModel.create(reply);
}

/** Of each reply the newest version, where that waits. */
export async function listWaiting(unitCode: string): Promise<Reply[]> {
  const newest = new Map<string, Reply>();
  for (const reply of await listVersions(unitCode)) if (!newest.has(reply.name)) newest.set(reply.name, reply);
  return [...newest.values()].filter((reply) => reply.state === "waiting");
}
export const decideReply = async (id: Types.ObjectId, decided: NonNullable<Reply["decided"]>): Promise<boolean> =>
  (await ReplyModel.updateOne({ _id: id, state: "waiting" }, { $set: { state: "decided", decided } })).modifiedCount ===
  1;
export const returnReply = async (id: Types.ObjectId, returned: NonNullable<Reply["returned"]>): Promise<boolean> =>
  (await ReplyModel.updateOne({ _id: id, state: "waiting" }, { $set: { state: "returned", returned } }))
    .modifiedCount === 1;
