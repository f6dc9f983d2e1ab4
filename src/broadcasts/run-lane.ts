import { listOfLane, moveCursor, readState } from "./broadcast.store.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { progressOf } from "./count-progress.ts";
import { findOpenChunks, LOOK_AHEAD } from "./ledger.store.ts";
import { type ChunkResult, type SendDeps, sendChunk, type Slice } from "./send-chunk.ts";

/** A lane gives its place to others after this long, if others wait for one. */
const SLICE_MS = 5000;

function startSlice(deps: SendDeps): Slice {
  let until = performance.now() + SLICE_MS;
  return {
    async isOver() {
      if (performance.now() < until) return false;
      if (await deps.othersWait()) return true;
      until = performance.now() + SLICE_MS;
      return false;
    },
  };
}
/** While the list is being written the lane looks again this soon; the last chunk may count and not be open yet. */
const LIST_GROWS_MS = 500;
/** Chunks at a time when nothing limits the pace; with limits one is enough to use every turn. */
const UNLIMITED_PARALLEL = 6;

/**
 * Sends what one OA has to send one by one, oldest broadcast first, for a slice of time. Every OA has a lane of its own
 * and an emergency a second one, so that no commune waits behind another's campaign. Running it twice does no harm:
 * rows are claimed one by one.
 */
export async function runLane(deps: SendDeps, oaId: string, urgent: boolean): Promise<ChunkResult> {
  const slice = startSlice(deps);
  let wait = 0;
  for (const broadcast of await listOfLane(oaId, urgent)) {
    const result = await sendFrom(deps, broadcast, slice);
    if (result.kind === "wait") wait = wait === 0 ? result.ms : Math.min(wait, result.ms);
    if (deps.isStopping() || (await slice.isOver())) return { kind: "wait", ms: Math.max(wait, 10) };
  }
  return wait > 0 ? { kind: "wait", ms: wait } : { kind: "done" };
}

/** Works through a broadcast's open chunks from its cursor on, until the time is up or there are none. */
async function sendFrom(deps: SendDeps, broadcast: Broadcast, slice: Slice): Promise<ChunkResult> {
  const id = String(broadcast._id);
  let cursor = broadcast.cursor;
  while (cursor < broadcast.chunks) {
    const open = await findOpenChunks(id, cursor);
    // of a list that is not whole nothing may be passed by: what is listed next stands right behind
    if (open.length === 0 && broadcast.unlisted) return { kind: "wait", ms: LIST_GROWS_MS };
    const reached = open[0] ?? cursor + LOOK_AHEAD;
    if (reached !== cursor) {
      await moveCursor(id, cursor, reached);
      cursor = reached;
    }
    if (open.length === 0) continue;
    const result = await sendSome(deps, id, open, slice);
    if (result.kind !== "done") return result;
    if (await slice.isOver()) return { kind: "wait", ms: 10 };
  }
  await progressOf(deps, id);
  return { kind: "done" };
}

async function sendSome(deps: SendDeps, id: string, open: number[], slice: Slice): Promise<ChunkResult> {
  const queue = open.slice();
  let outcome: ChunkResult = { kind: "done" };
  const work = async (): Promise<void> => {
    for (let k = queue.shift(); k !== undefined && outcome.kind === "done"; k = queue.shift()) {
      const result = await sendChunk(deps, id, k, slice);
      if (result.kind !== "done") outcome = result;
    }
  };
  await Promise.all(Array.from({ length: deps.limits.on ? 1 : UNLIMITED_PARALLEL }, work));
  if ((outcome as ChunkResult).kind === "wait" && (await readState(id)) !== "sending") return { kind: "stopped" };
  return outcome;
}
