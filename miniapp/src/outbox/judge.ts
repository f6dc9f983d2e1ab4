import { type Answer, MOST_PAUSE_MS, sentenceOf } from "../api/answer.ts";
import type { Item, Why } from "./item.ts";
import { type Receipt, receiptIn } from "./receipt.ts";

/** What an answer means for a text on its way. */
export type Verdict =
  | { is: "sent"; receipt: Receipt; value: unknown }
  /** only its owner can do something about it */
  | { is: "refused"; sentence: string }
  | { is: "waiting"; why: Why; sentence: string; pauseMs: number }
  /** at once again, under a new session */
  | { is: "renew" }
  /** at once again, with new work of the machine */
  | { is: "prove" };
export type Settled = Exclude<Verdict, { is: "renew" | "prove" }>;

const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 15 * 60_000;
export const SESSION_PAUSE_MS = LONGEST_PAUSE_MS;

/** 5 s, 10 s, 20 s … a quarter of an hour, a fifth more or less, so that a village does not come back in one second. */
export const pauseAfter = (tries: number, random: number): number =>
  Math.round(Math.min(FIRST_PAUSE_MS * 2 ** Math.min(tries, 20), LONGEST_PAUSE_MS) * (0.8 + 0.4 * random));

/** Answers that will be another one later, without anybody doing anything about the words. */
const LATER: readonly number[] = [408, 423, 425, 429];

const KEPT = "Nội dung được giữ trên máy và tự gửi lại.";
const WORDS = {
  offline: "Đang mất mạng. Nội dung được giữ trên máy và tự gửi khi có mạng.",
  slow: `Mạng chậm, chưa có trả lời. ${KEPT}`,
  strange: `Hệ thống của xã chưa trả lời được. ${KEPT}`,
} as const;

/** @param random between 0 and 1 */
export function judge(answer: Answer, item: Item, now: number, random: number): Verdict {
  const pause = (asked: number | undefined): number => Math.max(asked ?? 0, pauseAfter(item.tries, random));
  if (answer.kind === "ok") {
    const receipt = receiptIn(answer.value, item, now);
    if (receipt) return { is: "sent", receipt, value: answer.value };
    return { is: "waiting", why: "server", sentence: WORDS.strange, pauseMs: pause(undefined) };
  }
  if (answer.kind === "unreached") {
    const why = answer.retryAfterMs !== undefined ? "busy" : answer.why === "offline" ? "offline" : "server";
    return { is: "waiting", why, sentence: WORDS[answer.why], pauseMs: pause(answer.retryAfterMs) };
  }
  const { status, code } = answer;
  if (status === 401) return { is: "renew" };
  if (status === 403 && code === "proof") return { is: "prove" };
  if (LATER.includes(status) || status >= 500) {
    const why = status === 429 || answer.retryAfterMs !== undefined ? "busy" : "server";
    return { is: "waiting", why, sentence: `${sentenceOf(answer)} ${KEPT}`, pauseMs: pause(answer.retryAfterMs) };
  }
  return { is: "refused", sentence: sentenceOf(answer) };
}

/**
 * What a verdict makes of the item as it stands now: the answer may be late, and its owner has changed, refused or
 * dropped it meanwhile. Undefined: leave it. Only a receipt ends it, whatever it became.
 */
export function settle(item: Item | undefined, verdict: Settled, now: number): Item | "gone" | undefined {
  if (verdict.is === "sent") return "gone";
  if (!item || item.state === "refused") return undefined;
  const tries = item.tries + 1;
  if (verdict.is === "refused")
    return { ...item, tries, state: "refused", why: "", sentence: verdict.sentence, nextAt: 0 };
  const { why, sentence, pauseMs } = verdict;
  return { ...item, tries, why, sentence, nextAt: now + pauseMs };
}

/**
 * Whether it may go now. A net that came back ends every pause but the ones the server asked for; one longer than any
 * pause of ours comes from a clock that was set back.
 */
export function isDue(item: Item, now: number, netCameBack: boolean): boolean {
  if (item.state !== "waiting") return false;
  const ended = item.nextAt <= now || item.nextAt - now > MOST_PAUSE_MS;
  return ended || (netCameBack && item.why !== "busy" && item.why !== "session");
}
