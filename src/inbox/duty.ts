import { days, minutes } from "../kernel/clock.ts";
import { formatTime, formatWeekday, localParts, startOfDay } from "../kernel/dates.ts";
import type { DutyHours } from "./inbox-settings.model.ts";

const minuteOf = (at: Date): number => {
  const { hour, minute } = localParts(at);
  return hour * 60 + minute;
};

/** Whether officers are at their desks. */
export const isOnDuty = (duty: readonly DutyHours[], at: Date): boolean =>
  duty.some(({ weekday, from, to }) => localParts(at).weekday === weekday && minuteOf(at) >= from && minuteOf(at) < to);

/** Begin and end of the duty hours around `at`, in days to either side, in order. */
function momentsAround(duty: readonly DutyHours[], at: Date, day: number): { from: Date; to: Date }[] {
  const midnight = startOfDay(new Date(at.getTime() + days(day)));
  return duty
    .filter(({ weekday }) => weekday === localParts(midnight).weekday)
    .map(({ from, to }) => ({
      from: new Date(midnight.getTime() + minutes(from)),
      to: new Date(midnight.getTime() + minutes(to)),
    }))
    .toSorted((a, b) => a.from.getTime() - b.from.getTime());
}
const EIGHT_DAYS = [0, 1, 2, 3, 4, 5, 6, 7];

/** When officers are there next; undefined when the unit names no hours. */
export const nextDuty = (duty: readonly DutyHours[], at: Date): Date | undefined =>
  EIGHT_DAYS.flatMap((day) => momentsAround(duty, at, day)).find(({ from }) => from > at)?.from;

/** Since when nobody is there: the end of the last duty hours. */
export const closedSince = (duty: readonly DutyHours[], at: Date): Date | undefined =>
  EIGHT_DAYS.flatMap((day) => momentsAround(duty, at, -day).toReversed()).find(({ to }) => to <= at)?.to;

/** "07:30 Thứ Hai" */
export const momentOfDuty = (at: Date): string => `${formatTime(at)} ${formatWeekday(at)}`;

/** "07:30" → 450; undefined for what is no time of the day. */
export function minuteOfDay(text: string): number | undefined {
  const [, hour = "", minute = ""] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  const value = Number(hour) * 60 + Number(minute);
  return hour !== "" && Number(minute) < 60 && value <= 1440 ? value : undefined;
}
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
