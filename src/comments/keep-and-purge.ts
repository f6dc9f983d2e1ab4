import { DraftModel } from "../drafts/draft.model.ts";
import { type Clock, days } from "../kernel/clock.ts";
import { CommentModel } from "./comment.model.ts";
import { IntakeModel } from "./intake.model.ts";

/** How long things are kept (domain.md §5-11). Numbers outlive what they were counted from. */
const KEEP = {
  /** the sealed link of a signed comment, after its draft closed */
  linkDays: 30,
  /** words of comments and files of papers, after the report was sealed */
  wordsDays: 365,
} as const;

/**
 * Forgets what has been kept long enough: who signed, then the words. States, stances and leaves stay, so that totals,
 * the log and every proof come out as before. Returns how many rows lost something.
 */
export async function purgeComments(deps: { clock: Clock }): Promise<{ links: number; words: number }> {
  const now = deps.clock.now().getTime();
  const closed = await draftsWhere({ closeAt: { $lt: new Date(now - days(KEEP.linkDays)) } });
  const links = await CommentModel.updateMany(
    { draftId: { $in: closed }, owner: { $gt: "" } },
    { $set: { owner: "", signed: "" } },
  );
  const reported = await draftsWhere({ sealedAt: { $lt: new Date(now - days(KEEP.wordsDays)), $ne: null } });
  const words = await CommentModel.updateMany(
    { draftId: { $in: reported }, body: { $gt: "" } },
    { $set: { body: "", appeal: null } },
  );
  await IntakeModel.updateMany({ draftId: { $in: reported }, file: { $ne: null } }, { $set: { file: null } });
  return { links: links.modifiedCount, words: words.modifiedCount };
}

async function draftsWhere(condition: Record<string, unknown>): Promise<string[]> {
  const found = await DraftModel.find({ state: { $in: ["published", "sealed"] }, ...condition }, { _id: 1 })
    .limit(10_000)
    .lean<{ _id: unknown }[]>()
    .exec();
  return found.map((draft) => String(draft._id));
}
