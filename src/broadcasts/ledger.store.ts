import type { AnyBulkWriteOperation } from "mongoose";
import { Types } from "mongoose";
import type { RowState } from "./broadcast.model.ts";
import { type Chunk, ChunkModel, GroupModel, LedgerModel, type LedgerRow } from "./ledger.model.ts";
import { CHUNK_SIZE, chunkId, rangeOf, rowId } from "./ledger-ranges.ts";
import { markChunksDirty, markDirty, sumRows, touchGroup } from "./ledger-sums.store.ts";
import { acceptEchoed } from "./ledger-doubt.store.ts";

export interface Listed {
  userId: string;
  skip: string | undefined;
}

/**
 * Writes the rows of one chunk that does not count yet. Whoever wrote it before and was cut off left rows nobody has
 * looked at: they are replaced. `now` is when the writer took the list: rows of one who took it later, and what was
 * sent of them since, stay as they are, and this one fails on them.
 */
export async function writeRows(broadcastId: string, k: number, people: readonly Listed[], now: Date): Promise<void> {
  const b = new Types.ObjectId(broadcastId);
  const rows = people.map(
    (person, index): LedgerRow => ({
      _id: rowId(broadcastId, k * CHUNK_SIZE + index),
      b,
      u: person.userId,
      s: person.skip ? "skipped" : "planned",
      ...(person.skip ? { r: person.skip } : {}),
      at: now,
    }),
  );
  await LedgerModel.collection.deleteMany({ _id: rangeOf(broadcastId, k) as never, at: { $lte: now } });
  await LedgerModel.collection.insertMany(rows as never[], { ordered: true });
}

/** What a list that was cut off left behind; nothing of it was sent. */
export async function clearLedger(broadcastId: string): Promise<void> {
  const b = new Types.ObjectId(broadcastId);
  await LedgerModel.deleteMany({ b });
  await ChunkModel.deleteMany({ b });
  await GroupModel.deleteMany({ b });
}

/** Opens a chunk that counts from now on. */
export async function openChunk(broadcastId: string, k: number, people: readonly Listed[]): Promise<void> {
  const sums = sumRows(people.map(({ skip }) => ({ s: skip ? "skipped" : "planned", r: skip, n: 1 })));
  await ChunkModel.updateOne(
    { _id: chunkId(broadcastId, k) },
    {
      $setOnInsert: {
        b: new Types.ObjectId(broadcastId),
        k,
        size: people.length,
        dirty: false,
        ...sums,
        open: sums.counts.planned > 0,
        rev: 1,
      },
    },
    { upsert: true },
  );
  await touchGroup(broadcastId, k);
}

/** The rows of a chunk as they were listed, for one that counts and was cut off before it was opened. */
export const readListed = async (broadcastId: string, k: number): Promise<Listed[]> =>
  (
    await LedgerModel.find({ _id: rangeOf(broadcastId, k) }, { u: 1, s: 1, r: 1 })
      .lean<LedgerRow[]>()
      .exec()
  ).map((row) => ({ userId: row.u, skip: row.s === "skipped" ? row.r : undefined }));
export const hasChunk = async (broadcastId: string, k: number): Promise<boolean> =>
  (await ChunkModel.exists({ _id: chunkId(broadcastId, k) })) !== null;

export type PlannedRow = Pick<LedgerRow, "_id" | "u">;
/** The next chunks from `from` on that hold planned people; looks at 64 chunks and no further. */
export const findOpenChunks = async (broadcastId: string, from: number): Promise<number[]> =>
  (
    await ChunkModel.find(
      { b: new Types.ObjectId(broadcastId), k: { $gte: from, $lt: from + LOOK_AHEAD }, open: true },
      { k: 1 },
    )
      .sort({ k: 1 })
      .lean<Chunk[]>()
      .exec()
  ).map((chunk) => chunk.k);
export const LOOK_AHEAD = 64;

export const findPlanned = (broadcastId: string, k: number): Promise<PlannedRow[]> =>
  LedgerModel.find({ _id: rangeOf(broadcastId, k), s: "planned" }, { _id: 1, u: 1 })
    .lean<PlannedRow[]>()
    .exec();

/** Claims rows for one run: planned → sending. Returns the ids that are this run's; nobody else can have them. */
export async function claimRows(ids: string[], claim: string, now: Date): Promise<Set<string>> {
  const done = await LedgerModel.updateMany(
    { _id: { $in: ids }, s: "planned" },
    { $set: { s: "sending", c: claim, ca: now, at: now } },
  );
  if (done.modifiedCount === ids.length) return new Set(ids);
  const mine = await LedgerModel.find({ _id: { $in: ids }, c: claim }, { _id: 1 })
    .lean<{ _id: string }[]>()
    .exec();
  return new Set(mine.map((row) => row._id));
}

export interface RowResult {
  id: string;
  state: RowState;
  reason?: string | undefined;
  messageId?: string | undefined;
}

/** Records results of rows that this claim holds; `planned` gives a row back. */
export async function recordResults(results: RowResult[], claim: string, now: Date): Promise<void> {
  if (results.length === 0) return;
  const writes: AnyBulkWriteOperation<LedgerRow>[] = results.map((result) => ({
    updateOne: {
      filter: { _id: result.id, c: claim },
      update: {
        $set: {
          s: result.state,
          at: now,
          ...(result.reason ? { r: result.reason } : {}),
          ...(result.messageId ? { m: result.messageId } : {}),
        },
        $unset: { c: 1, ca: 1 },
      },
    },
  }));
  await LedgerModel.collection.bulkWrite(writes as never[], { ordered: false });
  await acceptEchoed(
    results.filter((result) => result.state === "unknown").map((result) => result.id),
    now,
  );
}

/** planned → skipped, for people who may not be sent to any more. */
export async function skipRows(rows: { id: string; reason: string }[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await LedgerModel.collection.bulkWrite(
    rows.map((row) => ({
      updateOne: { filter: { _id: row.id, s: "planned" }, update: { $set: { s: "skipped", r: row.reason, at: now } } },
    })) as never[],
    { ordered: false },
  );
}

/** Moves every planned row of a chunk at once: a cancellation, or the one answer to an article broadcast. */
export async function settlePlanned(
  broadcastId: string,
  k: number,
  to: { state: RowState; reason?: string },
  now: Date,
): Promise<void> {
  await LedgerModel.updateMany(
    { _id: rangeOf(broadcastId, k), s: "planned" },
    { $set: { s: to.state, at: now, ...(to.reason ? { r: to.reason } : {}) } },
  );
  await markChunksDirty([chunkId(broadcastId, k)], now);
}

/**
 * Echoes that Zalo sends for the single messages of an article broadcast carry the message ids of its receipts: each is
 * written to the person's row, so that receipts can fill what they can. Returns how many rows took one.
 */
export async function noteArticleEchoes(
  broadcastId: Types.ObjectId,
  echoes: { userId: string; messageId: string }[],
): Promise<number> {
  const known = new Map(echoes.map(({ userId, messageId }) => [userId, messageId]));
  const rows = (await findOfPeople(broadcastId, [...known.keys()])).filter((row) => row.m === undefined);
  if (rows.length === 0) return 0;
  // whatever state it is in: the one answer to the broadcast may move the row between the reading and this
  const writes = rows.map((row) => ({
    updateOne: { filter: { _id: row._id, m: { $exists: false } }, update: { $set: { m: known.get(row.u) ?? "" } } },
  }));
  return (await LedgerModel.collection.bulkWrite(writes as never[], { ordered: false })).modifiedCount;
}

/** Rows of these people in a broadcast; by the index on both, and nothing that is not there is asked for. */
const findOfPeople = (b: Types.ObjectId, users: string[]): Promise<LedgerRow[]> =>
  LedgerModel.find({ b, u: { $in: users } }, { _id: 1, u: 1, s: 1, m: 1 })
    .lean<LedgerRow[]>()
    .exec();

/**
 * Zalo's own word on sends of this broadcast: one whose answer was lost is accepted, one whose answer is still awaited
 * takes the message id, so that it cannot become unknown any more. Everybody else has an answer already.
 */
export async function applyEchoes(
  b: Types.ObjectId,
  echoes: { userId: string; messageId: string }[],
  now: Date,
): Promise<void> {
  const known = new Map(echoes.map(({ userId, messageId }) => [userId, messageId]));
  const rows = await findOfPeople(b, [...known.keys()]);
  const idOf = (row: LedgerRow): string => known.get(row.u) ?? "";
  const open = rows.filter((row) => row.s === "sending" || row.s === "unknown");
  if (open.length === 0) return;
  // the row may go from sending to unknown while this is written: the id is set in both, and looked at afterwards
  const writes = open.map((row) => ({
    updateOne: { filter: { _id: row._id, s: { $in: ["sending", "unknown"] } }, update: { $set: { m: idOf(row) } } },
  }));
  await LedgerModel.collection.bulkWrite(writes as never[], { ordered: false });
  await acceptEchoed(
    open.map((row) => row._id),
    now,
  );
  await markDirty(
    open.map((row) => row._id),
    now,
  );
}

export interface Receipt {
  messageId: string;
  kind: "received" | "seen";
  at: Date;
}

/** Receipts only ever move a row forward. Returns the message ids that are rows of ours. */
export async function applyReceipts(receipts: Receipt[], now: Date): Promise<Set<string>> {
  // an echo may name the message before its row is accepted: such a receipt is tried again later
  const rows = (
    await LedgerModel.find({ m: { $in: receipts.map((receipt) => receipt.messageId) } }, { _id: 1, m: 1, s: 1 })
      .lean<{ _id: string; m: string; s: RowState }[]>()
      .exec()
  ).filter((row) => ["accepted", "received", "seen"].includes(row.s));
  if (rows.length === 0) return new Set();
  const ours = new Map(rows.map((row) => [row.m, row._id]));
  const writes = receipts.flatMap((receipt) => {
    const _id = ours.get(receipt.messageId);
    if (!_id) return [];
    const from: RowState[] = receipt.kind === "seen" ? ["accepted", "received"] : ["accepted"];
    return [
      { updateOne: { filter: { _id, s: { $in: from } }, update: { $set: { s: receipt.kind, at: receipt.at } } } },
    ];
  });
  await LedgerModel.collection.bulkWrite(writes as never[], { ordered: true });
  await markDirty(
    rows.map((row) => row._id),
    now,
  );
  return new Set(ours.keys());
}

/** All rows in order, streamed for exports. */
export async function* streamLedger(broadcastId: string, chunks: number): AsyncGenerator<LedgerRow> {
  for (let k = 0; k < chunks; k += 1) {
    const rows = await LedgerModel.find({ _id: rangeOf(broadcastId, k) })
      .sort({ _id: 1 })
      .lean<LedgerRow[]>()
      .exec();
    yield* rows;
  }
}

/** Takes a person out of the ledger; the counts stay, planned sends become skipped. */
export async function forgetPerson(userId: string, broadcastIds: Types.ObjectId[], now: Date): Promise<void> {
  for (const b of broadcastIds) {
    const rows = await LedgerModel.find({ b, u: userId }, { _id: 1 }).lean<{ _id: string }[]>().exec();
    await LedgerModel.updateMany({ b, u: userId, s: "planned" }, { $set: { s: "skipped", r: "erased", at: now } });
    await LedgerModel.updateMany({ b, u: userId }, { $set: { u: "" } });
    await markDirty(
      rows.map((row) => row._id),
      now,
    );
  }
}

/** Whether a person has a row of one of these states; by the index on broadcast and person. */
export const hasRow = async (b: Types.ObjectId, userId: string, states: readonly RowState[]): Promise<boolean> =>
  (await LedgerModel.exists({ b, u: userId, s: { $in: states } })) !== null;
