import { type Whose, within } from "../kernel/scope.ts";
import { type PressLog, PressLogModel, type PressTarget, PressTargetModel } from "./press.model.ts";

/** The only queries on what the press is asked for and what came out. */
export const listTargets = (whose: Whose): Promise<PressTarget[]> =>
  PressTargetModel.find({ unitCode: within(whose) })
    .sort({ series: 1, from: 1 })
    .limit(200)
    .lean<PressTarget[]>()
    .exec();
export const addTarget = async (target: PressTarget): Promise<void> => void (await PressTargetModel.create(target));
export const dropTarget = async (whose: Whose, _id: string): Promise<boolean> =>
  (await PressTargetModel.deleteOne({ _id, unitCode: within(whose) })).deletedCount === 1;
export const listPress = (whose: Whose, from: string): Promise<PressLog[]> =>
  PressLogModel.find({ unitCode: within(whose), day: { $gte: from } })
    .sort({ day: -1 })
    .limit(5000)
    .lean<PressLog[]>()
    .exec();
/** What the unit, or one that came whole to it, told of a series: of one day, or of its works. */
export const pressOf = (whose: Whose, series: string, day: string): Promise<Pick<PressLog, "_id" | "title">[]> =>
  PressLogModel.find(
    { unitCode: within(whose), series, ...(day === "" ? { title: { $ne: "" } } : { day, title: "" }) },
    { title: 1 },
  )
    .limit(5000)
    .lean<Pick<PressLog, "_id" | "title">[]>()
    .exec();
export const dropPress = async (whose: Whose, ids: readonly string[]): Promise<void> =>
  void (await PressLogModel.deleteMany({ _id: { $in: ids }, unitCode: within(whose) }));
/** Told once more it takes the place of what was told before. */
export const putPress = async ({ _id, ...log }: PressLog): Promise<void> =>
  void (await PressLogModel.updateOne({ _id }, { $set: log }, { upsert: true }));
