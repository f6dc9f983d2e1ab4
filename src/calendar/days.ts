import { localParts } from "../kernel/dates.ts";
import { lunarDay } from "../kernel/lunar.ts";

/** A day people know, by the solar or the lunar calendar. */
export interface KnownDay {
  name: string;
  lunar: boolean;
  day: number;
  month: number;
  leadDays: number;
  suggestions: readonly string[];
}

const known = (
  name: string,
  lunar: boolean,
  day: number,
  month: number,
  leadDays: number,
  ...suggestions: string[]
): KnownDay => ({
  name,
  lunar,
  day,
  month,
  leadDays,
  suggestions,
});

/** Days of the whole country (domain.md §4.4), each with what a commune usually tells and how long before. */
export const NATIONAL_DAYS: readonly KnownDay[] = [
  known("Tết Nguyên đán", true, 1, 1, 14, "Lịch trực Tết và số điện thoại cần thiết", "Chúc Tết bà con"),
  known("Giỗ Tổ Hùng Vương", true, 10, 3, 7, "Lịch nghỉ Giỗ Tổ và hoạt động tại địa phương"),
  known("Vu lan", true, 15, 7, 5, "Giữ an toàn khi thắp hương, đốt vàng mã"),
  known("Trung thu", true, 15, 8, 7, "Lịch vui Trung thu cho các cháu"),
  known("Ngày thành lập Đảng", false, 3, 2, 7, "Hoạt động mừng ngày thành lập Đảng"),
  known("Ngày thành lập Đoàn", false, 26, 3, 5, "Thanh niên xã làm gì cho bà con"),
  known("Ngày Giải phóng miền Nam", false, 30, 4, 7, "Lịch nghỉ lễ và treo cờ"),
  known("Quốc tế Lao động", false, 1, 5, 5, "Lịch làm việc của trụ sở trong kỳ nghỉ"),
  known("Ngày sinh Chủ tịch Hồ Chí Minh", false, 19, 5, 5, "Hoạt động kỷ niệm tại địa phương"),
  known("Ngày Thương binh – Liệt sĩ", false, 27, 7, 10, "Lịch thăm hỏi, dâng hương"),
  known("Cách mạng tháng Tám", false, 19, 8, 5, "Tìm hiểu lịch sử địa phương"),
  known(
    "Quốc khánh",
    false,
    2,
    9,
    10,
    "Lịch nghỉ Quốc khánh và treo cờ",
    "Hoạt động văn hóa, thể thao mừng Quốc khánh",
  ),
  known("Ngày Phụ nữ Việt Nam", false, 20, 10, 5, "Hoạt động của Hội Phụ nữ"),
  known("Ngày truyền thống Mặt trận", false, 18, 11, 10, "Ngày hội Đại đoàn kết các thôn"),
  known("Ngày thành lập Quân đội", false, 22, 12, 7, "Gặp mặt cựu chiến binh, tuyển quân"),
];

/** Days that fall on a moment's day. */
export function daysOn<T extends KnownDay>(at: Date, all: readonly T[]): T[] {
  const { day, month } = localParts(at);
  const lunar = lunarDay(at);
  return all.filter((one) =>
    one.lunar
      ? !lunar.leap && lunar.day === one.day && lunar.month === one.month
      : one.day === day && one.month === month,
  );
}

/** The next day on which each of them falls, within `days` days from `from`. */
export function upcoming<T extends KnownDay>(from: Date, days: number, all: readonly T[]): { at: Date; known: T }[] {
  return Array.from({ length: days }, (_, n) => new Date(from.getTime() + n * 86_400_000)).flatMap((at) =>
    daysOn(at, all).map((one) => ({ at, known: one })),
  );
}
