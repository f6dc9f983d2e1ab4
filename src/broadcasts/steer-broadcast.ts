import { AppError, conflict, invalid } from "../kernel/errors.ts";
import { findBroadcast, listMoving, moveState } from "./broadcast.store.ts";
import { progressOf } from "./count-progress.ts";
import { decideUnknown, listChunks, markStaleUnknown, recountChunk, skipAllPlanned } from "./ledger.store.ts";
import type { BroadcastDeps } from "./start-broadcast.ts";

/** Pause: no further batch is claimed; what is in flight gets its result. */
export async function pauseBroadcast(id: string): Promise<void> {
  if (!(await moveState(id, ["sending"], "paused", { stopReason: "Cán bộ tạm dừng" })))
    throw conflict("Đợt gửi này không còn đang gửi.");
}

export async function resumeBroadcast(deps: BroadcastDeps, id: string): Promise<void> {
  if (!(await moveState(id, ["paused"], "sending", { stopReason: "", pace: null })))
    throw conflict("Đợt gửi này không ở trạng thái tạm dừng.");
  await enqueueUnfinished(deps, id);
}

/** Whoever was not sent to becomes skipped with the reason; nothing that left can be called back. */
export async function cancelBroadcast(deps: BroadcastDeps, id: string): Promise<void> {
  if (
    !(await moveState(id, ["draft", "sending", "paused"], "cancelled", {
      finishedAt: deps.clock.now(),
      stopReason: "Cán bộ huỷ phần chưa gửi",
    }))
  )
    throw conflict("Đợt gửi này không huỷ được nữa.");
  for (const chunk of await listChunks(id)) {
    await skipAllPlanned(id, chunk.k, "cancelled", deps.clock.now());
    await recountChunk(id, chunk.k);
  }
  await progressOf(deps, id);
}

/** A person decides about doubtful rows, with a reason for the log. Sending again may reach somebody twice: it is a person's choice. */
export async function settleUnknown(
  deps: BroadcastDeps,
  id: string,
  rows: string[] | "all",
  decision: "resend" | "give-up",
  reason: string,
): Promise<number> {
  if (reason.trim() === "") throw invalid({ reason: "Cần ghi lý do để lưu vào nhật ký" });
  const broadcast = await findBroadcast(id);
  if (!broadcast || broadcast.state === "cancelled") throw new AppError(409, "Đợt gửi này đã huỷ.");
  const changed = await decideUnknown(id, rows, decision, deps.clock.now());
  if (decision === "resend" && changed > 0) {
    await moveState(id, ["done", "done-with-errors"], "sending", { finishedAt: null, pace: null });
    await enqueueUnfinished(deps, id);
  }
  return changed;
}

async function enqueueUnfinished(deps: BroadcastDeps, id: string): Promise<void> {
  const open: number[] = [];
  for (const chunk of await listChunks(id)) {
    const counts = chunk.dirty ? await recountChunk(id, chunk.k) : chunk.counts;
    if (counts.planned > 0) open.push(chunk.k);
  }
  await deps.enqueueChunks(id, open);
  await progressOf(deps, id);
}

/** What the sweep does for broadcasts: doubtful claims become unknown, lost jobs are given again. */
export async function sweepBroadcasts(
  deps: BroadcastDeps,
  staleMs: number,
): Promise<{ unknown: number; requeued: number }> {
  const now = deps.clock.now();
  const unknown = await markStaleUnknown(new Date(now.getTime() - staleMs), now);
  let requeued = 0;
  for (const broadcast of await listMoving()) {
    const id = String(broadcast._id);
    requeued += 1;
    if (broadcast.state === "freezing") await deps.enqueueFreeze(id);
    else await enqueueUnfinished(deps, id);
  }
  return { unknown, requeued };
}
