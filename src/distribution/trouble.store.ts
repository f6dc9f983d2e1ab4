import { type Whose, within } from "../kernel/scope.ts";
import { type Trouble, TroubleModel, type UnitHelp, UnitHelpModel } from "./trouble.model.ts";

/** The only queries on what units tell their department, and on who helps whom. */
export const createTrouble = async (trouble: Trouble): Promise<void> => void (await TroubleModel.create(trouble));
export const findTrouble = (department: Whose, _id: string): Promise<Trouble | null> =>
  TroubleModel.findOne({ _id, department: within(department) })
    .lean<Trouble>()
    .exec();
/** Newest first. */
export const troublesOf = (unit: Whose): Promise<Trouble[]> =>
  TroubleModel.find({ unitCode: within(unit) })
    .sort({ at: -1 })
    .limit(200)
    .lean<Trouble[]>()
    .exec();
/** What was told since then, and what waits for an answer however old it is. */
export const troublesFor = (department: Whose, since: Date): Promise<Trouble[]> =>
  TroubleModel.find({ department: within(department), $or: [{ at: { $gte: since } }, { answer: null }] })
    .sort({ at: -1 })
    .limit(2000)
    .lean<Trouble[]>()
    .exec();
export const troublesDuring = (unit: Whose, span: { from: Date; to: Date }): Promise<Trouble[]> =>
  TroubleModel.find({ unitCode: within(unit), at: { $gte: span.from, $lt: span.to } })
    .sort({ at: 1 })
    .limit(5000)
    .lean<Trouble[]>()
    .exec();
export const countOpen = (unit: Whose): Promise<number> =>
  TroubleModel.countDocuments({ unitCode: within(unit), answer: null });
/** How many wait for a department, and since when; no words: Hôm nay asks every half minute. */
export async function waitingFor(department: Whose): Promise<{ count: number; oldest: Date | undefined }> {
  const open = { department: within(department), answer: null };
  const [count, first] = await Promise.all([
    TroubleModel.countDocuments(open),
    TroubleModel.findOne(open, { at: 1 }).sort({ at: 1 }).lean<Pick<Trouble, "at">>().exec(),
  ]);
  return { count, oldest: first?.at };
}
/** The newest answer that a unit has not seen yet. */
export const unseenAnswer = (unit: Whose): Promise<Pick<Trouble, "about"> | null> =>
  TroubleModel.findOne({ unitCode: within(unit), answer: { $ne: null }, readAt: null }, { about: 1 })
    .sort({ at: -1 })
    .lean<Pick<Trouble, "about">>()
    .exec();
/** The first answer stands: two who answer at once do not overwrite each other. */
export const answerOnce = async (_id: string, answer: NonNullable<Trouble["answer"]>): Promise<boolean> =>
  (await TroubleModel.updateOne({ _id, answer: null }, { $set: { answer } })).modifiedCount === 1;
export const noteRead = async (ids: readonly string[], at: Date): Promise<void> =>
  void (await TroubleModel.updateMany({ _id: { $in: ids }, readAt: null }, { $set: { readAt: at } }));

export const listHelp = (department: Whose): Promise<UnitHelp[]> =>
  UnitHelpModel.find({ department: within(department) })
    .limit(1000)
    .lean<UnitHelp[]>()
    .exec();
/** Who helps, over whom the page showed ("" for nobody). False when somebody else took it meanwhile. */
export async function takeHelp(help: UnitHelp, shown: string): Promise<boolean> {
  const { _id, ...fields } = help;
  if (shown !== "")
    return (await UnitHelpModel.updateOne({ _id, "by.id": shown }, { $set: fields })).matchedCount === 1;
  const made = await UnitHelpModel.updateOne({ _id }, { $setOnInsert: fields }, { upsert: true });
  return made.upsertedCount === 1;
}
export const endHelp = async (_id: string, by: string): Promise<boolean> =>
  (await UnitHelpModel.deleteOne({ _id, "by.id": by })).deletedCount === 1;
