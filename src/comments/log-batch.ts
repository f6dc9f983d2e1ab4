import { findDraft } from "../drafts/draft.store.ts";
import { hours } from "../kernel/clock.ts";
import { openBatch, listUnlogged } from "./log.store.ts";
import type { LogBatch } from "./log.model.ts";

/**
 * The log is public: an entry that stood there by itself, at once, would be matched with whoever was seen to write. So
 * entries wait for one another (ADR 0010).
 */
const LEAST_IN_BATCH = 5;
/** The hour of opening is all that is kept of the time, so that two hours after it are one hour at least. */
const OPEN_FOR_MS = hours(2);

/** Pure: whether a batch closes. @param waiting comments something of which waits */
export function closes(
  batch: Pick<LogBatch, "opened" | "beforeClose">,
  waiting: number,
  closeAt: Date | null,
  now: Date,
): boolean {
  if (batch.beforeClose && closeAt !== null && now > closeAt) return true;
  return waiting >= LEAST_IN_BATCH && now.getTime() >= batch.opened.getTime() + OPEN_FOR_MS;
}

/** Whether the batch of a draft closes now; opens one for what waits without. */
export async function isDue(draftId: string, now: Date): Promise<boolean> {
  const closeAt = (await findDraft(draftId))?.closeAt ?? null;
  const batch = await openBatch(draftId, now, closeAt !== null && now <= closeAt);
  return closes(batch, (await listUnlogged(draftId, LEAST_IN_BATCH)).length, closeAt, now);
}
