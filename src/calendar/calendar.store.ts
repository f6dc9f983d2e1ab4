import { isValidObjectId } from "mongoose";
import { type Entry, EntryModel, type OwnDay, OwnDayModel } from "./calendar.model.ts";
import { within, type Whose } from "../kernel/scope.ts";

/** The only queries on planned entries and on units' own days. */
export const listEntries = (unitCodes: string[], from: string, to: string): Promise<Entry[]> =>
  EntryModel.find({ unitCode: { $in: unitCodes }, day: { $gte: from, $lt: to } })
    .sort({ day: 1, time: 1 })
    .limit(20_000)
    .lean<Entry[]>()
    .exec();

export async function addEntry(entry: Omit<Entry, "_id">): Promise<string> {
  return String((await EntryModel.create(entry))._id);
}

/** Those of these that stand in the unit's calendar. */
export const findEntries = (whose: Whose, ids: readonly string[]): Promise<Entry[]> =>
  EntryModel.find({ _id: { $in: ids.filter((id) => isValidObjectId(id)) }, unitCode: within(whose) })
    .lean<Entry[]>()
    .exec();

export async function moveEntries(whose: Whose, ids: readonly string[], day: string): Promise<number> {
  const done = await EntryModel.updateMany(
    { _id: { $in: ids.filter((id) => isValidObjectId(id)) }, unitCode: within(whose) },
    { $set: { day } },
  );
  return done.modifiedCount;
}

export async function removeEntry(whose: Whose, id: string): Promise<boolean> {
  return isValidObjectId(id) && (await EntryModel.deleteOne({ _id: id, unitCode: within(whose) })).deletedCount === 1;
}

export const listOwnDays = (unitCodes: string[]): Promise<OwnDay[]> =>
  OwnDayModel.find({ unitCode: { $in: unitCodes } })
    .limit(500)
    .lean<OwnDay[]>()
    .exec();
export const addOwnDay = async (day: Omit<OwnDay, "_id">): Promise<void> => void (await OwnDayModel.create(day));
export const removeOwnDay = async (whose: Whose, id: string): Promise<boolean> =>
  isValidObjectId(id) && (await OwnDayModel.deleteOne({ _id: id, unitCode: within(whose) })).deletedCount === 1;

/** The same for what another record plans: its own id, so that it is planned once. */
export async function addEntryOnce(id: string, entry: Omit<Entry, "_id">): Promise<void> {
  await EntryModel.updateOne({ _id: id }, { $setOnInsert: entry }, { upsert: true });
}
