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

/** Until when Zalo takes a consultation message to whoever wrote last then. */
export const windowEnds = (lastInteractionAt: Date): Date => new Date(lastInteractionAt.getTime() + REPLY_WINDOW_MS);

/** How a person can be reached one by one: inside the window by a consultation message, else by an approved template. */
export type PersonalWay = "consultation" | "template";
export type NotNow = "erased" | "stopped" | "asked" | "not-following" | "window-closed";

export interface Receiver {
  isFollower: boolean;
  receiving: boolean;
  receivingChangedAt?: Date;
  stopAskedAt?: Date | null;
  lastInteractionAt: Date | null;
}

/** Asked whether to stop, and neither DUNG nor NHAN said since. */
export const waitsForStopAnswer = (person: Pick<Receiver, "receivingChangedAt" | "stopAskedAt">): boolean =>
  (person.stopAskedAt?.getTime() ?? 0) > (person.receivingChangedAt?.getTime() ?? 0);

/**
 * How somebody may be sent a message now, or why not. DUNG stops everything that is not urgent; an emergency reaches
 * those as well, and the answer to DUNG says so (design.md §5). A template needs no open window (zalo/openapi.md §2.5).
 */
export function wayTo(
  person: Receiver | undefined,
  now: Date,
  terms: { urgent: boolean; template: boolean },
): { way: PersonalWay } | { not: NotNow } {
  if (!person) return { not: "erased" };
  if (!person.receiving && !terms.urgent) return { not: "stopped" };
  if (waitsForStopAnswer(person) && !terms.urgent) return { not: "asked" };
  if (!person.isFollower) return { not: "not-following" };
  if (replyWindow(person.lastInteractionAt, now) !== "closed") return { way: "consultation" };
  return terms.template ? { way: "template" } : { not: "window-closed" };
}
