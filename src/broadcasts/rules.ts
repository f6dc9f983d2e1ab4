import { type AudienceRule, streamAudience } from "../citizens/citizen.store.ts";
import { replyWindow, whyNotNow } from "../citizens/rules.ts";
import type { Broadcast, BroadcastState, Counts } from "./broadcast.model.ts";

export const STATE_NAMES: Readonly<Record<BroadcastState, string>> = {
  draft: "Nháp",
  freezing: "Đang lập danh sách",
  sending: "Đang gửi",
  paused: "Tạm dừng",
  done: "Hoàn tất",
  "done-with-errors": "Hoàn tất, có lỗi",
  cancelled: "Đã huỷ",
};

export const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, n) => sum + n, 0);
/** People with a result. */
export const settledOf = (counts: Counts): number => totalOf(counts) - counts.planned - counts.sending;

/** People whose call was made. */
export const sentOf = (counts: Counts): number => settledOf(counts) - counts.skipped;

const MINUTE_MS = 60_000;

/** Moves the marks on once the newer one is a minute old, so that the speed covers the last one to two minutes. */
export function nextPace(pace: Broadcast["pace"], sent: number, now: Date): NonNullable<Broadcast["pace"]> {
  const mark = { at: now, sent };
  if (!pace) return { from: mark, next: mark };
  return now.getTime() - pace.next.at.getTime() >= MINUTE_MS ? { from: pace.next, next: mark } : pace;
}

/** Messages a minute since the older mark; 0 while ten seconds have not passed and it can only be estimated. */
export function speedOf(pace: Broadcast["pace"], sent: number, at: Date): number {
  const elapsed = pace ? at.getTime() - pace.from.at.getTime() : 0;
  return pace && elapsed > 10_000 ? ((sent - pace.from.sent) / elapsed) * MINUTE_MS : 0;
}

/**
 * A broadcast may end only when every person of the frozen audience has a final state. Nothing is said of one
 * whose rows do not add up to its audience.
 */
export function endOf(counts: Counts, frozenTotal: number): "done" | "done-with-errors" | undefined {
  if (totalOf(counts) !== frozenTotal || counts.planned + counts.sending > 0) return undefined;
  return counts.failed + counts.unknown > 0 ? "done-with-errors" : "done";
}

export interface Plan {
  audience: number;
  reached: number;
  free: number;
  charged: number;
  costVnd: number;
  unreachable: Record<string, number>;
}

/** Who would be reached now, and who would not and why: the two always add up to the audience. */
export async function planConsultation(oaId: string, rule: AudienceRule, now: Date, priceVnd: number): Promise<Plan> {
  const plan: Plan = { audience: 0, reached: 0, free: 0, charged: 0, costVnd: 0, unreachable: {} };
  for await (const person of streamAudience(oaId, rule)) {
    plan.audience += 1;
    const why = whyNotNow(person, now);
    if (why) {
      plan.unreachable[why] = (plan.unreachable[why] ?? 0) + 1;
      continue;
    }
    plan.reached += 1;
    if (replyWindow(person.lastInteractionAt, now) === "free") plan.free += 1;
    else plan.charged += 1;
  }
  plan.costVnd = plan.charged * priceVnd;
  return plan;
}
