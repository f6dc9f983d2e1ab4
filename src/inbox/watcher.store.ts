import { type Watcher, WatcherModel } from "./watcher.model.ts";

/** The only queries on officials who are told by Zalo. */
export const findWatcher = (officialId: string): Promise<Watcher | null> =>
  WatcherModel.findById(officialId).lean<Watcher>().exec();

export const listWatchers = (unitCode: string): Promise<Watcher[]> =>
  WatcherModel.find({ unitCode, userId: { $gt: "" } })
    .sort({ _id: 1 })
    .limit(100)
    .lean<Watcher[]>()
    .exec();

/** Units in which somebody wants to be told. */
export const listWatchedUnits = (): Promise<string[]> => WatcherModel.distinct("unitCode", { userId: { $gt: "" } });

export async function keepCode(
  { _id, ...who }: Pick<Watcher, "_id" | "unitCode" | "name">,
  code: string,
  codeUntil: Date,
): Promise<void> {
  await WatcherModel.updateOne({ _id }, { $set: { ...who, code, codeUntil } }, { upsert: true });
}

/** A code works once. @returns whose it was */
export const takeCode = (
  unitCode: string,
  code: string,
  at: { oaId: string; userId: string; now: Date },
): Promise<Watcher | null> =>
  WatcherModel.findOneAndUpdate(
    { unitCode, code, codeUntil: { $gt: at.now } },
    {
      $set: { oaId: at.oaId, userId: at.userId, joinedAt: at.now, code: "", codeUntil: null, toldAt: null },
    },
    { returnDocument: "after" },
  )
    .lean<Watcher>()
    .exec();

/** One run tells, and notes it before it does: a cut says it once too seldom, never twice. */
export const takeTurn = async ({ _id, toldAt }: Watcher, now: Date): Promise<boolean> =>
  (await WatcherModel.updateOne({ _id, toldAt: toldAt ?? null }, { $set: { toldAt: now } })).modifiedCount === 1;

/** Zalo took one more, which may cost. */
export async function countTold({ _id }: Watcher, month: string, charged: boolean): Promise<void> {
  await WatcherModel.updateOne({ _id, month: { $ne: month } }, { $set: { month, told: 0, charged: 0 } });
  await WatcherModel.updateOne({ _id }, { $inc: { told: 1, charged: charged ? 1 : 0 } });
}

export const dropWatcher = async (officialId: string): Promise<void> =>
  void (await WatcherModel.deleteOne({ _id: officialId }));
export const forgetWatcherAt = async (oaId: string, userId: string): Promise<void> =>
  void (await WatcherModel.deleteMany({ oaId, userId }));
