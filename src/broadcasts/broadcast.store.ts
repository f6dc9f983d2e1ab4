import { isValidObjectId, type Types } from "mongoose";
import { type Broadcast, BroadcastModel, type BroadcastState } from "./broadcast.model.ts";

/** The only queries on broadcasts. */
export const findBroadcast = async (id: string): Promise<Broadcast | null> =>
  isValidObjectId(id) ? BroadcastModel.findById(id).lean<Broadcast>().exec() : null;

export const findOfUnit = async (unitCode: string, id: string): Promise<Broadcast | null> =>
  isValidObjectId(id) ? BroadcastModel.findOne({ _id: id, unitCode }).lean<Broadcast>().exec() : null;

export async function createBroadcast(broadcast: Omit<Broadcast, "_id">): Promise<string> {
  return String((await BroadcastModel.create(broadcast))._id);
}

/** The only way a state changes: from one of the named states to another, by one process. */
export async function moveState(
  id: string,
  from: BroadcastState[],
  to: BroadcastState,
  fields: Partial<Broadcast> = {},
): Promise<boolean> {
  const done = await BroadcastModel.updateOne({ _id: id, state: { $in: from } }, { $set: { state: to, ...fields } });
  return done.modifiedCount === 1;
}

export const readState = async (id: string): Promise<BroadcastState | undefined> =>
  (await BroadcastModel.findById(id, { state: 1 }).lean<Pick<Broadcast, "state">>().exec())?.state;

export async function saveCounts(
  id: string,
  sums: Pick<Broadcast, "counts" | "reasons" | "countedAt" | "pace">,
): Promise<void> {
  await BroadcastModel.updateOne({ _id: id }, { $set: sums });
}

export const listBroadcasts = (unitCode: string, since: Date): Promise<Broadcast[]> =>
  BroadcastModel.find({ unitCode, createdAt: { $gte: since } })
    .sort({ createdAt: -1 })
    .limit(200)
    .lean<Broadcast[]>()
    .exec();

/** Broadcasts that still move: for the sweep that gives lost jobs back to the queue. */
export const listMoving = (): Promise<Broadcast[]> =>
  BroadcastModel.find({ state: { $in: ["freezing", "sending"] } })
    .limit(500)
    .lean<Broadcast[]>()
    .exec();

export const listIdsOfOa = async (unitCode: string): Promise<Types.ObjectId[]> =>
  (await BroadcastModel.find({ unitCode }, { _id: 1 }).lean<{ _id: Types.ObjectId }[]>().exec()).map((row) => row._id);
