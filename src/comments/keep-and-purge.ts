import { listIdsWhere } from "../drafts/draft.store.ts";
import { type Clock, days } from "../kernel/clock.ts";
import { dropLinks, dropWords } from "./comment.store.ts";
import { dropFiles } from "./intake.store.ts";

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
  const closed = await listIdsWhere({ closeAt: { $lt: new Date(now - days(KEEP.linkDays)) } });
  const reported = await listIdsWhere({ sealedAt: { $lt: new Date(now - days(KEEP.wordsDays)), $ne: null } });
  const purged = { links: await dropLinks(closed), words: await dropWords(reported) };
  await dropFiles(reported);
  return purged;
}
