import type { Message } from "../chatbot/conversation.model.ts";
import { days } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { localParts, startOfDay } from "../kernel/dates.ts";
import type { Whose } from "../kernel/scope.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { addResponseTime, listAnswers, listResponseTimes } from "./response.store.ts";

/** Monday of the week a moment falls on, yyyy-mm-dd in Vietnam. */
export const weekOf = (at: Date): string =>
  dayKey(new Date(startOfDay(at).getTime() - days((localParts(at).weekday + 6) % 7)));

/** An officer's answer went out: how long somebody had waited is kept, not who. */
export async function noteAnswered(
  message: Pick<Message, "unitCode" | "at"> & { _id: unknown },
  waitingSince: Date,
): Promise<void> {
  await addResponseTime({
    _id: sha256Hex(`answered:${String(message._id)}`).slice(0, 32),
    unitCode: message.unitCode,
    week: weekOf(message.at),
    ms: Math.max(0, message.at.getTime() - waitingSince.getTime()),
  });
}

/** The value below which this share of them lies: the nearest one, so that it is a wait somebody really had. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

export interface WeekOfAnswers {
  week: string;
  answers: number;
  medianMs: number;
  p90Ms: number;
  asked: number;
  solved: number;
  partly: number;
  open: number;
}

/** The last weeks, the latest last; a week without answers stands there as one. */
export async function weeksOf(whose: Whose, now: Date, count: number): Promise<WeekOfAnswers[]> {
  const weeks = Array.from({ length: count }, (_, n) => weekOf(new Date(now.getTime() - days(7 * (count - 1 - n)))));
  const [times, answers] = await Promise.all([
    listResponseTimes(whose, weeks[0] ?? ""),
    listAnswers(whose, weeks[0] ?? ""),
  ]);
  return weeks.map((week) => {
    const sorted = times
      .filter((one) => one.week === week)
      .map(({ ms }) => ms)
      .toSorted((a, b) => a - b);
    // a unit that others came to has several rows of a week
    const here = answers.filter((one) => one.week === week);
    const sum = (of: "asked" | "solved" | "partly" | "open"): number => here.reduce((n, one) => n + (one[of] ?? 0), 0);
    const counts = { asked: sum("asked"), solved: sum("solved"), partly: sum("partly"), open: sum("open") };
    return { week, answers: sorted.length, medianMs: quantile(sorted, 0.5), p90Ms: quantile(sorted, 0.9), ...counts };
  });
}
