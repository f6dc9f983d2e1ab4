import { isValidObjectId } from "mongoose";
import { type ChangeDraft, ChangeDraftModel, type UnitChange, UnitChangeModel } from "./unit-change.model.ts";

/** The only queries on the history of units and on what is being written for it. */
export const listHistory = (): Promise<UnitChange[]> =>
  UnitChangeModel.find().sort({ day: 1, _id: 1 }).limit(20_000).lean<UnitChange[]>().exec();

/** What holds of a history: neither an entry that was cancelled nor the one that cancels it. */
export function thatHold<T extends Pick<UnitChange, "_id" | "cancels">>(history: readonly T[]): T[] {
  const cancelled = new Set(history.map(({ cancels }) => cancels));
  return history.filter(({ _id, cancels }) => cancels === undefined && !cancelled.has(_id));
}
export const listChanges = async (): Promise<UnitChange[]> => thatHold(await listHistory());

export const lastChangeId = async (): Promise<number> =>
  (await UnitChangeModel.findOne({}, { _id: 1 }).sort({ _id: -1 }).lean<{ _id: number }>().exec())?._id ?? 0;

export const changeOfDraft = (draftId: string): Promise<UnitChange | null> =>
  UnitChangeModel.findOne({ draftId }).lean<UnitChange>().exec();

/** The one write of a change; false when another one came first. */
export async function appendChange({ _id, ...change }: UnitChange): Promise<boolean> {
  const done = await UnitChangeModel.updateOne({ _id }, { $setOnInsert: change }, { upsert: true });
  return done.upsertedCount === 1;
}

/** Recorded and not followed yet, or with a day that has come and is not done. */
export const listChangesDue = (recordedBefore: Date, now: Date): Promise<UnitChange[]> =>
  UnitChangeModel.find({
    $or: [
      { undated: true, at: { $lte: recordedBefore } },
      { due: true, day: { $lte: now } },
    ],
  })
    .sort({ day: 1, _id: 1 })
    .limit(500)
    .lean<UnitChange[]>()
    .exec();

export const noteDated = async (id: number): Promise<void> =>
  void (await UnitChangeModel.updateOne({ _id: id }, { $unset: { undated: 1 } }));
export const noteDone = async (id: number): Promise<void> =>
  void (await UnitChangeModel.updateOne({ _id: id }, { $unset: { due: 1 } }));

type DraftFields = Omit<ChangeDraft, "_id">;
export const createChangeDraft = async (draft: DraftFields): Promise<string> =>
  String((await ChangeDraftModel.create(draft))._id);

export const findChangeDraft = async (units: readonly string[], id: string): Promise<ChangeDraft | null> =>
  isValidObjectId(id)
    ? ChangeDraftModel.findOne({ _id: id, unitCode: { $in: units } })
        .lean<ChangeDraft>()
        .exec()
    : null;

export const listChangeDrafts = (units: readonly string[]): Promise<ChangeDraft[]> =>
  ChangeDraftModel.find({ unitCode: { $in: units } })
    .sort({ at: -1 })
    .limit(50)
    .lean<ChangeDraft[]>()
    .exec();

export const saveChangeDraft = async (id: string, fields: Partial<DraftFields>): Promise<void> =>
  void (await ChangeDraftModel.updateOne({ _id: id }, { $set: fields }));

export const dropChangeDraft = async (id: string): Promise<void> =>
  void (await ChangeDraftModel.deleteOne({ _id: id }));
