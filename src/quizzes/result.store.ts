import { type RoundResult, ResultModel } from "./round-log.model.ts";

export const resultId = (contestId: string, round: number): string => `${contestId}:${round}`;
export const findResult = (contestId: string, round: number): Promise<RoundResult | null> =>
  ResultModel.findById(resultId(contestId, round)).lean<RoundResult>().exec();
export const listResults = (contestId: string): Promise<RoundResult[]> =>
  ResultModel.find({ contestId }).sort({ round: 1 }).lean<RoundResult[]>().exec();
/** Writes a result once; what is there stays. */
export const addResult = async (result: RoundResult): Promise<void> =>
  void (await ResultModel.updateOne({ _id: result._id }, { $setOnInsert: result }, { upsert: true }));
/** Changes a result that is not published; false when it is. */
export const changeCounted = async (id: string, change: Partial<RoundResult>): Promise<boolean> =>
  (await ResultModel.updateOne({ _id: id, state: "counted" }, { $set: change })).matchedCount === 1;
export const hasPublished = async (contestId: string): Promise<boolean> =>
  (await ResultModel.exists({ contestId, state: "published" })) !== null;
