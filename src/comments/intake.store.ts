import { type Intake, IntakeModel } from "./intake.model.ts";

/** The only queries on meetings and papers a clerk entered. */

/** Stores an intake once per form; returns its id, whether new or there. */
export async function addIntake(intake: Omit<Intake, "_id">): Promise<string> {
  const { draftId, once } = intake;
  await IntakeModel.updateOne({ draftId, once }, { $setOnInsert: intake }, { upsert: true });
  return String((await IntakeModel.findOne({ draftId, once }, { _id: 1 }).lean().exec())?._id);
}
export const listIntakes = (draftId: string): Promise<Intake[]> =>
  IntakeModel.find({ draftId }, { file: 0 }).sort({ at: 1 }).limit(5000).lean<Intake[]>().exec();

/** Files of papers about these drafts are forgotten. */
export const dropFiles = async (draftIds: readonly string[]): Promise<void> =>
  void (await IntakeModel.updateMany({ draftId: { $in: draftIds }, file: { $ne: null } }, { $set: { file: null } }));
