import { isValidObjectId, type Types } from "mongoose";
import type { Key, Person } from "../decisions/decision.ts";
import { within, type Whose } from "../kernel/scope.ts";
import { type Entry, type Package, PackageModel, type Push, type Reminder, type Withdrawal } from "./package.model.ts";

/** The only queries on packages. */
export const createPackage = async (
  given: Pick<Package, "unitCode" | "title" | "note" | "deadline" | "authors" | "createdAt"> &
    Partial<Pick<Package, "_id" | "entries" | "imported">>,
): Promise<string> =>
  String((await PackageModel.create({ ...given, state: "draft", revision: 1, updatedAt: given.createdAt }))._id);

export const findPackage = async (whose: Whose, id: string): Promise<Package | null> =>
  isValidObjectId(id)
    ? PackageModel.findOne({ _id: id, unitCode: within(whose) })
        .lean<Package>()
        .exec()
    : null;

/** By its id alone, for what was handed down from it. */
export const readPackage = async (id: string): Promise<Package | null> =>
  isValidObjectId(id) ? PackageModel.findById(id).lean<Package>().exec() : null;

/** What a unit that was handed something reads of it: never the catalogues of all its versions. */
export const readPackages = (
  ids: readonly string[],
): Promise<Pick<Package, "_id" | "title" | "deadline" | "reminders">[]> =>
  PackageModel.find({ _id: { $in: ids } }, { title: 1, deadline: 1, reminders: 1 })
    .lean<Package[]>()
    .exec();

const OF_HEAD = { title: 1, version: 1, deadline: 1, authors: 1, "pushes.version": 1, "entries.code": 1 } as const;
export type PackageHead = Pick<Package, "_id" | "title" | "version" | "deadline" | "authors"> & {
  pushes: Pick<Push, "version">[];
  entries: Pick<Entry, "code">[];
};
/** Packages in a state of their writing, for what is to do today. */
export const listHeads = (whose: Whose, state: Package["state"]): Promise<PackageHead[]> =>
  PackageModel.find({ unitCode: within(whose), state }, OF_HEAD)
    .sort({ updatedAt: -1 })
    .limit(200)
    .lean<PackageHead[]>()
    .exec();

export const listPackages = (whose: Whose): Promise<Package[]> =>
  PackageModel.find({ unitCode: within(whose) })
    .sort({ updatedAt: -1 })
    .limit(200)
    .lean<Package[]>()
    .exec();

export type WrittenFields = Partial<Pick<Package, "title" | "note" | "deadline" | "entries" | "state" | "returned">>;

/** Changes what is being written, over the revision it was read at. Whoever writes does not release it. */
export async function savePackage(read: Package, fields: WrittenFields, by: Person, at: Date): Promise<boolean> {
  const authors = read.authors.some(({ id }) => id === by.id) ? read.authors : [...read.authors, by];
  const done = await PackageModel.updateOne(
    { _id: read._id, revision: read.revision, state: { $in: ["draft", "returned"] } },
    { $set: { ...fields, authors, updatedAt: at }, $inc: { revision: 1 } },
  );
  return done.modifiedCount === 1;
}

/** Two who press at once remind once. */
export const appendReminder = async (read: Package, reminder: Reminder): Promise<boolean> =>
  (
    await PackageModel.updateOne(
      { _id: read._id, reminders: { $size: (read.reminders ?? []).length } },
      { $push: { reminders: reminder } },
    )
  ).modifiedCount === 1;

/** What came by a file is written on as the next version, whatever was being written. */
export async function saveImported(
  read: Package,
  fields: Pick<Package, "title" | "note" | "deadline" | "entries" | "imported">,
  by: Person,
  at: Date,
): Promise<boolean> {
  const authors = read.authors.some(({ id }) => id === by.id) ? read.authors : [...read.authors, by];
  const done = await PackageModel.updateOne(
    { _id: read._id, revision: read.revision, state: { $ne: "waiting" } },
    { $set: { ...fields, authors, state: "draft", updatedAt: at }, $inc: { revision: 1 } },
  );
  return done.modifiedCount === 1;
}

/** From one state of its writing to another. */
export async function movePackage(
  read: Package,
  from: Package["state"],
  fields: WrittenFields,
  at: Date,
): Promise<boolean> {
  const done = await PackageModel.updateOne(
    { _id: read._id, revision: read.revision, state: from },
    { $set: { ...fields, updatedAt: at }, $inc: { revision: 1 } },
  );
  return done.modifiedCount === 1;
}

/** The one write of a release: what stands in the catalogue becomes a version that nobody changes any more. */
export async function decideRelease(read: Package, entries: Entry[], key: Key): Promise<boolean> {
  const n = read.version + 1;
  const done = await PackageModel.updateOne(
    { _id: read._id, revision: read.revision, state: "waiting" },
    {
      $set: { state: "released", version: n, updatedAt: key.at },
      $push: { versions: { n, entries, ...key } },
      $inc: { revision: 1 },
    },
  );
  return done.modifiedCount === 1;
}

/** The one write of a push or withdrawal, over the revision that was on the screen. */
export async function appendDeed(
  read: Package,
  deed: { push: Push } | { withdrawal: Withdrawal },
  at: Date,
): Promise<boolean> {
  const pushed = "push" in deed ? { pushes: deed.push } : { withdrawals: deed.withdrawal };
  const done = await PackageModel.updateOne(
    { _id: read._id, revision: read.revision },
    { $push: pushed, $set: { due: true, updatedAt: at }, $inc: { revision: 1 } },
  );
  return done.modifiedCount === 1;
}

export const listDuePackages = (before: Date): Promise<{ _id: Types.ObjectId }[]> =>
  PackageModel.find({ due: true, updatedAt: { $lte: before } }, { _id: 1 })
    .limit(50)
    .lean<{ _id: Types.ObjectId }[]>()
    .exec();

/** One at a time follows a package, for so long; null when somebody does or nothing is due. */
export const claimPackage = (id: string, now: Date, until: Date): Promise<Package | null> =>
  PackageModel.findOneAndUpdate(
    { _id: id, due: true, $or: [{ followedUntil: null }, { followedUntil: { $lte: now } }] },
    { $set: { followedUntil: until } },
    { returnDocument: "after" },
  )
    .lean<Package>()
    .exec();

/** All that was decided up to this revision has reached every copy; false when more was decided meanwhile. */
export async function notePackageFollowed({ _id, revision, pushes, withdrawals }: Package): Promise<boolean> {
  const all = {
    pushes: pushes.map((one) => ({ ...one, done: true })),
    withdrawals: withdrawals.map((one) => ({ ...one, done: true })),
  };
  const done = await PackageModel.updateOne(
    { _id, revision },
    { $set: { ...all, followedUntil: null }, $unset: { due: 1 } },
  );
  return done.modifiedCount === 1;
}

export const leavePackage = async (id: Types.ObjectId): Promise<void> =>
  void (await PackageModel.updateOne({ _id: id }, { $set: { followedUntil: null } }));
