import { days, hours } from "./clock.ts";
import { localParts, startOfDay } from "./dates.ts";
import { lunarDay } from "./lunar.ts";

/** When a unit may speak unasked: hours of the day and days on which it keeps quiet. */
export interface SendHours {
  /** from ≤ hour < to, Vietnam time */
  from: number;
  to: number;
  /** the unit's own quiet days, yyyy-mm-dd */
  quietDays: string[];
}

/** From the last day of the lunar year to the third of the first month nobody is disturbed (domain.md §4.4). */
export function isTet(at: Date): boolean {
  const today = lunarDay(at);
  if (today.month === 1 && !today.leap && today.day <= 3) return true;
  const tomorrow = lunarDay(new Date(at.getTime() + days(1)));
  return tomorrow.month === 1 && !tomorrow.leap && tomorrow.day === 1;
}

const pad = (n: number): string => String(n).padStart(2, "0");
/** yyyy-mm-dd in Vietnam */
export const dayKey = (at: Date): string => {
  const { year, month, day } = localParts(at);
  return `${year}-${pad(month)}-${pad(day)}`;
};

/** Why a moment is not for sending, in the words of the page; undefined when it is. */
export function whyQuiet(at: Date, rule: SendHours): string | undefined {
  if (isTet(at)) return "Từ 30 Tết đến mùng 3 không gửi tin thường";
  if (rule.quietDays.includes(dayKey(at))) return "Ngày đơn vị chọn không gửi tin";
  const { hour } = localParts(at);
  if (hour < rule.from || hour >= rule.to)
    return `Ngoài giờ cho phép gửi (${pad(rule.from)}:00 đến ${pad(rule.to)}:00)`;
  return undefined;
}

/** The first moment from `at` on at which sending is allowed; looks 90 days ahead. */
export function nextAllowed(at: Date, rule: SendHours): Date {
  let moment = at;
  for (let n = 0; n < 90 * 2; n += 1) {
    if (!whyQuiet(moment, rule)) return moment;
    const { hour } = localParts(moment);
    const morning = new Date(startOfDay(moment).getTime() + hours(rule.from));
    moment = hour < rule.from ? morning : new Date(morning.getTime() + days(1));
    if (whyQuiet(moment, rule) && localParts(moment).hour === rule.from)
      moment = new Date(startOfDay(moment).getTime() + days(1) + hours(rule.from));
  }
  return moment;
}

/** The last allowed hour of a day, or undefined on a quiet day. */
export function lastSlotOf(day: Date, rule: SendHours): Date | undefined {
  const slot = new Date(startOfDay(day).getTime() + hours(rule.to - 1));
  return whyQuiet(slot, rule) ? undefined : slot;
}

/**
 * The latest beginning not after `wanted` from which something that takes so long is over within the hours of one day;
 * undefined where neither that day nor the one before allows it.
 */
export function latestWithin(wanted: Date, takesMs: number, rule: SendHours): Date | undefined {
  return [0, 1]
    .map((before) => startOfDay(new Date(wanted.getTime() - days(before))).getTime() + hours(rule.to) - takesMs)
    .map((last) => new Date(Math.min(wanted.getTime(), last)))
    .find((begin) => !whyQuiet(begin, rule));
}

/** Turns one after the other. */
export interface Turns {
  /** whoever is asked about now would have this one */
  at(): Date;
  /** it is taken: the next comes after it */
  take(): void;
}

/**
 * The turns of people who are written to one by one at a pace, within the hours a unit may speak; `rule` is missing for
 * what may go at any hour.
 * @param perMinute calls a minute, > 0
 */
export function turnsFrom(start: Date, perMinute: number, rule: SendHours | undefined): Turns {
  const step = 60_000 / perMinute;
  const endOfDay = (at: number): number =>
    rule ? startOfDay(new Date(at)).getTime() + hours(rule.to) : Number.POSITIVE_INFINITY;
  const allowed = (at: number): number => (rule ? nextAllowed(new Date(at), rule).getTime() : at);
  let at = allowed(start.getTime());
  let ends = endOfDay(at);
  return {
    at: () => new Date(at),
    take() {
      at += step;
      if (at < ends) return;
      at = allowed(at);
      ends = endOfDay(at);
    },
  };
}
