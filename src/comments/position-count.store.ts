import { CommentModel, STANCES, type Comment, type Stance } from "./comment.model.ts";
import { countId, type PositionCount, PositionCountModel } from "./position-count.model.ts";

/** The only queries on counts of places; comments tell here that they are not counted yet. */

/** Something at these positions changed; their counts are derived again by the sweep. */
async function touchCounts(draftId: string, positions: Iterable<string>): Promise<void> {
  for (const position of new Set(positions))
    await PositionCountModel.updateOne(
      { _id: countId(draftId, position) },
      { $set: { draftId, position, dirty: true }, $inc: { rev: 1 } },
      { upsert: true },
    );
}

/** Tells the counts of what came or changed since, a thousand at a time. Returns how many. */
export async function touchNew(): Promise<number> {
  const fresh = await CommentModel.find({ counted: false }, { draftId: 1, position: 1 })
    .limit(1000)
    .lean<Pick<Comment, "_id" | "draftId" | "position">[]>()
    .exec();
  await touchPlacesOf(fresh);
  await CommentModel.updateMany({ _id: { $in: fresh.map((comment) => comment._id) } }, { $set: { counted: true } });
  // one that changed between these two was marked with the rest, and its place may have been counted before
  await touchPlacesOf(fresh);
  return fresh.length;
}

async function touchPlacesOf(comments: readonly Pick<Comment, "draftId" | "position">[]): Promise<void> {
  for (const draftId of new Set(comments.map((comment) => comment.draftId)))
    await touchCounts(
      draftId,
      comments.filter((comment) => comment.draftId === draftId).map((comment) => comment.position),
    );
}

export const listDirtyCounts = (): Promise<PositionCount[]> =>
  PositionCountModel.find({ dirty: true }).limit(500).lean<PositionCount[]>().exec();

export const listCounts = (draftId: string): Promise<PositionCount[]> =>
  PositionCountModel.find({ draftId }).lean<PositionCount[]>().exec();

/** Counts at places of these drafts where somebody said something. */
export const listCountsOf = (
  draftIds: readonly string[],
): Promise<Pick<PositionCount, "draftId" | "position" | "opinions">[]> =>
  PositionCountModel.find(
    { draftId: { $in: [...draftIds] }, opinions: { $gt: 0 } },
    { draftId: 1, position: 1, opinions: 1 },
  )
    .lean<PositionCount[]>()
    .exec();

/** Derives one position's counts from its comments; stored only over the state it was read at. */
export async function recount(count: PositionCount): Promise<void> {
  const rows = await CommentModel.aggregate<{ _id: { stance: Stance; version: number }; n: number }>([
    {
      $match: {
        draftId: count.draftId,
        position: count.position,
        state: "kept",
        late: false,
        kind: { $ne: "question" },
      },
    },
    { $group: { _id: { stance: "$stance", version: "$version" }, n: { $sum: 1 } } },
  ]).exec();
  const sum = (holds: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(holds).reduce((all, row) => all + row.n, 0);
  const byStance = Object.fromEntries(
    STANCES.map((stance) => [stance, sum((row) => row._id.stance === stance)]),
  ) as Record<Stance, number>;
  const versions = new Set(rows.map((row) => row._id.version));
  const byVersion = Object.fromEntries([...versions].map((n) => [n, sum((row) => row._id.version === n)]));
  const opinions = sum(() => true);
  await PositionCountModel.updateOne(
    { _id: count._id, rev: count.rev },
    { $set: { byStance, byVersion, opinions, dirty: false } },
  );
}
