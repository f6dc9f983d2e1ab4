import { type EntryRow, EntryRowModel } from "./class.model.ts";
import { DoorModel, type DoorRow } from "./door.model.ts";

/** The only queries on the phones at a door, and those on what waits for a person of what they brought. */
export const createDoor = async (door: Omit<DoorRow, "keyHash">): Promise<void> => void (await DoorModel.create(door));
export const listDoors = (classId: string): Promise<DoorRow[]> =>
  DoorModel.find({ classId }).sort({ madeAt: 1 }).limit(200).lean<DoorRow[]>().exec();
export const findDoorByKey = (keyHash: string): Promise<DoorRow | null> =>
  DoorModel.findOne({ keyHash }).lean<DoorRow>().exec();

const isDouble = (error: unknown): boolean => (error as { code?: number }).code === 11_000;
/** The code becomes the phone's key, once; null when it is none of this class, used, too old or taken back. */
export async function takeCode(classId: string, codeHash: string, keyHash: string, at: Date): Promise<DoorRow | null> {
  const open = { classId, codeHash, codeUntil: { $gt: at }, revokedAt: null };
  const taken = { codeHash: "", code: "", keyHash, registeredAt: at, seenAt: at };
  try {
    return await DoorModel.findOneAndUpdate(open, { $set: taken }, { returnDocument: "after" }).lean<DoorRow>().exec();
  } catch (error) {
    // two presses of one phone at once: the first took it
    if (isDouble(error)) return findDoorByKey(keyHash);
    throw error;
  }
}
export const isCodeElsewhere = async (classId: string, codeHash: string): Promise<boolean> =>
  (await DoorModel.exists({ codeHash, classId: { $ne: classId } })) !== null;
export const noteSeen = async (_id: string, seen: Pick<DoorRow, "seenAt" | "waiting" | "skewMs">): Promise<void> =>
  void (await DoorModel.updateOne({ _id }, { $set: seen }));
export const revokeDoor = async (_id: string, classId: string, at: Date): Promise<boolean> =>
  (await DoorModel.updateOne({ _id, classId, revokedAt: null }, { $set: { revokedAt: at, codeHash: "", code: "" } }))
    .modifiedCount === 1;
export async function resealDoors(again: (sealed: string) => string): Promise<number> {
  const rows = await DoorModel.find({ code: { $gt: "" } }, { code: 1 })
    .lean<Pick<DoorRow, "_id" | "code">[]>()
    .exec();
  for (const row of rows) await DoorModel.updateOne({ _id: row._id }, { $set: { code: again(row.code) } });
  return rows.length;
}

/** Everything phones brought for a class: what counts, what waits and what a person left out. */
export const listBrought = (classId: string): Promise<EntryRow[]> =>
  EntryRowModel.find({ classId }).sort({ at: 1, _id: 1 }).limit(20_000).lean<EntryRow[]>().exec();
/** A person's word on what waits, over what the page showed. Returns how many it settled. */
export const settleWaiting = async (
  classId: string,
  ids: readonly string[],
  state: "in" | "refused",
): Promise<number> =>
  (await EntryRowModel.updateMany({ _id: { $in: ids }, classId, state: "waits" }, { $set: { state } })).modifiedCount;
export const countWaiting = (classId: string): Promise<number> =>
  EntryRowModel.countDocuments({ classId, state: "waits" });
