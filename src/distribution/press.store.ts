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
/** Told once more it takes the place of what was told before. */
export const putPress = async ({ _id, ...log }: PressLog): Promise<void> =>
  void (await PressLogModel.updateOne({ _id }, { $set: log }, { upsert: true }));
