import { CopyModel, type Take, TakeModel } from "./copy.model.ts";

/** The only queries on takes of several copies, and on the locks they hold. */
export const findTake = (id: string): Promise<Take | null> => TakeModel.findById(id).lean<Take>().exec();

/** Begins; one that was given up begins anew, one that was decided by the same press stays so. */
export async function openTake({ _id, ...take }: Take): Promise<void> {
  try {
    await TakeModel.updateOne({ _id, state: { $ne: "whole" } }, { $set: take }, { upsert: true });
  } catch (error) {
    if ((error as { code?: number }).code !== 11_000) throw error;
  }
}

/** Locks each that is still as it was on the screen. Returns how many are in hand. */
export async function lockCopies({ _id, copies }: Take): Promise<number> {
  for (const { id, revision } of copies) {
    const done = await CopyModel.updateOne({ _id: id, revision, state: "waiting", take: "" }, { $set: { take: _id } });
    if (done.modifiedCount === 0) break;
  }
  return CopyModel.countDocuments({ _id: { $in: copies.map(({ id }) => id) }, take: _id, state: "waiting" });
}

/** The one write: from here on all of them are taken, whatever happens to this process. */
export const completeTake = async (id: string): Promise<boolean> =>
  (await TakeModel.updateOne({ _id: id, state: "open" }, { $set: { state: "whole" } })).modifiedCount === 1;

/** What was locked becomes taken; what the department withdrew meanwhile stays withdrawn. */
export async function takeLocked({ _id, by, copies, unitCode }: Take, at: Date): Promise<void> {
  const ids = copies.map(({ id }) => id);
  await CopyModel.updateMany(
    { _id: { $in: ids }, take: _id, state: "waiting" },
    {
      $set: { state: "taken", decided: { by, at, unit: unitCode }, declined: null, due: true, take: "" },
      $inc: { revision: 1 },
    },
  );
  await CopyModel.updateMany({ _id: { $in: ids }, take: _id }, { $set: { take: "" } });
}

export const releaseCopies = async ({ _id, copies }: Take): Promise<void> =>
  void (await CopyModel.updateMany({ _id: { $in: copies.map(({ id }) => id) }, take: _id }, { $set: { take: "" } }));

/** With `keep-due` from open only: who decides at the same moment is first, or last. */
export async function closeTake(id: string, state: Take["state"], how: "over" | "keep-due" = "over"): Promise<boolean> {
  const from: Take["state"][] = how === "over" ? [state, "open"] : ["open"];
  const over = how === "over" ? { $unset: { due: 1 } } : {};
  const done = await TakeModel.updateOne({ _id: id, state: { $in: from } }, { $set: { state }, ...over });
  return done.matchedCount === 1;
}

export const listDueTakes = (before: Date): Promise<Take[]> =>
  TakeModel.find({ due: true, at: { $lte: before } })
    .limit(100)
    .lean<Take[]>()
    .exec();
