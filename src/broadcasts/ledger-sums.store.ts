import { Types } from "mongoose";
import { type Counts, noCounts, ROW_STATES, type RowState } from "./broadcast.model.ts";
import { type Chunk, ChunkModel, type Group, GroupModel, LedgerModel } from "./ledger.model.ts";
import { chunkId, chunkOfRow, rangeOf } from "./ledger-ranges.ts";

/** Chunks per group. 10 million people are 40,000 chunks and 160 groups. */
export const GROUP_SIZE = 250;
const groupId = (broadcastId: string, k: number): string => `${broadcastId}:${Math.floor(k / GROUP_SIZE)}`;

/* The only queries on the sums over the ledger: of chunks from their rows, of groups from their chunks. */

/** The group of a chunk has to be summed again. */
export async function touchGroup(broadcastId: string, k: number): Promise<void> {
  await GroupModel.updateOne(
    { _id: groupId(broadcastId, k) },
    {
      $set: { dirty: true },
      $inc: { rev: 1 },
      $setOnInsert: {
        b: new Types.ObjectId(broadcastId),
        g: Math.floor(k / GROUP_SIZE),
        counts: noCounts(),
        reasons: {},
      },
    },
    { upsert: true },
  );
}

export function sumRows(rows: { s: RowState; r?: string | undefined; n: number }[]): {
  counts: Counts;
  reasons: Record<string, number>;
} {
  const counts = noCounts();
  const reasons: Record<string, number> = {};
  for (const { s, r, n } of rows) {
    counts[s] += n;
    if (r && ["skipped", "failed", "unknown"].includes(s)) reasons[`${s}:${r}`] = (reasons[`${s}:${r}`] ?? 0) + n;
  }
  return { counts, reasons };
}

/** Adds sums of the level below. */
export function addUp(parts: { counts: Counts; reasons: Record<string, number> }[]): {
  counts: Counts;
  reasons: Record<string, number>;
} {
  const counts = noCounts();
  const reasons: Record<string, number> = {};
  for (const part of parts) {
    for (const state of ROW_STATES) counts[state] += part.counts[state] ?? 0;
    for (const [name, n] of Object.entries(part.reasons ?? {})) reasons[name] = (reasons[name] ?? 0) + n;
  }
  return { counts, reasons };
}

/**
 * Derives the counts of one chunk from its rows. Stored only over the state it was read at, else read again, so that
 * of two who count at the same time the later reader's numbers stay. It waits to be counted until its group waits to be
 * summed: cut in between, it is counted once more.
 */
export async function recountChunk(broadcastId: string, k: number): Promise<Counts> {
  const _id = chunkId(broadcastId, k);
  for (;;) {
    const before = await ChunkModel.findById(_id, { rev: 1 }).lean<Pick<Chunk, "rev">>().exec();
    const groups = await LedgerModel.aggregate<{ _id: { s: RowState; r?: string }; n: number }>([
      { $match: { _id: rangeOf(broadcastId, k) } },
      { $group: { _id: { s: "$s", r: "$r" }, n: { $sum: 1 } } },
    ]).exec();
    const { counts, reasons } = sumRows(groups.map((group) => ({ ...group._id, n: group.n })));
    if (!before) return counts;
    const saved = await ChunkModel.updateOne(
      { _id, rev: before.rev },
      { $set: { counts, reasons, open: counts.planned > 0 }, $inc: { rev: 1 } },
    );
    if (saved.modifiedCount === 0) continue;
    await touchGroup(broadcastId, k);
    await ChunkModel.updateOne({ _id, rev: before.rev + 1 }, { $set: { dirty: false } });
    return counts;
  }
}

/**
 * Chunks that wait to be counted and that nobody is sending: a run counts its own chunk every two seconds, so one that
 * stayed dirty longer was left behind, or receipts came.
 */
export const findDirtyChunks = (before: Date): Promise<Pick<Chunk, "b" | "k">[]> =>
  ChunkModel.find({ dirty: true, dirtySince: { $lt: before } }, { b: 1, k: 1 })
    .limit(200)
    .lean<Chunk[]>()
    .exec();

/** Broadcasts of which a group waits to be summed again. */
export const findDirtyGroups = async (): Promise<string[]> => [
  ...new Set(
    (await GroupModel.find({ dirty: true }, { b: 1 }).limit(200).lean<Group[]>().exec()).map((group) =>
      String(group.b),
    ),
  ),
];

export interface Summed {
  sums: ReturnType<typeof addUp>;
  /** nothing below waits to be counted any more */
  settled: boolean;
  /** called once the sums are stored: until then the groups wait to be summed, whoever is cut off */
  done(): Promise<void>;
}

/** Sums again every group of a broadcast whose chunks changed. Reads 250 short rows for each and no ledger row. */
export async function sumGroups(broadcastId: string): Promise<Summed> {
  const b = new Types.ObjectId(broadcastId);
  const summed: { _id: string; rev: number }[] = [];
  for (const { _id, g, rev } of await GroupModel.find({ dirty: true, b }).lean<Group[]>().exec()) {
    const chunks = await ChunkModel.find({ b, k: { $gte: g * GROUP_SIZE, $lt: (g + 1) * GROUP_SIZE } })
      .lean<Chunk[]>()
      .exec();
    const saved = await GroupModel.updateOne({ _id, rev }, { $set: addUp(chunks), $inc: { rev: 1 } });
    if (saved.modifiedCount === 1) summed.push({ _id, rev: rev + 1 });
  }
  const groups = await GroupModel.find({ b }).lean<Group[]>().exec();
  const isNew = (group: Group): boolean => summed.some((one) => one._id === group._id && one.rev === group.rev);
  const settled =
    groups.every((group) => !group.dirty || isNew(group)) && (await ChunkModel.exists({ dirty: true, b })) === null;
  return {
    sums: addUp(groups),
    settled,
    async done() {
      for (const one of summed) await GroupModel.updateOne(one, { $set: { dirty: false } });
    },
  };
}

/** Chunks in which rows of one state are, found through the groups' sums. */
export async function* chunksWith(broadcastId: string, state: RowState): AsyncGenerator<number> {
  const b = new Types.ObjectId(broadcastId);
  for (const group of await GroupModel.find({ b }).sort({ g: 1 }).lean<Group[]>().exec()) {
    if (!group.dirty && (group.counts[state] ?? 0) === 0) continue;
    const chunks = await ChunkModel.find({ b, k: { $gte: group.g * GROUP_SIZE, $lt: (group.g + 1) * GROUP_SIZE } })
      .sort({ k: 1 })
      .lean<Chunk[]>()
      .exec();
    for (const chunk of chunks) if (chunk.dirty || (chunk.counts[state] ?? 0) > 0) yield chunk.k;
  }
}

export const markChunksDirty = async (ids: string[], now: Date): Promise<void> => {
  if (ids.length === 0) return;
  await ChunkModel.updateMany({ _id: { $in: ids }, dirty: true }, { $inc: { rev: 1 } });
  await ChunkModel.updateMany(
    { _id: { $in: ids }, dirty: false },
    { $set: { dirty: true, dirtySince: now }, $inc: { rev: 1 } },
  );
};

/** A run is at work on a chunk and will count it; should it die, somebody else does two seconds later. */
export const markWorking = async (broadcastId: string, k: number, now: Date): Promise<void> =>
  void (await ChunkModel.updateOne(
    { _id: chunkId(broadcastId, k) },
    { $set: { dirty: true, dirtySince: now }, $inc: { rev: 1 } },
  ));

/** The chunks of these rows are counted again. */
export async function markDirty(rowIds: string[], now: Date): Promise<void> {
  await markChunksDirty([...new Set(rowIds.map((id) => chunkOfRow(id)).map(({ b, k }) => chunkId(b, k)))], now);
}
