import { days } from "../kernel/clock.ts";

/** Zalo locks an OA that is silent for 180 days (domain.md §0.13); a month is a reason to look, five an alarm. */
const WARN_DAYS = 30;
const ALARM_DAYS = 150;
const LOCK_DAYS = 180;

export interface Silence {
  ms: number;
  level: "" | "warn" | "alarm";
  /** whole days, as a page says it */
  words: string;
}

/** How long nothing came from an OA; one that was only just connected has not been silent yet. */
export function silenceOf(lastEventAt: Date | null, now: Date): Silence {
  const ms = lastEventAt ? Math.max(0, +now - +lastEventAt) : 0;
  const whole = Math.floor(ms / days(1));
  if (ms > days(ALARM_DAYS))
    return { ms, level: "alarm", words: `im lặng ${whole} ngày; Zalo khóa OA sau ${LOCK_DAYS} ngày` };
  if (ms > days(WARN_DAYS)) return { ms, level: "warn", words: `im lặng ${whole} ngày` };
  return { ms, level: "", words: "" };
}
