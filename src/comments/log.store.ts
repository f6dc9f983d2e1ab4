import type { Types } from "mongoose";
import { hourOf } from "../kernel/dates.ts";
import { type Comment, CommentModel, type Deed } from "./comment.model.ts";
import { type LogBatch, LogBatchModel, type LogBlock, LogBlockModel } from "./log.model.ts";

/** The only queries on the log of a draft and on what waits for it. */
export const lastBlock = (draftId: string): Promise<LogBlock | null> =>
  LogBlockModel.findOne({ draftId }).sort({ n: -1 }).lean<LogBlock>().exec();

export const streamBlocks = (draftId: string, after: number): AsyncIterable<LogBlock> =>
  LogBlockModel.find({ draftId, n: { $gt: after } })
    .sort({ n: 1 })
    .lean<LogBlock>()
    .cursor();

/** False when there is a block of this number. */
export async function insertBlock(block: LogBlock): Promise<boolean> {
  try {
    await LogBlockModel.create(block);
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === 11_000) return false;
    throw error;
  }
}

export const draftsWithUnlogged = (): Promise<string[]> => CommentModel.distinct("draftId", { logged: false }).exec();

export type Unlogged = Pick<Comment, "_id" | "position" | "toLog">;
export const listUnlogged = (draftId: string, limit: number): Promise<Comment[]> =>
  CommentModel.find({ draftId, logged: false }).limit(limit).lean<Comment[]>().exec();

/** Takes away what was logged; what came on top meanwhile goes on waiting. */
export async function markLogged(comments: readonly Unlogged[]): Promise<void> {
  for (const length of new Set(comments.map((comment) => comment.toLog.length))) {
    const ids = comments.filter((comment) => comment.toLog.length === length).map((comment) => comment._id);
    await CommentModel.updateMany(
      { _id: { $in: ids }, toLog: { $size: length } },
      { $set: { logged: true, toLog: [] } },
    );
    for (const { _id, toLog } of await CommentModel.find({ _id: { $in: ids }, [`toLog.${length}`]: { $exists: true } })
      .lean<Unlogged[]>()
      .exec())
      await CommentModel.updateOne({ _id, toLog: { $size: toLog.length } }, { $set: { toLog: toLog.slice(length) } });
  }
}

/** Puts a deed behind what waits of a comment; false when nothing of it waits. */
export const joinBatch = async (id: Types.ObjectId, deed: Deed): Promise<boolean> =>
  (await CommentModel.updateOne({ _id: id, logged: false }, { $push: { toLog: deed } })).modifiedCount === 1;

export const countUnlogged = (draftId: string): Promise<number> =>
  CommentModel.countDocuments({ draftId, logged: false, "toLog.0.what": "received" });

/** The batch that waits, opened when there is none. */
export async function openBatch(draftId: string, now: Date, beforeClose = false): Promise<LogBatch> {
  for (;;) {
    const there = await LogBatchModel.findById(draftId).lean<LogBatch>().exec();
    if (there) return there;
    const after = (await lastBlock(draftId))?.n ?? 0;
    const fresh = { _id: draftId, opened: hourOf(now), beforeClose, after };
    if (await insertBatch(fresh)) return fresh;
  }
}

/** False when another run opened one first; it may have closed it since. */
async function insertBatch(batch: LogBatch): Promise<boolean> {
  try {
    await LogBatchModel.create(batch);
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === 11_000) return false;
    throw error;
  }
}

/** Left behind where a run was cut off between its mark and its end. */
export const endEmptyBatches = async (drafts: readonly string[]): Promise<void> =>
  void (await LogBatchModel.deleteMany({ _id: { $nin: [...drafts] } }));

export const endBatch = async (draftId: string): Promise<void> =>
  void (await LogBatchModel.deleteOne({ _id: draftId }));

/** What each block of a draft's log holds. */
export const streamEntries = (draftId: string): AsyncIterable<Pick<LogBlock, "entries">> =>
  LogBlockModel.find({ draftId }, { entries: 1 }).lean<LogBlock>().cursor();
