import { days as daysIn } from "../kernel/clock.ts";
import { formatDate, formatTime, localParts, parseLocal, startOfDay } from "../kernel/dates.ts";
import { dayKey } from "../kernel/send-hours.ts";

export const DAY_NAMES = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"] as const;
/** T2 … T7, CN: as a station's papers say. */
const shortDay = (day: number): string => (day === 7 ? "CN" : `T${day + 1}`);
const MOST_TIMES = 12;

/** "5h30; 17:00" → ["05:30", "17:00"] in order, each once; undefined for what is no time. */
export function readTimes(typed: string): string[] | undefined {
  const found = typed.split(/[\s,;]+/).filter((one) => one !== "");
  const times = found.map((one) => {
    const [, hour, minute = "00"] = /^(\d{1,2})(?:[:hg](\d{2})?)$/i.exec(one) ?? [];
    return hour !== undefined && Number(hour) < 24 && Number(minute) < 60 ? `${hour.padStart(2, "0")}:${minute}` : "";
  });
  if (times.length === 0 || times.length > MOST_TIMES || times.includes("")) return undefined;
  return [...new Set(times)].toSorted();
}

/** Midnight of the Monday of the week a moment falls in. */
function mondayOf(at: Date): Date {
  const weekday = (localParts(at).weekday + 6) % 7;
  return startOfDay(new Date(startOfDay(at).getTime() - daysIn(weekday)));
}
/** The week a page asks for; this one for what is no day. */
export const weekOf = (typed: string, now: Date): Date => mondayOf(parseLocal(typed.slice(0, 10)) ?? now);
export const nextWeek = (monday: Date, n = 1): Date => new Date(monday.getTime() + daysIn(7 * n));
export const weekName = (monday: Date): string =>
  `${formatDate(monday)} – ${formatDate(new Date(monday.getTime() + daysIn(6)))}`;

/** A place in the week: when, and the name its row has. */
export interface Hour {
  key: string;
  at: Date;
  name: string;
}
/** The hours of one week by the unit's own days and times. */
export function hoursOf(rule: { days: readonly number[]; times: readonly string[] }, monday: Date): Hour[] {
  return [...rule.days]
    .toSorted((a, b) => a - b)
    .flatMap((day) =>
      rule.times.flatMap((time) => {
        const date = dayKey(new Date(monday.getTime() + daysIn(day - 1)));
        const at = parseLocal(`${date}T${time}`);
        return at ? [{ key: `${date}T${time}`, at, name: `${shortDay(day)} ${time}` }] : [];
      }),
    );
}
export const nameOf = (at: Date): string => `${shortDay(((localParts(at).weekday + 6) % 7) + 1)} ${formatTime(at)}`;

/** A line of a station's log: that it spoke then. */
export interface LogLine {
  line: number;
  at: Date;
}
/** How far a station's clock and its list may be apart. */
export const APART_MS = 20 * 60_000;
/**
 * Each line to the hour of the list that is nearest to it, which one line tells alone: a station that writes down every
 * piece it played did not speak at the next hour as well.
 */
export function matchLog<S extends { _id: string; at: Date }>(lines: readonly LogLine[], slots: readonly S[]) {
  const apart = (slot: S, line: LogLine): number => Math.abs(slot.at.getTime() - line.at.getTime());
  const matched = new Map<string, S>();
  const left: LogLine[] = [];
  for (const line of lines) {
    const near = slots
      .filter((slot) => apart(slot, line) <= APART_MS)
      .toSorted((a, b) => apart(a, line) - apart(b, line))[0];
    if (near && !matched.has(near._id)) matched.set(near._id, near);
    else left.push(line);
  }
  return { matched: [...matched.values()], left };
}
