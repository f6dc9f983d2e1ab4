import type { QueryFilter } from "mongoose";
import { duringSpan, type Span } from "../kernel/fact.ts";
import { within, type Whose } from "../kernel/scope.ts";
import { COPY_STATES, type Copy, CopyModel, type CopyState, type Offer } from "./copy.model.ts";
import type { Entry } from "./package.model.ts";

/** The only queries on copies. `Whose` is the commune's; a department asks by its package. */
export const copyId = (unitCode: string, packageId: string, code: string): string => `${unitCode}.${packageId}.${code}`;

/** As many as go in one call. */
const CHUNK = 1000;
const isDouble = (error: unknown): boolean => {
  const { code, writeErrors } = error as { code?: number; writeErrors?: { code?: number; err?: { code?: number } }[] };
  const all = [writeErrors ?? []].flat().map((one) => one.code ?? one.err?.code);
  return all.length > 0 ? all.every((one) => one === 11_000) : code === 11_000;
};

/** Rows that are not there yet, in chunks; those that are stay as they are. Returns how many are new. */
export async function insertCopies(rows: readonly Copy[]): Promise<number> {
  let fresh = 0;
  for (let at = 0; at < rows.length; at += CHUNK)
    try {
      const chunk = rows.slice(at, at + CHUNK);
      fresh += (await CopyModel.collection.insertMany(chunk as never[], { ordered: false })).insertedCount;
    } catch (error) {
      if (!isDouble(error)) throw error;
      fresh += (error as { insertedCount?: number }).insertedCount ?? 0;
    }
  return fresh;
}

/** The version each unit holds of a package's entries, by the id of the copy: a push done again writes nothing. */
export async function heldVersions(packageId: string): Promise<Map<string, number>> {
  const rows = await CopyModel.find({ packageId }, { version: 1 }).lean<{ _id: string; version: number }[]>().exec();
  return new Map(rows.map(({ _id, version }) => [_id, version]));
}

export const findCopy = (whose: Whose, id: string): Promise<Copy | null> =>
  CopyModel.findOne({ _id: id, unitCode: within(whose) })
    .lean<Copy>()
    .exec();

/** By its id alone, for the work that follows a decision about it. */
export const readCopy = (id: string): Promise<Copy | null> => CopyModel.findById(id).lean<Copy>().exec();

/** Those due first are first; with -1 those due last. */
export const listCopies = (
  whose: Whose,
  states: readonly CopyState[],
  limit = 500,
  order: 1 | -1 = 1,
): Promise<Copy[]> =>
  CopyModel.find({ unitCode: within(whose), state: { $in: states } })
    .sort({ dueAt: order, _id: order })
    .limit(limit)
    .lean<Copy[]>()
    .exec();

/** Copies a unit decided about, of which there is a newer version. */
export const listOffered = (whose: Whose): Promise<Copy[]> =>
  CopyModel.find({
    unitCode: within(whose),
    state: { $in: ["taken", "adapted", "declined", "published"] },
    offer: { $ne: null },
  })
    .sort({ dueAt: 1, _id: 1 })
    .limit(500)
    .lean<Copy[]>()
    .exec();

/** Copies a unit decided about and that were taken back since then. */
export const listWithdrawn = (whose: Whose, since: Date): Promise<Copy[]> =>
  CopyModel.find({
    unitCode: within(whose),
    state: "withdrawn",
    "withdrawn.at": { $gt: since },
    decided: { $ne: null },
  })
    .sort({ "withdrawn.at": -1, _id: 1 })
    .limit(200)
    .lean<Copy[]>()
    .exec();

export const copiesOfUnit = (whose: Whose, packageId: string): Promise<Copy[]> =>
  CopyModel.find({ unitCode: within(whose), packageId })
    .sort({ code: 1 })
    .limit(2000)
    .lean<Copy[]>()
    .exec();

export const countCopies = (whose: Whose, states: readonly CopyState[]): Promise<number> =>
  CopyModel.countDocuments({ unitCode: within(whose), state: { $in: states } });

/** What a department's units have not finished: neither published nor declined nor taken back. */
export const listStuck = (department: Whose): Promise<Copy[]> =>
  CopyModel.find(
    { departmentCode: within(department), state: { $in: ["waiting", "taken", "adapted"] } },
    { contents: 0, own: 0, note: 0, publications: 0 },
  )
    .limit(200_000)
    .lean<Copy[]>()
    .exec();

/** When a unit told people something by one of the legal kinds, of everything a department handed down to it. */
export async function toldBy(department: Whose, unitCode: string, kind: string): Promise<Date[]> {
  const rows = await CopyModel.find(
    { unitCode, departmentCode: within(department), "publications.kind": kind },
    { publications: 1 },
  )
    .limit(20_000)
    .lean<Pick<Copy, "publications">[]>()
    .exec();
  return rows.flatMap(({ publications }) => publications.flatMap((one) => (one.kind === kind ? [one.at] : [])));
}

type Told = Pick<
  Copy,
  "_id" | "unitCode" | "code" | "title" | "pushedAt" | "decided" | "declined" | "publishedAt" | "publications"
>;
/** What a unit holds in which something happened in a span: by the field that says when. */
export const copiesDuring = (
  whose: Whose,
  field: "pushedAt" | "decided.at" | "publishedAt" | "publications.at",
  span: Span,
): Promise<Told[]> =>
  CopyModel.find(
    { unitCode: within(whose), [field]: duringSpan(span) },
    { unitCode: 1, code: 1, title: 1, pushedAt: 1, decided: 1, declined: 1, publishedAt: 1, publications: 1 },
  )
    .limit(50_000)
    .lean<Told[]>()
    .exec();

/** Units that have something of a package to decide about. */
export const unitsWaiting = (packageId: string): Promise<string[]> =>
  CopyModel.distinct("unitCode", { packageId, state: "waiting" }).exec();

/** Units that hold one of these entries, in whatever state. */
export const holdersOf = (packageId: string, codes: readonly string[]): Promise<string[]> =>
  CopyModel.distinct("unitCode", { packageId, code: { $in: codes } }).exec();

/** Everything that came of a package, whole: for an operator's count, never for a page. */
export const copiesOfPackage = (packageId: string): Promise<Copy[]> =>
  CopyModel.find({ packageId }).sort({ code: 1 }).limit(200_000).lean<Copy[]>().exec();

const OF_TABLE = { unitCode: 1, code: 1, state: 1, dueAt: 1, publishedAt: 1, "decided.at": 1 } as const;
/** What the tables of a package count by: no words, no places, no names. */
export type TableCopy = Pick<Copy, "unitCode" | "code" | "state" | "dueAt" | "publishedAt"> & {
  decided: { at: Date } | null;
};
export const tableOfPackage = (packageId: string): Promise<TableCopy[]> =>
  CopyModel.find({ packageId }, OF_TABLE).sort({ code: 1 }).limit(200_000).lean<TableCopy[]>().exec();

const OF_ENTRY = { unitCode: 1, code: 1, title: 1, withdrawn: 1, publications: 1 } as const;
/** Copies of these entries, with where each was told. */
export type EntryCopy = Pick<Copy, keyof typeof OF_ENTRY>;
export const copiesOfEntries = async (packageId: string, codes: readonly string[]): Promise<EntryCopy[]> =>
  codes.length === 0
    ? []
    : CopyModel.find({ packageId, code: { $in: codes } }, OF_ENTRY)
        .sort({ code: 1 })
        .lean<EntryCopy[]>()
        .exec();

/** How many copies of each entry stand in each state. */
export async function countEntryStates(packageId: string): Promise<{ code: string; state: CopyState; n: number }[]> {
  const rows = await CopyModel.aggregate<{ _id: { code: string; state: CopyState }; n: number }>([
    { $match: { packageId } },
    { $group: { _id: { code: "$code", state: "$state" }, n: { $sum: 1 } } },
  ]);
  return rows.map(({ _id, n }) => ({ ..._id, n }));
}

export interface StateCount {
  packageId: string;
  state: CopyState;
  n: number;
}
export async function countStates(packageIds: readonly string[]): Promise<StateCount[]> {
  const rows = await CopyModel.aggregate<{ _id: { packageId: string; state: CopyState }; n: number }>([
    { $match: { packageId: { $in: packageIds } } },
    { $group: { _id: { packageId: "$packageId", state: "$state" }, n: { $sum: 1 } } },
  ]);
  return rows.map(({ _id, n }) => ({ ..._id, n }));
}

export const noteOpened = async (whose: Whose, ids: readonly string[], at: Date): Promise<void> =>
  void (await CopyModel.updateMany(
    { _id: { $in: ids }, unitCode: within(whose), openedAt: null },
    { $set: { openedAt: at } },
  ));

/** The one write of what a unit decides about one copy: over the revision on the screen, in one of these states. */
export async function answerCopy(
  read: Pick<Copy, "_id" | "unitCode" | "revision">,
  from: readonly CopyState[],
  fields: Partial<Copy>,
): Promise<boolean> {
  const done = await CopyModel.updateOne(
    { _id: read._id, unitCode: read.unitCode, revision: read.revision, take: "", state: { $in: from } },
    { $set: fields, $inc: { revision: 1 } },
  );
  return done.modifiedCount === 1;
}

/** What a newer version says, to copies that hold an older one. Where nothing changed only the number does. */
export async function offerVersion(
  packageId: string,
  units: readonly string[],
  entry: Entry,
  version: number,
  at: Date,
): Promise<void> {
  const { code, title, contents } = entry;
  const older: QueryFilter<Copy> = {
    packageId,
    code,
    unitCode: { $in: units },
    version: { $lt: version },
    state: { $ne: "withdrawn" },
  };
  // what stood between has no word left: an offer of it would lead back
  const settled = { $set: { version, offer: null }, $inc: { revision: 1 } };
  await CopyModel.updateMany({ ...older, contents, offer: { $ne: null } }, settled);
  await CopyModel.updateMany({ ...older, contents }, { $set: { version } });
  // nobody has decided about the older words: the newer ones stand in their place
  const unread = { version, title, contents, organ: entry.origin.organ };
  await CopyModel.updateMany({ ...older, state: "waiting", take: "" }, { $set: unread, $inc: { revision: 1 } });
  const offer: Offer = { version, title, contents, at };
  await CopyModel.updateMany(
    { ...older, $or: [{ offer: null }, { "offer.version": { $lt: version } }] },
    { $set: { offer }, $inc: { revision: 1 } },
  );
}

/** Reaches copies in every state, whoever has them in hand. */
export async function withdrawCopies(
  packageId: string,
  codes: readonly string[],
  why: { at: Date; reason: string; replacedBy: string },
): Promise<void> {
  const mark = (was: CopyState) => ({
    $set: { state: "withdrawn", withdrawn: { ...why, was, settledAt: null }, due: true, offer: null },
    $inc: { revision: 1 },
  });
  const open = { packageId, code: { $in: codes } };
  do
    for (const was of COPY_STATES)
      if (was !== "withdrawn") await CopyModel.updateMany({ ...open, state: was }, mark(was));
  while ((await CopyModel.exists({ ...open, state: { $ne: "withdrawn" } })) !== null);
}

export const listDueCopies = (limit = 500): Promise<{ _id: string }[]> =>
  CopyModel.find({ due: true }, { _id: 1 }).limit(limit).lean<{ _id: string }[]>().exec();

/** What follows a copy is done; false when it is no longer as it was read. */
export async function noteCopyFollowed(
  read: Pick<Copy, "_id" | "unitCode" | "revision">,
  fields: Partial<Copy>,
): Promise<boolean> {
  const done = await CopyModel.updateOne(
    { _id: read._id, unitCode: read.unitCode, revision: read.revision },
    { $set: fields, $inc: { revision: 1 }, $unset: { due: 1 } },
  );
  return done.modifiedCount === 1;
}

const OF_ADAPTED = {
  unitCode: 1,
  version: 1,
  revision: 1,
  decided: 1,
  items: 1,
  older: 1,
  publishedAt: 1,
  publications: 1,
} as const;
export type AdaptedCopy = Pick<Copy, "_id" | keyof typeof OF_ADAPTED>;

/** Copies whose own items wait for the unit's approver, so many at once; what is decided and not done is not among them. */
export async function* adaptedCopies(): AsyncGenerator<AdaptedCopy[]> {
  for (let last = ""; ; ) {
    const rows = await CopyModel.find({ state: "adapted", due: { $ne: true }, _id: { $gt: last } }, OF_ADAPTED)
      .sort({ _id: 1 })
      .limit(CHUNK)
      .lean<AdaptedCopy[]>()
      .exec();
    if (rows.length > 0) yield rows;
    const end = rows.at(-1);
    if (!end || rows.length < CHUNK) return;
    last = end._id;
  }
}
