import { type ArticleRun, type BroadcastHead, BroadcastModel } from "./broadcast.model.ts";
import { WITHOUT_TEXT } from "./broadcast.store.ts";

/**
 * Moves an article broadcast's steps, only from the named step. What Zalo answered is kept whatever a person did
 * meanwhile: a pause after the call does not undo the call.
 */
export async function moveArticle(id: string, from: ArticleRun["step"], article: ArticleRun): Promise<boolean> {
  const done = await BroadcastModel.updateOne({ _id: id, "article.step": from }, { $set: { article } });
  return done.modifiedCount === 1;
}

/** Claims the one call, so that one process makes it, and none once somebody paused or cancelled. */
export async function claimArticle(id: string, article: ArticleRun): Promise<boolean> {
  const done = await BroadcastModel.updateOne(
    { _id: id, "article.step": "creating", state: "sending" },
    { $set: { article } },
  );
  return done.modifiedCount === 1;
}

/** Article broadcasts of the last week whose views were not asked for since a moment. */
export const listToAsk = (since: Date, before: Date): Promise<BroadcastHead[]> =>
  BroadcastModel.find(
    {
      finishedAt: { $gte: since },
      "article.step": "sent",
      $or: [{ "article.zaloViews": null }, { "article.zaloViews.at": { $lt: before } }],
    },
    WITHOUT_TEXT,
  )
    .limit(50)
    .lean<BroadcastHead[]>()
    .exec();

export const saveViews = async (id: string, views: NonNullable<ArticleRun["zaloViews"]>): Promise<void> =>
  void (await BroadcastModel.updateOne({ _id: id }, { $set: { "article.zaloViews": views } }));
