import type { Between, PersonAt } from "../kernel/keep.ts";
import { isValidObjectId, type QueryFilter, type Types } from "mongoose";
import { BlankRows } from "./blank-rows.ts";
import {
  type Comment,
  type CommentChannel,
  type CommentKind,
  CommentModel,
  type CommentState,
  type Deed,
  type Stance,
} from "./comment.model.ts";

/** The only queries on comments. */

const blankRows = new BlankRows(CommentModel);

/** Stores a comment once per receipt. Returns the row that is there and whether it was there before. */
export async function insertOnce(comment: Omit<Comment, "_id">): Promise<{ row: Comment; again: boolean }> {
  try {
    const _id = await blankRows.write({ ...comment });
    return { row: { ...comment, _id }, again: false };
  } catch (error) {
    if ((error as { code?: number }).code !== 11_000) throw error;
    const row = await findByReceipt(comment.receipt);
    if (!row) throw error;
    return { row, again: true };
  }
}

export const findByReceipt = (receipt: string): Promise<Comment | null> =>
  CommentModel.findOne({ receipt }).lean<Comment>().exec();

/** Which of these are receipts of comments. */
export const receiptsAmong = async (receipts: readonly string[]): Promise<Set<string>> =>
  receipts.length === 0
    ? new Set()
    : new Set(
        (
          await CommentModel.find({ receipt: { $in: receipts } }, { receipt: 1 })
            .lean<Pick<Comment, "receipt">[]>()
            .exec()
        ).map((row) => row.receipt),
      );

export const findComment = (draftId: string, id: string): Promise<Comment | null> =>
  isValidObjectId(id) ? CommentModel.findOne({ _id: id, draftId }).lean<Comment>().exec() : Promise.resolve(null);

/** A person's own signed comments, by the mark only that person's question can make. */
export const listByOwner = (owner: string): Promise<Comment[]> =>
  owner === "" ? Promise.resolve([]) : CommentModel.find({ owner }).limit(1000).lean<Comment[]>().exec();

/** Signed comments of a place whose authors may be told of an answer. */
export const streamSignedAt = (draftId: string, position: string): AsyncIterable<Comment> =>
  CommentModel.find({ draftId, position, state: "kept", signed: { $gt: "" } }, { body: 0 })
    .lean<Comment>()
    .cursor({ batchSize: 200 });
export const claimTelling = async (id: Types.ObjectId, version: string): Promise<boolean> =>
  (await CommentModel.updateOne({ _id: id, told: { $ne: version } }, { $set: { told: version } })).modifiedCount === 1;
/** Nothing was sent after all: the claim is given back. */
export const unclaimTelling = async ({ _id, told }: Pick<Comment, "_id" | "told">, version: string): Promise<void> =>
  void (await CommentModel.updateOne({ _id, told: version }, { $set: { told } }));

export const claimTellingOfVersion = async (id: Types.ObjectId, version: number): Promise<boolean> =>
  (await CommentModel.updateOne({ _id: id, toldVersion: { $ne: version } }, { $set: { toldVersion: version } }))
    .modifiedCount === 1;
export const unclaimTellingOfVersion = async (
  { _id, toldVersion = 0 }: Pick<Comment, "_id" | "toldVersion">,
  version: number,
): Promise<void> => void (await CommentModel.updateOne({ _id, toldVersion: version }, { $set: { toldVersion } }));

/** Cuts the tie between signed comments and their author; the words stay, counted, now without a name. */
export const unlinkOwner = async (owner: string): Promise<number> =>
  owner === "" ? 0 : (await CommentModel.updateMany({ owner }, { $set: { owner: "", signed: "" } })).modifiedCount;

/**
 * Changes a comment that is in one of the named states; anything else has happened meanwhile. The counts of its place
 * are told by the sweep that looks for what is not counted.
 * @param deed what its author did: it waits for the draft's log in the same write
 */
export async function changeComment(
  id: Types.ObjectId,
  from: CommentState[],
  fields: Partial<Comment>,
  guard: QueryFilter<Comment> = {},
  deed?: Deed,
): Promise<boolean> {
  const done = await CommentModel.updateOne(
    { _id: id, state: { $in: from }, ...guard },
    deed
      ? { $set: { ...fields, counted: false, logged: false }, $push: { toLog: deed } }
      : { $set: { ...fields, counted: false } },
  );
  return done.modifiedCount === 1;
}

/** Comments that were decided about and whose log entry is missing. */
export const listSteered = (before: Date): Promise<Pick<Comment, "_id" | "draftId">[]> =>
  CommentModel.find({ "steered.at": { $lte: before } }, { draftId: 1 })
    .limit(200)
    .lean<Pick<Comment, "_id" | "draftId">[]>()
    .exec();
export const noteSteered = async ({ _id, steered }: Comment): Promise<void> => {
  if (steered) await CommentModel.updateOne({ _id, "steered.at": steered.at }, { $unset: { steered: 1 } });
};

export interface Group {
  group: string;
  n: number;
  first: Comment;
  /** a clerk put a text in that is not its own */
  mixed: boolean;
}

/**
 * One page of a position's groups, each with the comment that came first; hidden ones apart from shown ones, one
 * direction apart from another, and what was said about other words of the place apart from what is said now. Only the
 * page's own comments are read whole.
 */
export async function listGroups(draftId: string, position: string, skip: number, limit: number): Promise<Group[]> {
  const rows = await CommentModel.aggregate<{
    _id: { group: string };
    n: number;
    first: Types.ObjectId;
    least: string;
    most: string;
  }>([
    { $match: { draftId, position, state: { $ne: "withdrawn" } } },
    { $sort: { at: 1, _id: 1 } },
    {
      $group: {
        _id: {
          group: "$group",
          state: "$state",
          late: "$late",
          kind: "$kind",
          stance: "$stance",
          version: "$version",
        },
        n: { $sum: 1 },
        first: { $first: "$_id" },
        least: { $min: "$likeness" },
        most: { $max: "$likeness" },
        at: { $first: "$at" },
      },
    },
    { $sort: { at: 1, first: 1 } },
    { $skip: skip },
    { $limit: limit },
  ]).exec();
  const found = await CommentModel.find({ _id: { $in: rows.map((row) => row.first) } })
    .lean<Comment[]>()
    .exec();
  const byId = new Map(found.map((comment) => [String(comment._id), comment]));
  return rows.flatMap((row) => {
    const first = byId.get(String(row.first));
    // what points another way stands in a row of its own: alone there, and still in another text's group
    const mixed = row.least !== row.most || row.least !== row._id.group;
    return first ? [{ group: row._id.group, n: row.n, first, mixed }] : [];
  });
}

/** All comments of a position as a stream, day by day; within a day in no order. */
export const streamAt = (draftId: string, position: string): AsyncIterable<Comment> =>
  CommentModel.find({ draftId, position }).sort({ at: 1, _id: 1 }).lean<Comment>().cursor({ batchSize: 500 });

/** Hidden comments as a stream, day by day; within a day in no order. */
export const streamHidden = (draftId: string): AsyncIterable<Comment> =>
  CommentModel.find({ draftId, state: "hidden" }).sort({ at: 1, _id: 1 }).lean<Comment>().cursor({ batchSize: 500 });

/** Ids of hidden comments whose author asked for a second look that nobody took yet. */
export const listAppealed = async (draftId: string): Promise<string[]> =>
  (
    await CommentModel.find({ draftId, state: "hidden", "appeal.decision": "" }, { _id: 1 })
      .sort({ at: 1, _id: 1 })
      .lean()
      .exec()
  ).map((row) => String(row._id));

export const isGroup = async (draftId: string, position: string, group: string): Promise<boolean> =>
  (await CommentModel.exists({ draftId, position, group })) !== null;

/** Puts everything of one group into another; the texts stay as they are. Returns how many moved. */
export async function moveGroup(draftId: string, position: string, from: string, into: string): Promise<number> {
  return (await CommentModel.updateMany({ draftId, position, group: from }, { $set: { group: into } })).modifiedCount;
}

/** Gives every text of a group its own again. Returns how many comments moved. */
export async function splitGroup(draftId: string, position: string, group: string): Promise<number> {
  let moved = 0;
  for (const likeness of await CommentModel.distinct("likeness", { draftId, position, group }).exec())
    if (likeness !== group)
      moved += (await CommentModel.updateMany({ draftId, position, group, likeness }, { $set: { group: likeness } }))
        .modifiedCount;
  return moved;
}

export interface Tally {
  position: string;
  /** version the comments were made on */
  version: number;
  channel: CommentChannel;
  state: CommentState;
  kind: CommentKind;
  stance: Stance;
  late: boolean;
  ground: string;
  n: number;
}

/** Every comment of a draft in exactly one row of the answer. */
export async function tally(draftId: string): Promise<Tally[]> {
  const rows = await CommentModel.aggregate<{ _id: Omit<Tally, "n">; n: number }>([
    { $match: { draftId } },
    {
      $group: {
        _id: {
          position: "$position",
          version: "$version",
          channel: "$channel",
          state: "$state",
          kind: "$kind",
          stance: "$stance",
          late: "$late",
          ground: { $ifNull: ["$hiding.ground", ""] },
        },
        n: { $sum: 1 },
      },
    },
  ]).exec();
  return rows.map((row) => ({ ...row._id, n: row.n }));
}

/** Whether an opinion of this paper was withdrawn. */
export const hasWithdrawn = async (draftId: string, intake: string): Promise<boolean> =>
  (await CommentModel.exists({ draftId, intake, state: "withdrawn" })) !== null;

/** Papers about these drafts of which an opinion was withdrawn. */
export const papersWithdrawn = (draftIds: readonly string[]): Promise<string[]> =>
  draftIds.length === 0
    ? Promise.resolve([])
    : CommentModel.distinct("intake", {
        draftId: { $in: draftIds },
        state: "withdrawn",
        intake: { $gt: "" },
      }).exec();

/** Comments their authors sent themselves; what a clerk entered belongs to its meeting or paper. */
export const countOwn = (draftId: string): Promise<number> =>
  CommentModel.countDocuments({ draftId, intake: "" }).exec();

export interface Piece {
  state: CommentState;
  kind: CommentKind;
  late: boolean;
  channel: CommentChannel;
  intake: string;
}
/** Every comment one by one, without its words: for counting again. */
export const streamPieces = (draftId: string): AsyncIterable<Piece> =>
  CommentModel.find({ draftId }, { state: 1, kind: 1, late: 1, channel: 1, intake: 1 })
    .lean<Piece>()
    .cursor({ batchSize: 1000 });

/** Seals words and links anew and makes the mark of who signed again from what is sealed. Returns how many rows. */
export async function resealComments({ again, reach }: Between, ownerOf: (at: PersonAt) => string): Promise<number> {
  let n = 0;
  const sealed = { $or: [{ body: { $gt: "" } }, { signed: { $gt: "" } }, { appeal: { $ne: null } }] };
  for await (const row of CommentModel.find(sealed).lean<Comment>().cursor()) {
    const at = reach(row.signed);
    const fields = { body: again(row.body), signed: again(row.signed), owner: at ? ownerOf(at) : "" };
    const appeal = row.appeal ? { "appeal.words": again(row.appeal.words) } : {};
    await CommentModel.updateOne({ _id: row._id }, { $set: { ...fields, ...appeal } });
    n += 1;
  }
  return n;
}

/** Who signed comments on these drafts is forgotten. Returns of how many. */
export const dropLinks = async (draftIds: readonly string[]): Promise<number> =>
  (
    await CommentModel.updateMany(
      { draftId: { $in: draftIds }, owner: { $gt: "" } },
      { $set: { owner: "", signed: "" } },
    )
  ).modifiedCount;

/** Words of comments on these drafts are forgotten. Returns of how many. */
export async function dropWords(draftIds: readonly string[]): Promise<number> {
  const words = await CommentModel.updateMany(
    { draftId: { $in: draftIds }, body: { $gt: "" } },
    { $set: { body: "", appeal: null } },
  );
  return words.modifiedCount;
}

/** Every comment on a draft, whatever became of it. */
export const streamOfDraft = (draftId: string): AsyncIterable<Comment> =>
  CommentModel.find({ draftId }).lean<Comment>().cursor({ batchSize: 500 });
