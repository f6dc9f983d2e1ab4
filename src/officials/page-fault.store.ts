import { isValidObjectId } from "mongoose";
import { type PageFault, PageFaultModel } from "./page-fault.model.ts";

/** The only queries on pages that were reported. */
export async function addPageFault(fault: Omit<PageFault, "_id" | "doneAt">): Promise<void> {
  await PageFaultModel.create({ ...fault, doneAt: null });
}

/** Open ones of these units, newest first. */
export const listPageFaults = (unitCodes: readonly string[], most = 200): Promise<PageFault[]> =>
  PageFaultModel.find({ unitCode: { $in: [...unitCodes] }, doneAt: null })
    .sort({ at: -1 })
    .limit(most)
    .lean<PageFault[]>()
    .exec();

/** @returns false when it is none of these units', or somebody put it away before */
export async function closePageFault(unitCodes: readonly string[], id: string, now: Date): Promise<boolean> {
  if (!isValidObjectId(id)) return false;
  const closed = await PageFaultModel.updateOne(
    { _id: id, unitCode: { $in: [...unitCodes] }, doneAt: null },
    { $set: { doneAt: now } },
  );
  return closed.modifiedCount === 1;
}
