import { eachAlone } from "../kernel/each-alone.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Broadcast, Counts } from "./broadcast.model.ts";
import { findBroadcast, moveState, saveCounts } from "./broadcast.store.ts";
import { findDirtyChunks, findDirtyGroups, recountChunk, sumGroups } from "./ledger-sums.store.ts";
import { endOf, nextCourse, nextPace, sentOf, settledOf, type StopRule, whyStop } from "./rules.ts";

export interface CountDeps {
  clock: Clock;
  stopRule: StopRule;
}

/**
 * Sums the groups of a broadcast, stores the sums, stops it when too much fails, and ends it when everybody has a final
 * state. Reads one short row per 62,500 people, and 250 for each group that changed; never the ledger.
 */
export async function progressOf(deps: CountDeps, id: string): Promise<void> {
  const { sums, settled, done } = await sumGroups(id);
  const broadcast = await findBroadcast(id);
  if (!broadcast) return;
  const now = deps.clock.now();
  await saveCounts(id, {
    ...sums,
    countedAt: now,
    pace: nextPace(broadcast.pace, sentOf(sums.counts), now),
    ...(broadcast.finishedAt || !broadcast.startedAt
      ? {}
      : { course: nextCourse(broadcast.course, settledOf(sums.counts), now, broadcast.startedAt) }),
  });
  await endOrStop(deps, broadcast, sums.counts, settled);
  await done();
}

async function endOrStop(deps: CountDeps, broadcast: Broadcast, counts: Counts, settled: boolean): Promise<void> {
  const id = String(broadcast._id);
  const now = deps.clock.now();
  const whole = !broadcast.unlisted || broadcast.state === "cancelling";
  const end = settled && whole ? endOf(counts, broadcast.total) : undefined;
  if (!end) return stopIfFailing(deps, broadcast, counts);
  if (broadcast.state === "cancelling") await moveState(id, ["cancelling"], "cancelled", { finishedAt: now });
  else if (broadcast.state === "sending" && (broadcast.article === null || broadcast.article.step !== "sending"))
    await moveState(id, ["sending"], end, { finishedAt: now });
  // a person settled the last doubtful row
  else if (broadcast.state === "done-with-errors" && end === "done") await moveState(id, ["done-with-errors"], "done");
}

async function stopIfFailing(deps: CountDeps, broadcast: Broadcast, counts: Counts): Promise<void> {
  const stopReason = broadcast.state === "sending" ? whyStop(counts, broadcast.failBase, deps.stopRule) : undefined;
  if (stopReason) await moveState(String(broadcast._id), ["sending"], "paused", { stopReason });
}

const LEFT_ALONE_MS = 2500;

/** Counts again whatever changed since it was counted last. Returns how many chunks that were. */
export async function recountDirty(deps: CountDeps): Promise<number> {
  const dirty = await findDirtyChunks(new Date(deps.clock.now().getTime() - LEFT_ALONE_MS));
  await eachAlone(dirty, ({ b, k }) => recountChunk(String(b), k));
  await eachAlone(await findDirtyGroups(), (id) => progressOf(deps, id));
  return dirty.length;
}
