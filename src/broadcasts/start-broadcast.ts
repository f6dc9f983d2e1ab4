import { type AudienceRule, streamAudience } from "../citizens/citizen.store.ts";
import { whyNotNow } from "../citizens/rules.ts";
import { currentFingerprint, officeOf } from "../content/decide-item.ts";
import type { Person } from "../content/item.model.ts";
import { findItem } from "../content/item.store.ts";
import { composeMessage } from "../content/rules.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict, notFound } from "../kernel/errors.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import { noCounts } from "./broadcast.model.ts";
import { createBroadcast, findBroadcast, moveState } from "./broadcast.store.ts";
import { progressOf } from "./count-progress.ts";
import { CHUNK_SIZE, clearLedger, writeChunk } from "./ledger.store.ts";

export interface BroadcastDeps {
  clock: Clock;
  enqueueFreeze(broadcastId: string): Promise<void>;
  enqueueChunks(broadcastId: string, chunks: number[]): Promise<void>;
}

/** Makes a broadcast out of an approved item. What was approved is what is taken; a change since is refused. */
export async function draftBroadcast(
  deps: BroadcastDeps,
  unitCode: string,
  itemId: string,
  audience: AudienceRule,
  audienceName: string,
  by: Person,
): Promise<string> {
  const item = await findItem(unitCode, itemId);
  if (!item) throw notFound("nội dung này");
  if (item.state !== "approved" || !item.approval) throw conflict("Nội dung này chưa được duyệt nên chưa gửi được.");
  if ((await currentFingerprint(item)) !== item.approval.fingerprint)
    throw conflict("Nội dung đã khác bản được duyệt. Cần trình duyệt lại.");
  const oa = await findOaOfUnit(unitCode);
  if (!oa) throw conflict("Đơn vị chưa kết nối OA. Vào trang Kết nối OA trước khi gửi.");
  return createBroadcast({
    unitCode,
    oaId: oa._id,
    itemId,
    title: item.title,
    text: composeMessage(item, await officeOf(unitCode), item.approval.at),
    pictureId: item.pictureId,
    fingerprint: item.approval.fingerprint,
    audience,
    audienceName,
    state: "draft",
    stopReason: "",
    approvedBy: item.approval.by,
    approvedAt: item.approval.at,
    createdBy: by,
    createdAt: deps.clock.now(),
    startedAt: null,
    finishedAt: null,
    total: 0,
    chunks: 0,
    counts: noCounts(),
    reasons: {},
    countedAt: null,
    pace: null,
  });
}

/** The official's "start": the state is moved first, then the job is given; a lost job is found by the sweep. */
export async function startBroadcast(deps: BroadcastDeps, id: string): Promise<void> {
  if (!(await moveState(id, ["draft"], "freezing", { startedAt: deps.clock.now() })))
    throw conflict("Đợt gửi này đã được bắt đầu.");
  await deps.enqueueFreeze(id);
}

/**
 * Freezes the audience into the ledger, chunk by chunk from a stream; whoever may not be sent to is written down as
 * skipped with the reason. Cut off half-way it starts afresh, as nothing was sent yet.
 */
export async function freezeAudience(deps: BroadcastDeps, id: string): Promise<void> {
  const broadcast = await findBroadcast(id);
  if (!broadcast || broadcast.state !== "freezing") return;
  await clearLedger(id);
  const now = deps.clock.now();
  let total = 0;
  let chunk: { userId: string; skip: string | undefined }[] = [];
  let k = 0;
  for await (const person of streamAudience(broadcast.oaId, broadcast.audience)) {
    chunk.push({ userId: person.userId, skip: whyNotNow(person, now) });
    total += 1;
    if (chunk.length === CHUNK_SIZE) {
      await writeChunk(id, k, chunk, now);
      chunk = [];
      k += 1;
    }
  }
  if (chunk.length > 0) {
    await writeChunk(id, k, chunk, now);
    k += 1;
  }
  if (!(await moveState(id, ["freezing"], "sending", { total, chunks: k }))) return;
  if (total === 0) await progressOf(deps, id);
  else
    await deps.enqueueChunks(
      id,
      Array.from({ length: k }, (_, n) => n),
    );
}
