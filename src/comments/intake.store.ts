import { isValidObjectId } from "mongoose";
import { type Intake, IntakeModel } from "./intake.model.ts";

/** The only queries on meetings and papers a clerk entered. */

/** Stores an intake once per form; returns the one that is there. */
export async function putIntake(intake: Omit<Intake, "_id">): Promise<Intake> {
  const { draftId, once } = intake;
  await IntakeModel.updateOne({ draftId, once }, { $setOnInsert: intake }, { upsert: true });
  const there = await IntakeModel.findOne({ draftId, once }, { file: 0 }).lean<Intake>().exec();
  if (!there) throw new Error(`the intake of draft ${draftId} was taken away while it was stored`);
  return there;
}
export const addIntake = async (intake: Omit<Intake, "_id">): Promise<string> => String((await putIntake(intake))._id);

export const listIntakes = (draftId: string): Promise<Intake[]> =>
  IntakeModel.find({ draftId }, { file: 0 }).sort({ at: 1 }).limit(5000).lean<Intake[]>().exec();

export const findIntake = (draftId: string, id: string): Promise<Intake | null> =>
  isValidObjectId(id)
    ? IntakeModel.findOne({ _id: id, draftId }, { file: 0 }).lean<Intake>().exec()
    : Promise.resolve(null);
export const findIntakeOf = (draftId: string, once: string): Promise<Intake | null> =>
  IntakeModel.findOne({ draftId, once }, { file: 0 }).lean<Intake>().exec();

/** Files of papers about these drafts are forgotten. */
export const dropFiles = async (draftIds: readonly string[]): Promise<void> =>
  void (await IntakeModel.updateMany({ draftId: { $in: draftIds }, file: { $ne: null } }, { $set: { file: null } }));

/** From here on nobody can print the slips of papers entered before this moment. */
export const dropSlips = async (before: Date): Promise<number> =>
  (await IntakeModel.updateMany({ slips: { $gt: "" }, at: { $lt: before } }, { $set: { slips: "" } })).modifiedCount;

export async function resealSlips(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for await (const row of IntakeModel.find({ slips: { $gt: "" } }, { slips: 1 })
    .lean<Intake>()
    .cursor()) {
    await IntakeModel.updateOne({ _id: row._id }, { $set: { slips: again(row.slips ?? "") } });
    n += 1;
  }
  return n;
}
