import { days, hours } from "../kernel/clock.ts";

/** Consultation messages: free for 48 hours after the last interaction, charged until 7 days, then closed (zalo/openapi.md §6.2). */
export const FREE_WINDOW_MS = hours(48);
export const REPLY_WINDOW_MS = days(7);

export type ReplyWindow = "free" | "charged" | "closed";

/** The closing moment itself is still inside: Zalo refuses only what is past 7 days. */
export function replyWindow(lastInteractionAt: Date | null, now: Date): ReplyWindow {
  if (!lastInteractionAt) return "closed";
  const age = now.getTime() - lastInteractionAt.getTime();
  if (age <= FREE_WINDOW_MS) return "free";
  return age <= REPLY_WINDOW_MS ? "charged" : "closed";
}

/** Why somebody must not be sent a non-urgent message now; undefined when he or she may. */
export function whyNotNow(
  person: { isFollower: boolean; receiving: boolean; lastInteractionAt: Date | null } | undefined,
  now: Date,
): "erased" | "stopped" | "not-following" | "window-closed" | undefined {
  if (!person) return "erased";
  if (!person.receiving) return "stopped";
  if (!person.isFollower) return "not-following";
  return replyWindow(person.lastInteractionAt, now) === "closed" ? "window-closed" : undefined;
}
