import type { AnyBulkWriteOperation } from "mongoose";
import { Types } from "mongoose";
import {
  type Chunk,
  ChunkModel,
  type Counts,
  LedgerModel,
  type LedgerRow,
  noCounts,
  type RowState,
} from "./broadcast.model.ts";

/** People per chunk: one job, one range of the ledger. */
export const CHUNK_SIZE = 250;

export const rowId = (broadcastId: string, n: number): string => `${broadcastId}:${String(n).padStart(8, "0")}`;
export const chunkId = (broadcastId: string, k: number): string => `${broadcastId}:${k}`;
const range = (broadcastId: string, k: number) => ({
  $gte: rowId(broadcastId, k * CHUNK_SIZE),
  $lt: rowId(broadcastId, (k + 1) * CHUNK_SIZE),
});
const chunkOfRow = (id: string): { b: string; k: number } => {
  const [b = "", n = "0"] = id.split(":");
  return { b, k: Math.floor(Number(n) / CHUNK_SIZE) };
};

/** Writes one chunk of the frozen audience; running it twice changes nothing. */
export async function writeChunk(
  broadcastId: string,
  k: number,
  people: { userId: string; skip: string | undefined }[],
  now: Date,
): Promise<void> {
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
  await LedgerModel.collection.deleteMany({ _id: range(broadcastId, k) as never });
  await LedgerModel.collection.insertMany(rows as never[], { ordered: true });
  await ChunkModel.updateOne(
    { _id: chunkId(broadcastId, k) },
    { $set: { b, k, size: rows.length, dirty: true }, $setOnInsert: { counts: noCounts(), reasons: {} } },
    { upsert: true },
  );
}

/** Leftovers of a freeze that was cut off. */
export async function clearLedger(broadcastId: string): Promise<void> {
  const b = new Types.ObjectId(broadcastId);
  await LedgerModel.deleteMany({ b });
  await ChunkModel.deleteMany({ b });
}

export type PlannedRow = Pick<LedgerRow, "_id" | "u">;
export const findPlanned = (broadcastId: string, k: number): Promise<PlannedRow[]> =>
  LedgerModel.find({ _id: range(broadcastId, k), s: "planned" }, { _id: 1, u: 1 })
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

export async function skipAllPlanned(broadcastId: string, k: number, reason: string, now: Date): Promise<void> {
  await LedgerModel.updateMany(
    { _id: range(broadcastId, k), s: "planned" },
    { $set: { s: "skipped", r: reason, at: now } },
  );
}

/** Claims older than `before` lost their run: nobody knows whether the message left. Looks only into chunks whose counts say that something is being sent. */
export async function markStaleUnknown(before: Date, now: Date): Promise<number> {
  const open = await ChunkModel.find({ "counts.sending": { $gt: 0 } }, { b: 1, k: 1 })
    .limit(1000)
    .lean<Chunk[]>()
    .exec();
  let changed = 0;
  for (const { b, k } of open) {
    const done = await LedgerModel.updateMany(
      { _id: range(String(b), k), s: "sending", ca: { $lt: before } },
      { $set: { s: "unknown", r: "worker-lost", at: now }, $unset: { c: 1, ca: 1 } },
    );
    if (done.modifiedCount > 0) await ChunkModel.updateOne({ _id: chunkId(String(b), k) }, { $set: { dirty: true } });
    changed += done.modifiedCount;
  }
  return changed;
}

export async function markDirty(rowIds: string[]): Promise<void> {
  const chunks = new Set(rowIds.map((id) => chunkOfRow(id)).map(({ b, k }) => chunkId(b, k)));
  if (chunks.size > 0) await ChunkModel.updateMany({ _id: { $in: [...chunks] } }, { $set: { dirty: true } });
}

/** Derives the counts of one chunk from its rows. The flag is taken down first, so that a change meanwhile is counted next time. */
export async function recountChunk(broadcastId: string, k: number): Promise<Counts> {
  await ChunkModel.updateOne({ _id: chunkId(broadcastId, k) }, { $set: { dirty: false } });
  const groups = await LedgerModel.aggregate<{ _id: { s: RowState; r?: string }; n: number }>([
    { $match: { _id: range(broadcastId, k) } },
    { $group: { _id: { s: "$s", r: "$r" }, n: { $sum: 1 } } },
  ]).exec();
  const counts = noCounts();
  const reasons: Record<string, number> = {};
  for (const group of groups) {
    counts[group._id.s] += group.n;
    if (group._id.r && ["skipped", "failed", "unknown"].includes(group._id.s)) {
      const name = `${group._id.s}:${group._id.r}`;
      reasons[name] = (reasons[name] ?? 0) + group.n;
    }
  }
  await ChunkModel.updateOne({ _id: chunkId(broadcastId, k) }, { $set: { counts, reasons } });
  return counts;
}

export const findDirtyChunks = (): Promise<Pick<Chunk, "b" | "k">[]> =>
  ChunkModel.find({ dirty: true }, { b: 1, k: 1 }).limit(200).lean<Chunk[]>().exec();

export const listChunks = (broadcastId: string): Promise<Chunk[]> =>
  ChunkModel.find({ b: new Types.ObjectId(broadcastId) })
    .lean<Chunk[]>()
    .exec();

const chunksWith = async (broadcastId: string, state: RowState): Promise<number[]> =>
  (await listChunks(broadcastId))
    .filter((chunk) => chunk.dirty || (chunk.counts[state] ?? 0) > 0)
    .map((chunk) => chunk.k);

/** Rows of one state, for the list where a person decides; bounded. */
export async function findByState(broadcastId: string, state: RowState, limit: number): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  for (const k of await chunksWith(broadcastId, state)) {
    rows.push(
      ...(await LedgerModel.find({ _id: range(broadcastId, k), s: state })
        .lean<LedgerRow[]>()
        .exec()),
    );
    if (rows.length >= limit) break;
  }
  return rows.slice(0, limit);
}

/** A person decided about unknown rows: send again (→ planned) or let be (→ skipped, given-up). Only unknown rows move. */
export async function decideUnknown(
  broadcastId: string,
  ids: string[] | "all",
  decision: "resend" | "give-up",
  now: Date,
): Promise<number> {
  const update =
    decision === "resend"
      ? { $set: { s: "planned" as const, at: now }, $unset: { r: 1 as const } }
      : { $set: { s: "skipped" as const, r: "given-up", at: now } };
  if (ids !== "all") {
    const done = await LedgerModel.updateMany(
      { _id: { $in: ids }, b: new Types.ObjectId(broadcastId), s: "unknown" },
      update,
    );
    await markDirty(ids);
    return done.modifiedCount;
  }
  let changed = 0;
  for (const k of await chunksWith(broadcastId, "unknown")) {
    changed += (await LedgerModel.updateMany({ _id: range(broadcastId, k), s: "unknown" }, update)).modifiedCount;
    await ChunkModel.updateOne({ _id: chunkId(broadcastId, k) }, { $set: { dirty: true } });
  }
  return changed;
}

export interface Receipt {
  messageId: string;
  kind: "received" | "seen";
  at: Date;
}

/** Receipts only ever move a row forward. Returns the message ids that are rows of ours. */
export async function applyReceipts(receipts: Receipt[]): Promise<Set<string>> {
  const rows = await LedgerModel.find({ m: { $in: receipts.map((receipt) => receipt.messageId) } }, { _id: 1, m: 1 })
    .lean<{ _id: string; m: string }[]>()
    .exec();
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
  await markDirty(rows.map((row) => row._id));
  return new Set(ours.keys());
}

/** All rows in order, streamed for exports. */
export async function* streamLedger(broadcastId: string, chunks: number): AsyncGenerator<LedgerRow> {
  for (let k = 0; k < chunks; k += 1) {
    const rows = await LedgerModel.find({ _id: range(broadcastId, k) })
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
    await markDirty(rows.map((row) => row._id));
  }
}
