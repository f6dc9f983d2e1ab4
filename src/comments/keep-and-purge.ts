import { listIdsWhere } from "../drafts/draft.store.ts";
import { type Clock, days } from "../kernel/clock.ts";
import { dropLinks, dropWords, papersWithdrawn } from "./comment.store.ts";
import { dropFiles, dropSlips } from "./intake.store.ts";
import { draftsWithScans, dropScansAbout, dropScansOf } from "./scan.store.ts";
import { SLIP_DAYS } from "./slips.ts";

/** How long things are kept (domain.md §5-11). Numbers outlive what they were counted from. */
const KEEP = {
  /** the sealed link of a signed comment, after its draft closed */
  linkDays: 30,
  /** words of comments and photographed pages, after the report was sealed */
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
  await dropScansAbout(reported);
  await dropSlips(new Date(now - days(SLIP_DAYS)));
  // what was cut off between a withdrawal and its page
  for (const intake of await papersWithdrawn(await draftsWithScans())) await dropScansOf(intake);
  return purged;
}
