import { FREE_WINDOW_MS, REPLY_WINDOW_MS, replyWindow } from "../citizens/rules.ts";
import { formatDuration, formatNumber } from "../kernel/dates.ts";

/** The reply window, seven days wide with a mark at 48 hours, said in text. */
export function meterOf(lastInteractionAt: Date | null, now: Date, priceVnd: number): Record<string, unknown> {
  const state = replyWindow(lastInteractionAt, now);
  if (!lastInteractionAt || state === "closed")
    return { state: "closed", hours: 168, freeUntil: null, closesAt: null, left: "", price: formatNumber(priceVnd) };
  const freeUntil = new Date(lastInteractionAt.getTime() + FREE_WINDOW_MS);
  const closesAt = new Date(lastInteractionAt.getTime() + REPLY_WINDOW_MS);
  const until = state === "free" ? freeUntil : closesAt;
  return {
    state,
    hours: Math.round((now.getTime() - lastInteractionAt.getTime()) / 3_600_000),
    freeUntil,
    closesAt,
    left: formatDuration(until.getTime() - now.getTime()),
    price: formatNumber(priceVnd),
  };
}
