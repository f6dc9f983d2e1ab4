import type { Clock } from "../kernel/clock.ts";
import { noCounts, ROW_STATES } from "./broadcast.model.ts";
import { findBroadcast, moveState, saveCounts } from "./broadcast.store.ts";
import { findDirtyChunks, listChunks, recountChunk } from "./ledger.store.ts";
import { endOf, nextPace, sentOf } from "./rules.ts";

/**
 * Sums the chunks of a broadcast, stores the sums, and ends it when everybody has a final state. Reads one short row
 * per 250 people and never the ledger itself.
 */
export async function progressOf(deps: { clock: Clock }, id: string): Promise<void> {
  const broadcast = await findBroadcast(id);
  if (!broadcast) return;
  const chunks = await listChunks(id);
  const counts = noCounts();
  const reasons: Record<string, number> = {};
  for (const chunk of chunks) {
    for (const state of ROW_STATES) counts[state] += chunk.counts[state] ?? 0;
    for (const [name, n] of Object.entries(chunk.reasons ?? {})) reasons[name] = (reasons[name] ?? 0) + n;
  }
  const now = deps.clock.now();
  await saveCounts(id, { counts, reasons, countedAt: now, pace: nextPace(broadcast.pace, sentOf(counts), now) });
  const end = chunks.some((chunk) => chunk.dirty) ? undefined : endOf(counts, broadcast.total);
  if (!end) return;
  if (broadcast.state === "sending") await moveState(id, ["sending"], end, { finishedAt: deps.clock.now() });
  // a person settled the last doubtful row, or a doubtful one was given up
  else if (broadcast.state === "done-with-errors" && end === "done") await moveState(id, ["done-with-errors"], "done");
}

/** Counts again whatever changed since it was counted last. Returns how many chunks that were. */
export async function recountDirty(deps: { clock: Clock }): Promise<number> {
  const dirty = await findDirtyChunks();
  for (const { b, k } of dirty) await recountChunk(String(b), k);
  for (const id of new Set(dirty.map(({ b }) => String(b)))) await progressOf(deps, id);
  return dirty.length;
}
