import type { Types } from "mongoose";
import { type Comment, type CommentKind, CommentModel, type Stance } from "./comment.model.ts";

/** The only queries on which comments residents may read: those a clerk looked at on legal grounds alone. */

/** Opinions and those out of scope; a question is answered apart, what came late is printed apart. */
const KINDS: CommentKind[] = ["opinion", "off-scope"];
const OPINION = { state: "kept" as const, late: false, kind: { $in: KINDS } };

export interface Row {
  _id: Types.ObjectId;
  likeness: string;
  stance: Stance;
  version: number;
  shown?: boolean;
}

/** Every opinion at a place, without its words. */
export const listRows = (draftId: string, position: string): Promise<Row[]> =>
  CommentModel.find({ draftId, position, ...OPINION }, { likeness: 1, stance: 1, version: 1, shown: 1 })
    .lean<Row[]>()
    .exec();

export const listById = (ids: readonly Types.ObjectId[]): Promise<Comment[]> =>
  CommentModel.find({ _id: { $in: ids } })
    .lean<Comment[]>()
    .exec();

/** Ids of all comments of a draft, whatever became of them. */
export const listIdsOf = (draftId: string): Promise<Pick<Comment, "_id">[]> =>
  CommentModel.find({ draftId }, { _id: 1 }).lean<Pick<Comment, "_id">[]>().exec();

/** Opinions at a place nobody looked at yet, the longest waiting first. */
export const listUnseen = (draftId: string, position: string, limit: number): Promise<Comment[]> =>
  CommentModel.find({ draftId, position, ...OPINION, shown: { $ne: true } })
    .sort({ at: 1, _id: 1 })
    .limit(limit)
    .lean<Comment[]>()
    .exec();

/** Those that wait and fold to the same words: marks and signs may differ, and with them what they say. */
export const listUnseenLike = (
  draftId: string,
  position: string,
  likeness: string,
): Promise<Pick<Comment, "_id" | "leaf" | "body">[]> =>
  CommentModel.find({ draftId, position, ...OPINION, likeness, shown: { $ne: true } }, { leaf: 1, body: 1 })
    .sort({ at: 1, _id: 1 })
    .lean<Comment[]>()
    .exec();

/** Lets residents read opinions as they were looked at; one that says something else since waits on. */
export const showAs = async (rows: readonly Pick<Comment, "_id" | "leaf">[]): Promise<number> =>
  (
    await CommentModel.updateMany(
      {
        _id: { $in: rows.map(({ _id }) => _id) },
        leaf: { $in: rows.map(({ leaf }) => leaf) },
        ...OPINION,
        shown: { $ne: true },
      },
      { $set: { shown: true } },
    )
  ).modifiedCount;

/** How many opinions of each of these drafts wait for a look, and the day of the first. */
export async function countUnseen(
  draftIds: readonly string[],
): Promise<{ draftId: string; n: number; first: Date; days: Date[] }[]> {
  if (draftIds.length === 0) return [];
  const rows = await CommentModel.aggregate<{ _id: { draftId: string; at: Date }; n: number }>([
    { $match: { draftId: { $in: [...draftIds] }, ...OPINION, shown: { $ne: true } } },
    { $group: { _id: { draftId: "$draftId", at: "$at" }, n: { $sum: 1 } } },
  ]).exec();
  return draftIds.flatMap((draftId) => {
    const own = rows.filter((row) => row._id.draftId === draftId);
    if (own.length === 0) return [];
    const days = own.flatMap(({ _id, n }) => Array.from({ length: n }, () => _id.at));
    const first = days.reduce((a, b) => (a < b ? a : b));
    return [{ draftId, n: days.length, first, days }];
  });
}

/** Places of a draft with opinions that wait, and how many at each. */
export async function unseenByPlace(draftId: string): Promise<Map<string, number>> {
  const rows = await CommentModel.aggregate<{ _id: string; n: number }>([
    { $match: { draftId, ...OPINION, shown: { $ne: true } } },
    { $group: { _id: "$position", n: { $sum: 1 } } },
  ]).exec();
  return new Map(rows.map(({ _id, n }) => [_id, n]));
}
