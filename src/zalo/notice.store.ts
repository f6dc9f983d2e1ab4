import { type Notice, NoticeModel, type Rating, RatingModel } from "./notice.model.ts";

/** The newest word stands; an older one that comes late changes nothing. */
export async function noteNotice(notice: Omit<Notice, "_id">): Promise<void> {
  const _id = `${notice.oaId}:${notice.kind}:${notice.about}`;
  await NoticeModel.updateOne({ _id }, { $setOnInsert: notice }, { upsert: true });
  await NoticeModel.updateOne({ _id, at: { $lt: notice.at } }, { $set: notice });
}
export const listNotices = (oaIds: readonly string[]): Promise<Notice[]> =>
  NoticeModel.find({ oaId: { $in: [...oaIds] } })
    .sort({ at: -1 })
    .limit(200)
    .lean<Notice[]>()
    .exec();

/** Templates that Zalo takes back or has not passed yet: nothing can leave by them. */
export const templatesRefused = async (oaId: string): Promise<ReadonlySet<string>> =>
  new Set(
    (await NoticeModel.find({ oaId, kind: "template", value: { $ne: "ENABLE" } }, { about: 1 }).lean()).map(
      ({ about }) => about,
    ),
  );

export const addRating = async ({ _id, ...rating }: Rating): Promise<void> =>
  void (await RatingModel.updateOne({ _id }, { $setOnInsert: rating }, { upsert: true }));

/** Below this many no figure is shown. */
const FEWEST = 5;
export async function sumRatings(
  oaIds: readonly string[],
  since: Date,
): Promise<Map<string, { n: number; mean: number }>> {
  const rows = await RatingModel.aggregate<{ _id: string; n: number; mean: number }>([
    { $match: { oaId: { $in: [...oaIds] }, at: { $gte: since } } },
    { $group: { _id: "$oaId", n: { $sum: 1 }, mean: { $avg: "$rate" } } },
  ]).exec();
  return new Map(rows.filter(({ n }) => n >= FEWEST).map(({ _id, n, mean }) => [_id, { n, mean }]));
}
