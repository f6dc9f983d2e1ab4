import { type AudienceRule, streamAudience } from "../citizens/citizen.store.ts";
import { replyWindow, whyNotNow } from "../citizens/rules.ts";
import type { BroadcastState, Counts } from "./broadcast.model.ts";

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
