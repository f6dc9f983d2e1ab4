import mongoose from "mongoose";
import { type PracticeHouse, PracticeHouseModel } from "./house.model.ts";

/** The only queries on what makes a database one to practise in. */
export const readHouse = (): Promise<PracticeHouse | null> =>
  PracticeHouseModel.findById("house").lean<PracticeHouse>().exec();

/** Two processes may open it at once: the first one's clock is everybody's. */
export const claimHouse = async (aheadMs: number, openedAt: Date): Promise<void> =>
  void (await PracticeHouseModel.updateOne(
    { _id: "house" },
    { $setOnInsert: { aheadMs, walkTo: null, openedAt } },
    { upsert: true },
  ));

/** Collections of this database that hold something, whoever's they are. */
export async function fullCollections(): Promise<string[]> {
  const full: string[] = [];
  for (const { name } of await mongoose.connection.listCollections())
    if ((await mongoose.connection.collection(name).findOne({})) !== null) full.push(name);
  return full.toSorted();
}

/** Where the clock is to walk; null where it stands. */
export const setWalk = async (walkTo: Date | null): Promise<void> =>
  void (await PracticeHouseModel.updateOne({ _id: "house" }, { $set: { walkTo } }));

/** One step over what was read: two processes that step at once make one step. */
export const stepAhead = async (from: number, to: number): Promise<boolean> =>
  (await PracticeHouseModel.updateOne({ _id: "house", aheadMs: from }, { $set: { aheadMs: to } })).modifiedCount === 1;
