import { isUnderEmbargo } from "../content/kinds.ts";
import { eachAlone } from "../kernel/each-alone.ts";
import type { Clock } from "../kernel/clock.ts";
import { formatDate, formatMoment } from "../kernel/dates.ts";
import { whyQuiet } from "../kernel/send-hours.ts";
import { findUnit, listChildren } from "../units/unit.store.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import type { Terms } from "../zalo/terms.ts";
import { addArticle } from "./also-article.ts";
import { type Broadcast, type BroadcastHead, emptyRun } from "./broadcast.model.ts";
import { findBroadcast, listDue, moveState, readState, saveWhile } from "./broadcast.store.ts";
import { createChild, listOfParent } from "./broadcast-parts.store.ts";
import { whatChanged } from "./decide-broadcast.ts";
import { joinWhole } from "./join-whole.ts";
import { addUp } from "./ledger-sums.store.ts";
import { isTooLate, keysNeeded, type StopRule } from "./rules.ts";

export interface BroadcastDeps {
  clock: Clock;
  stopRule: StopRule;
  /** hours after its time at which an approved broadcast is shown to a person instead of leaving by itself */
  mostLateHours: number;
  terms: Pick<Terms, "broadcastHours" | "broadcastsAMonth">;
  enqueueFreeze(broadcastId: string, urgent: boolean): Promise<void>;
  enqueueLane(oaId: string, urgent: boolean): Promise<void>;
  enqueueArticle(broadcastId: string): Promise<void>;
  enqueueCancel(broadcastId: string): Promise<void>;
}

/**
 * Starts whatever is approved and due. Schedules live in MongoDB alone; asking every second finds them after a flush of
 * Redis, a restart or a jump of the clock. Returns how many were started.
 */
export async function startDue(deps: BroadcastDeps): Promise<number> {
  const now = deps.clock.now();
  let started = 0;
  await eachAlone(await listDue(now), async (broadcast) => {
    if (await startOne(deps, broadcast, now)) started += 1;
  });
  return started;
}

async function startOne(deps: BroadcastDeps, broadcast: Broadcast, now: Date): Promise<boolean> {
  const id = String(broadcast._id);
  const hold = (stopReason: string): Promise<boolean> =>
    moveState(id, ["scheduled"], "paused", { stopReason, startedAt: null });
  const keys = broadcast.approvals.filter((approval) => approval.fingerprint === broadcast.fingerprint).length;
  const office = await findUnit(broadcast.unitCode);
  const ended = office?.to && office.to <= now ? `${office.name} đã kết thúc từ ${formatDate(office.to)}` : undefined;
  const changed = ended ?? (await whatChanged(broadcast, now));
  if (changed || keys < keysNeeded(broadcast.urgent)) {
    await moveState(id, ["scheduled"], "draft", {
      stopReason: `${changed ?? "Chưa đủ người duyệt"}. Cần trình duyệt lại.`,
      approvals: [],
      fingerprint: "",
      itemsDue: true,
    });
    return false;
  }
  // "gửi tiếp" may come before its hour: what may not be known yet waits
  if (broadcast.contents.some(({ details }) => isUnderEmbargo(details, now))) return false;
  if (isTooLate(broadcast.dueAt, now, deps.mostLateHours)) {
    await hold(`Đã quá giờ hẹn (${formatMoment(broadcast.dueAt ?? now, now)}). Bấm “Gửi tiếp” nếu vẫn cần gửi`);
    return false;
  }
  // a department's action keeps the hours of each of its units, not its own
  const unit = broadcast.units.length > 0 ? null : office;
  // met late, the hour may have become a quiet one: it waits for the next allowed moment
  if (!broadcast.urgent && unit && whyQuiet(now, unit.sendHours)) return false;
  return begin(deps, broadcast, now);
}

/** An emergency is sent while its list is written; for anything else the list comes first. */
export const listingState = (broadcast: Pick<Broadcast, "urgent" | "channel">): "sending" | "freezing" =>
  broadcast.urgent && broadcast.channel === "personal" ? "sending" : "freezing";

/** The state is moved first, then the job is given; a lost job is found by the sweep. */
export async function begin(deps: BroadcastDeps, broadcast: Broadcast, now: Date): Promise<boolean> {
  const id = String(broadcast._id);
  if (broadcast.units.length > 0) {
    if (!(await moveState(id, ["scheduled", "paused"], "sending", { startedAt: now, stopReason: "" }))) return false;
    await fanOut(deps, broadcast, now);
    return true;
  }
  const state = listingState(broadcast);
  // said again here: what version 0.4 approved has no such mark
  const fields = { startedAt: now, stopReason: "", unlisted: true };
  if (!(await moveState(id, ["scheduled", "paused"], state, fields))) return false;
  await deps.enqueueFreeze(id, broadcast.urgent);
  await addArticle(deps, broadcast, now);
  return true;
}

/** A department's action: one broadcast for every connected OA of the units chosen, each in its own lane. */
export async function fanOut(deps: BroadcastDeps, parent: Broadcast, now: Date): Promise<void> {
  const wanted = new Set(parent.units);
  // by their units: those that version 0.4 handed on have ids of another kind
  for (const made of await listOfParent(String(parent._id))) wanted.delete(made.unitCode);
  for (const unit of await listChildren(parent.unitCode, now)) {
    if (!wanted.has(unit._id)) continue;
    const oa = await findOaOfUnit(unit._id);
    if (!oa) continue;
    const { _id, units: _, ...rest } = parent;
    if ((await readState(String(_id))) !== "sending") return;
    const id = await createChild({
      ...rest,
      ...emptyRun(),
      contents: parent.contents,
      templateId: "",
      cities: parent.cities,
      alsoArticle: parent.alsoArticle,
      urgent: parent.urgent,
      fingerprint: parent.fingerprint,
      approvals: parent.approvals,
      sendAt: parent.sendAt,
      dueAt: parent.dueAt,
      submittedAt: parent.submittedAt,
      unitCode: unit._id,
      oaId: oa._id,
      parentId: String(_id),
      state: listingState(parent),
      startedAt: now,
    });
    if (id) await goWithWhole(deps, id, parent);
  }
}

/** A unit's part goes, its article with it, unless a person holds the whole by now. */
async function goWithWhole(deps: BroadcastDeps, id: string, parent: Broadcast): Promise<void> {
  if (!(await joinWhole(deps, id, String(parent._id)))) return;
  await deps.enqueueFreeze(id, parent.urgent);
  const child = await findBroadcast(id);
  if (child) await addArticle(deps, child, deps.clock.now());
}

/** A department's action as the sum of what its units sent; ends when all of them ended. */
export async function sumParent(deps: BroadcastDeps, parent: BroadcastHead): Promise<void> {
  const id = String(parent._id);
  const children = await listOfParent(id);
  const now = deps.clock.now();
  const total = children.reduce((sum, child) => sum + child.total, 0);
  const acted = children.reduce((sum, child) => sum + child.acted, 0);
  const left = children.reduce((sum, child) => sum + child.left, 0);
  await saveWhile(id, ["sending", "paused", "cancelling", "done", "done-with-errors"], {
    ...addUp(children),
    total,
    acted,
    left,
    countedAt: now,
  });
  const over = ["done", "done-with-errors", "cancelled"];
  if (children.length === 0 || !children.every((child) => over.includes(child.state))) return;
  const end = children.every((child) => child.state === "done") ? "done" : "done-with-errors";
  await moveState(id, ["sending"], end, { finishedAt: now });
}
