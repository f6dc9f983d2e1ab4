import { type Reply, ReplyModel } from "./reply.model.ts";

/** The only queries on a unit's own replies. A unit has at most some hundred versions. */
export const listVersions = (unitCode: string): Promise<Reply[]> =>
  ReplyModel.find({ unitCode }).sort({ name: 1, version: -1 }).limit(5000).lean<Reply[]>().exec();

export const listHistory = (unitCode: string, name: string): Promise<Reply[]> =>
  ReplyModel.find({ unitCode, name }).sort({ version: -1 }).limit(100).lean<Reply[]>().exec();

export async function newestReplies(unitCode: string): Promise<Map<string, Reply>> {
  const newest = new Map<string, Reply>();
  for (const reply of await listVersions(unitCode)) if (!newest.has(reply.name)) newest.set(reply.name, reply);
  return newest;
}

/** The unique index decides when two officials save at the same moment. */
export async function saveVersion(reply: Omit<Reply, "_id">): Promise<void> {
  await ReplyModel.create(reply);
}
