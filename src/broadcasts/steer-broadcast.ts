import { eachAlone } from "../kernel/each-alone.ts";
import { moveArticle } from "./article-run.store.ts";
import { AppError, conflict, invalid } from "../kernel/errors.ts";
import type { BroadcastHead, BroadcastState } from "./broadcast.model.ts";
import {
  findBroadcast,
  holdWhatIsOurs,
  listMoving,
  listUnchecked,
  moveState,
  resetCursor,
  saveWhile,
} from "./broadcast.store.ts";
import { partsOf } from "./broadcast-parts.store.ts";
import { progressOf } from "./count-progress.ts";
import { chunksWith, recountChunk } from "./ledger-sums.store.ts";
import { settlePlanned } from "./ledger.store.ts";
import { decideUnknown, markStaleUnknown } from "./ledger-doubt.store.ts";
import { addArticle, addMissingArticles } from "./also-article.ts";
import { settleItems } from "./settle-items.ts";
import { openLastChunk } from "./list-audience.ts";
import { isWithZalo, sentOf, WITH_ZALO } from "./rules.ts";
import { begin, type BroadcastDeps, fanOut, listingState, sumParent } from "./start-broadcast.ts";

/** What is still ours to hold: people being listed or waiting for their turn, an article Zalo has not taken. */
const HELD: BroadcastState[] = ["freezing", "sending"];

/**
 * Pause: no further batch is claimed, no further page of the list is written; what is in flight gets its result. A
 * department's pause holds all its units, those still being set up included. An article Zalo has taken cannot be held.
 */
export async function pauseBroadcast(id: string, stopReason = "Cán bộ tạm dừng"): Promise<void> {
  if (!(await holdWhatIsOurs(id, HELD, stopReason))) throw conflict(await whyNotHeld(id));
  for await (const part of partsOf(id)) await holdWhatIsOurs(String(part._id), HELD, stopReason);
}

async function whyNotHeld(id: string): Promise<string> {
  const broadcast = await findBroadcast(id);
  return broadcast && isWithZalo(broadcast) && HELD.includes(broadcast.state)
    ? WITH_ZALO
    : "Đợt gửi này không còn đang gửi.";
}

/** Goes on. One that was held before it began (its hour had passed) begins now; a person decided so. */
export async function resumeBroadcast(deps: BroadcastDeps, id: string): Promise<void> {
  const broadcast = await findBroadcast(id);
  if (!broadcast || broadcast.state !== "paused") throw conflict("Đợt gửi này không ở trạng thái tạm dừng.");
  const now = deps.clock.now();
  if (broadcast.startedAt === null) {
    if (!(await begin(deps, broadcast, now))) throw conflict("Đợt gửi này vừa được người khác thay đổi.");
    return;
  }
  if (!(await goOn(deps, broadcast))) throw conflict("Đợt gửi này không ở trạng thái tạm dừng.");
  for await (const part of partsOf(id)) if (part.state === "paused") await goOn(deps, part);
}

async function goOn(deps: BroadcastDeps, broadcast: BroadcastHead): Promise<boolean> {
  const id = String(broadcast._id);
  const { counts } = broadcast;
  const failBase = { failed: counts.failed + counts.unknown, sent: sentOf(counts) };
  const lists = broadcast.unlisted && broadcast.units.length === 0;
  const state = lists ? listingState(broadcast) : "sending";
  if (!(await moveState(id, ["paused"], state, { stopReason: "", pace: null, failBase }))) return false;
  if (lists) await deps.enqueueFreeze(id, broadcast.urgent);
  else await wake(deps, broadcast);
  // held before its article was made, it gets it now
  const whole = broadcast.alsoArticle ? await findBroadcast(id) : null;
  if (whole) await addArticle(deps, whole, deps.clock.now());
  return true;
}

/** Gives the job that moves a broadcast back to the queue. */
async function wake(deps: BroadcastDeps, broadcast: BroadcastHead): Promise<void> {
  const id = String(broadcast._id);
  if (broadcast.units.length > 0) return;
  if (broadcast.channel === "article") await deps.enqueueArticle(id);
  else await deps.enqueueLane(broadcast.oaId, broadcast.urgent);
}

/** Nothing more leaves from this moment on; who was not sent to becomes skipped with the reason, by a job. */
export async function cancelBroadcast(deps: BroadcastDeps, id: string): Promise<void> {
  const now = deps.clock.now();
  const stopReason = "Cán bộ huỷ phần chưa gửi";
  // its items were locked with it and are free again
  const over = { finishedAt: now, stopReason, itemsDue: true };
  if (await moveState(id, ["draft", "waiting", "scheduled"], "cancelled", over)) return settleItems(id, now);
  const broadcast = await findBroadcast(id);
  if (broadcast && isWithZalo(broadcast)) throw conflict(WITH_ZALO);
  if (!(await holdWhatIsOurs(id, [...HELD, "paused"], stopReason, "cancelling")))
    throw conflict("Đợt gửi này không huỷ được nữa.");
  for await (const part of partsOf(id))
    if (await holdWhatIsOurs(String(part._id), [...HELD, "paused"], stopReason, "cancelling"))
      await deps.enqueueCancel(String(part._id));
  // a department's own row holds nobody; the sweep sums what its units did and ends it
  if (broadcast && broadcast.units.length === 0) await deps.enqueueCancel(id);
}

/** The job of a cancellation: safe to repeat, goes on where it was cut off. */
export async function skipRest(deps: BroadcastDeps, id: string): Promise<void> {
  const broadcast = await findBroadcast(id);
  if (!broadcast || broadcast.state !== "cancelling") return;
  await openLastChunk(id, broadcast.chunks);
  for await (const k of chunksWith(id, "planned")) {
    await settlePlanned(id, k, { state: "skipped", reason: "cancelled" }, deps.clock.now());
    await recountChunk(id, k);
  }
  if (broadcast.total === 0) await moveState(id, ["cancelling"], "cancelled", { finishedAt: deps.clock.now() });
  else await progressOf(deps, id);
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
  if (broadcast.article && rows !== "all")
    throw invalid({ row: "Tin bài đi bằng một lần phát cho mọi người, nên chỉ quyết định được cho tất cả" });
  const changed = await decideUnknown(id, rows, decision, deps.clock.now());
  if (changed === 0) throw conflict("Những người này không còn ở trạng thái chưa rõ. Tải lại trang để xem số mới.");
  for await (const k of chunksWith(id, "unknown")) await recountChunk(id, k);
  if (decision === "resend") {
    await resetCursor(id);
    await moveState(id, ["done", "done-with-errors"], "sending", {
      finishedAt: null,
      pace: null,
      withoutReceipt: null,
    });
    if (broadcast.article)
      await moveArticle(id, "unknown", { ...broadcast.article, step: "creating", claimedAt: null, reason: "" });
    await wake(deps, broadcast);
  }
  await progressOf(deps, id);
  return changed;
}

export interface SweepFindings {
  unknown: number;
  lostJobs: number;
  withoutReceipt: number;
}

const RECEIPT_DAY_MS = 86_400_000;

/** What the sweep does for broadcasts: doubtful claims become unknown, lost jobs are given again, receipts are missed. */
export async function sweepBroadcasts(
  deps: BroadcastDeps & { isQueued(broadcast: BroadcastHead): Promise<boolean> },
  staleMs: number,
): Promise<SweepFindings> {
  const now = deps.clock.now();
  const stale = new Date(now.getTime() - staleMs);
  const findings: SweepFindings = { unknown: await markStaleUnknown(stale, now), lostJobs: 0, withoutReceipt: 0 };
  await eachAlone(
    [
      () => addMissingArticles(deps, now),
      async () => eachAlone(await listMoving(), (broadcast) => sweepOne(deps, broadcast, findings, now, stale)),
      () => noteMissingReceipts(findings, now),
    ],
    (part: () => Promise<unknown>) => part(),
  );
  return findings;
}

async function sweepOne(
  deps: BroadcastDeps & { isQueued(broadcast: BroadcastHead): Promise<boolean> },
  broadcast: BroadcastHead,
  findings: SweepFindings,
  now: Date,
  stale: Date,
): Promise<void> {
  const id = String(broadcast._id);
  const { article } = broadcast;
  if (article?.step === "sending" && article.claimedAt && article.claimedAt < stale) {
    // the one call was claimed and nobody stored its answer
    await moveArticle(id, "sending", { ...article, step: "unknown", reason: "worker-lost" });
    findings.unknown += broadcast.total;
  }
  if (broadcast.units.length > 0) {
    // cut off while it handed the action on: the units still missing get theirs, whole
    const parent = broadcast.state === "sending" ? await findBroadcast(id) : null;
    if (parent) await fanOut(deps, parent, now);
    await sumParent(deps, broadcast);
    if (broadcast.state === "cancelling") await moveState(id, ["cancelling"], "cancelled", { finishedAt: now });
    return;
  }
  if (
    !(await deps.isQueued(broadcast)) &&
    (broadcast.startedAt ?? stale).getTime() < (now.getTime() + stale.getTime()) / 2
  )
    findings.lostJobs += 1;
  if (broadcast.state === "freezing" || (broadcast.state === "sending" && broadcast.unlisted))
    await deps.enqueueFreeze(id, broadcast.urgent);
  if (broadcast.state === "freezing") return;
  if (broadcast.state === "cancelling") await deps.enqueueCancel(id);
  else {
    // nobody may be left behind the cursor: a decision to send again, met by a lane that was just passing, would be
    if (!broadcast.unlisted && broadcast.counts.planned > 0 && broadcast.cursor >= broadcast.chunks)
      await resetCursor(id);
    await wake(deps, broadcast);
    if (broadcast.counts.planned + broadcast.counts.sending === 0) await progressOf(deps, id);
  }
}

async function noteMissingReceipts(findings: SweepFindings, now: Date): Promise<void> {
  for (const broadcast of await listUnchecked(new Date(now.getTime() - RECEIPT_DAY_MS))) {
    await saveWhile(String(broadcast._id), [broadcast.state], { withoutReceipt: broadcast.counts.accepted });
    findings.withoutReceipt += broadcast.counts.accepted;
  }
}
