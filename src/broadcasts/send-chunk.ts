import { randomUUID } from "node:crypto";
import { readSendFacts } from "../citizens/citizen.store.ts";
import { type PersonalWay, wayTo } from "../citizens/rules.ts";
import { readPicture } from "../content/item.store.ts";
import type { Clock } from "../kernel/clock.ts";
import { messageOf } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { SendOutcome } from "../zalo/send-outcome.ts";
import type { Limits } from "../zalo/limits.ts";
import type { Outgoing } from "../zalo/messages.ts";
import type { Broadcast, Content } from "./broadcast.model.ts";
import { keepHours } from "./keep-hours.ts";
import { templateDataOf } from "./compose-template.ts";
import { findBroadcast, moveState, readState } from "./broadcast.store.ts";
import type { StopRule } from "./rules.ts";
import { claimRows, findPlanned, type PlannedRow, recordResults, type RowResult, skipRows } from "./ledger.store.ts";
import { markWorking, recountChunk } from "./ledger-sums.store.ts";

export interface SendDeps {
  clock: Clock;
  stopRule: StopRule;
  zalo: Pick<ZaloClient, "sendMessage" | "sendTemplate" | "uploadImage">;
  limits: Limits;
  log: Log;
  /** sends in flight; a crash leaves at most this many people of a chunk in doubt */
  concurrency: number;
  /** Zalo's image id for a picture, kept for the days Zalo keeps it */
  imageCache: {
    get(key: string): Promise<string | null>;
    set(key: string, value: string, seconds: number): Promise<void>;
  };
  countSend(outcome: string, n?: number): void;
  /** whether other lanes wait for a place in this queue */
  othersWait(): Promise<boolean>;
  /** true once this process was asked to end: the batch in flight gets its results, the rest goes back to the queue */
  isStopping(): boolean;
}

export type ChunkResult = { kind: "done" } | { kind: "stopped" } | { kind: "wait"; ms: number };

/** Longest wait inside a lane; beyond it the lane goes back to the queue and leaves its place to others. */
const PATIENCE_MS = 2000;
/** Longest sleep before the state is read again, so that a pause is honoured within a second. */
const NAP_MS = 700;
/** How often the counts of a chunk that is being sent are derived anew; the page asks every two seconds. */
const RECOUNT_EVERY_MS = 2000;

/**
 * Sends the planned rows of one chunk: ask consent anew, take turns from Zalo's limits, claim, send, record. Running
 * it twice sends nobody twice, because a row leaves `planned` before its call and only by one claim. A pause or
 * cancellation is seen before every small batch.
 */
export async function sendChunk(deps: SendDeps, broadcastId: string, k: number, slice: Slice): Promise<ChunkResult> {
  const broadcast = await findBroadcast(broadcastId);
  if (!broadcast || broadcast.state !== "sending") return { kind: "stopped" };
  const outgoing = await prepare(deps, broadcast);
  const queue = await findPlanned(broadcastId, k);
  // until this run has counted at its end: should it die, somebody else counts
  await markWorking(broadcastId, k, deps.clock.now());
  const templateData = templateDataOf(broadcast);
  const run: Run = { deps, broadcast, outgoing, templateData, k, countedAt: performance.now() };
  const quietFor = keepHours(broadcast);
  try {
    while (queue.length > 0) {
      const quiet = await quietFor(deps.clock.now());
      if (quiet !== undefined) return { kind: "wait", ms: quiet };
      if (deps.isStopping() || (await slice.isOver())) return { kind: "wait", ms: 10 };
      if ((await readState(broadcastId)) !== "sending") return { kind: "stopped" };
      const turn = await deps.limits.take(
        broadcast.oaId,
        Math.min(queue.length, deps.concurrency),
        broadcast.urgent ? "urgent" : "campaign",
      );
      if (turn.granted === 0) {
        if (turn.waitMs > PATIENCE_MS) return { kind: "wait", ms: turn.waitMs };
        await new Promise((resolve) => setTimeout(resolve, Math.min(turn.waitMs, NAP_MS)));
        continue;
      }
      // asked as late as can be: after the turn came, just before the claim
      const batch = await allowedNow(run, queue, turn.granted);
      if (batch.length === 0) continue;
      const wait = await sendBatch(run, batch);
      if (wait !== undefined) return wait;
      await recountNowAndThen(run);
    }
  } finally {
    // the sums above are drawn by the recount's turn, and by the lane when nothing is left
    await recountChunk(broadcastId, k);
  }
  // rows that were given back or taken by a dead run are looked at once more by the sweep
  return { kind: "done" };
}

/** The time a lane may go on before it gives its place to others. */
export interface Slice {
  isOver(): Promise<boolean>;
}

interface Allowed extends PlannedRow {
  way: PersonalWay;
}

interface Run {
  deps: SendDeps;
  broadcast: Broadcast;
  outgoing: Outgoing;
  templateData: Record<string, string>;
  k: number;
  countedAt: number;
}

async function prepare(deps: SendDeps, broadcast: Broadcast): Promise<Outgoing> {
  const content = contentOf(broadcast);
  const outgoing: Outgoing = {
    text: content.message,
    ...(broadcast.urgent
      ? { buttons: [{ title: "Tôi đã nhận", type: "oa.query.hide", payload: `#da-nhan ${String(broadcast._id)}` }] }
      : {}),
  };
  if (!content.pictureId) return outgoing;
  const key = `image:${broadcast.oaId}:${content.pictureId}`;
  const kept = await deps.imageCache.get(key);
  if (kept) return { ...outgoing, imageAttachmentId: kept };
  const picture = await readPicture(content.pictureId);
  if (!picture) throw new Error("picture of the broadcast is missing");
  const id = await deps.zalo.uploadImage(broadcast.oaId, Buffer.from(picture.bytes), picture.mimeType);
  // Zalo keeps an upload 7 days (zalo/openapi.md §3); one day is left as margin
  await deps.imageCache.set(key, id, 6 * 86_400);
  return { ...outgoing, imageAttachmentId: id };
}

function contentOf(broadcast: Broadcast): Content {
  const content = broadcast.contents[0];
  if (!content) throw new Error("a broadcast without content");
  return content;
}

/**
 * The next `most` people who may be sent to, by consent, DUNG, following and window as they are now; those met on the
 * way who may not are recorded as skipped. Takes them from the front of `queue`.
 */
async function allowedNow(run: Run, queue: PlannedRow[], most: number): Promise<Allowed[]> {
  const { deps, broadcast } = run;
  const allowed: Allowed[] = [];
  while (allowed.length < most && queue.length > 0) {
    const rows = queue.splice(0, most - allowed.length);
    const now = deps.clock.now();
    const facts = await readSendFacts(
      broadcast.oaId,
      rows.map((row) => row.u),
    );
    const refused: { id: string; reason: string }[] = [];
    for (const row of rows) {
      const answer = wayTo(facts.get(row.u), now, { urgent: broadcast.urgent, template: broadcast.templateId !== "" });
      if ("not" in answer) refused.push({ id: row._id, reason: answer.not });
      else allowed.push({ ...row, way: answer.way });
    }
    await skipRows(refused, now);
    if (refused.length > 0) deps.countSend("skipped", refused.length);
  }
  return allowed;
}

async function sendBatch(run: Run, rows: Allowed[]): Promise<ChunkResult | undefined> {
  const { deps } = run;
  const claim = randomUUID();
  const mine = await claimRows(
    rows.map((row) => row._id),
    claim,
    deps.clock.now(),
  );
  const outcomes = await Promise.all(rows.filter((row) => mine.has(row._id)).map((row) => sendOne(run, row)));
  const results = outcomes.map(({ row, outcome }) => toResult(row, outcome));
  await recordInsistently(deps, results, claim);
  for (const { outcome } of outcomes) deps.countSend(outcome.kind === "retry" ? "put-back" : outcome.kind);
  return whatNext(
    run,
    outcomes.map(({ outcome }) => outcome),
  );
}

async function sendOne(run: Run, row: Allowed): Promise<{ row: PlannedRow; outcome: SendOutcome }> {
  const { deps, broadcast, outgoing } = run;
  try {
    const outcome =
      row.way === "template"
        ? await deps.zalo.sendTemplate(broadcast.oaId, row.u, broadcast.templateId, run.templateData)
        : await deps.zalo.sendMessage(broadcast.oaId, row.u, outgoing, true);
    return { row, outcome };
  } catch (error) {
    // A poisoned row must not stop the others. What threw may have thrown after the call: doubt.
    deps.log.error(
      { action: "send-threw", broadcastId: String(broadcast._id), row: row._id, reason: messageOf(error) },
      "send failed unexpectedly",
    );
    return { row, outcome: { kind: "unknown", reason: "unknown-error" } };
  }
}

function toResult(row: PlannedRow, outcome: SendOutcome): RowResult {
  switch (outcome.kind) {
    case "accepted":
      return { id: row._id, state: "accepted", messageId: outcome.messageId };
    case "failed":
      return outcome.stopsOa
        ? { id: row._id, state: "planned" }
        : { id: row._id, state: "failed", reason: outcome.reason };
    case "retry":
      return { id: row._id, state: "planned" };
    case "unknown":
      return { id: row._id, state: "unknown", reason: outcome.reason };
  }
}

/** The result of a call that was made is worth waiting for: MongoDB is tried for half a minute before the row is left to the sweep. */
async function recordInsistently(deps: SendDeps, results: RowResult[], claim: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await recordResults(results, claim, deps.clock.now());
    } catch (error) {
      if (attempt >= 10) throw error;
      deps.log.warn({ action: "record-retry", attempt, reason: messageOf(error) }, "results could not be stored yet");
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }
}

async function whatNext(run: Run, outcomes: SendOutcome[]): Promise<ChunkResult | undefined> {
  const { broadcast } = run;
  const stop = outcomes.find((outcome) => outcome.kind === "failed" && outcome.stopsOa);
  const noAccess = outcomes.find((outcome) => outcome.kind === "retry" && outcome.reason === "no-access");
  if (stop?.kind === "failed" || noAccess) {
    const stopReason = stop?.kind === "failed" ? stop.phrase : "OA cần kết nối lại";
    await moveState(String(broadcast._id), ["sending"], "paused", { stopReason });
    return { kind: "stopped" };
  }
  const waits = outcomes.flatMap((outcome) => (outcome.kind === "retry" ? [outcome.afterMs] : []));
  return waits.length > 0 ? { kind: "wait", ms: Math.max(...waits) } : undefined;
}

async function recountNowAndThen(run: Run): Promise<void> {
  if (performance.now() - run.countedAt < RECOUNT_EVERY_MS) return;
  run.countedAt = performance.now();
  await recountChunk(String(run.broadcast._id), run.k);
  await markWorking(String(run.broadcast._id), run.k, run.deps.clock.now());
}
