import { LunarCalendar } from "@dqcai/vn-lunar";
import { localParts } from "./dates.ts";

export interface LunarDay {
  day: number;
  month: number;
  leap: boolean;
}

/** The lunar day of a moment in Vietnam (UTC+7; domain.md §4.4). */
export function lunarDay(at: Date): LunarDay {
  const { day, month, year } = localParts(at);
  const lunar = LunarCalendar.fromSolar(day, month, year).lunarDate;
  return { day: lunar.day, month: lunar.month, leap: Boolean(lunar.leap) };
}

/** "12 tháng 10 âm lịch"; a leap month says so. */
export function formatLunar(at: Date): string {
  const { day, month, leap } = lunarDay(at);
  return `${day} tháng ${month}${leap ? " nhuận" : ""} âm lịch`;
}

/** "12/10" for a cell of the calendar; "1/4N" in a leap month. */
export function shortLunar(at: Date): string {
  const { day, month, leap } = lunarDay(at);
  return `${day}/${month}${leap ? "N" : ""}`;
}
