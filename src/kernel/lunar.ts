import { LunarCalendar } from "@dqcai/vn-lunar";
import { localParts } from "./dates.ts";

/** The lunar day of a moment in Vietnam (UTC+7): "12 tháng 10 âm lịch"; a leap month says so (domain.md §4.4). */
export function formatLunar(at: Date): string {
  const { day, month, year } = localParts(at);
  const lunar = LunarCalendar.fromSolar(day, month, year).lunarDate;
  return `${lunar.day} tháng ${lunar.month}${lunar.leap ? " nhuận" : ""} âm lịch`;
}
