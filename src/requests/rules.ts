import { fold } from "../kernel/vietnamese.ts";
import { days } from "../kernel/clock.ts";
import { localParts, startOfDay } from "../kernel/dates.ts";
import type { CitizenRequest } from "./request.model.ts";

/** Working days until an answer is due, when the unit has set no other (Đà Nẵng practice, domain.md §2.3). */
export const ANSWER_WORKING_DAYS = 7;

/** The end of the n-th working day after a moment; Saturdays, Sundays and the given days off do not count. */
export function dueAfter(at: Date, workingDays: number, daysOff: ReadonlySet<string> = new Set()): Date {
  let day = startOfDay(at);
  for (let left = workingDays; left > 0; ) {
    day = new Date(day.getTime() + days(1));
    const { weekday } = localParts(day);
    const key = new Date(day.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
    if (weekday !== 0 && weekday !== 6 && !daysOff.has(key)) left -= 1;
  }
  return new Date(day.getTime() + days(1) - 1000);
}

const ACCUSES =
  /\b(to cao|khieu nai|tham nhung|nhan hoi lo|an hoi lo|doi tien|vi tien|lay tien (quy|dan|cua dan)|an chan|bao ke|danh nguoi|lua dao)\b/;

/** Whether a report accuses somebody: that has a way of its own by law and is never published (Luật Tố cáo 2018). */
export const accuses = (text: string): boolean => ACCUSES.test(fold(text));

export const ACCUSATION_WAY =
  "Nội dung này có ý tố cáo, khiếu nại. Pháp luật có đường riêng để bảo vệ người tố cáo: Ông/Bà gửi đơn tới bộ phận tiếp công dân của xã hoặc cơ quan thanh tra, có thể đề nghị giữ bí mật họ tên. Kênh này không đăng và không chuyển công khai nội dung tố cáo.";

export interface RequestFigures {
  received: number;
  answered: number;
  inTime: number;
  waiting: number;
  overdue: number;
  redirected: number;
}

/** Received = answered + waiting + redirected; "in time" counts answers not later than their due date. */
export function countRequests(
  rows: readonly Pick<CitizenRequest, "state" | "dueAt" | "answeredAt">[],
  now: Date,
): RequestFigures {
  const answered = rows.filter((row) => row.state === "answered");
  const waiting = rows.filter((row) => row.state === "received" || row.state === "assigned");
  return {
    received: rows.length,
    answered: answered.length,
    inTime: answered.filter((row) => row.answeredAt !== null && row.answeredAt <= row.dueAt).length,
    waiting: waiting.length,
    overdue: waiting.filter((row) => row.dueAt < now).length,
    redirected: rows.length - answered.length - waiting.length,
  };
}
