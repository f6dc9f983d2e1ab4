import { invalid } from "../kernel/errors.ts";
import { formatWeekday } from "../kernel/dates.ts";
import { graphemes, nfc } from "../kernel/vietnamese.ts";
import { clockOf, minuteOfDay } from "./duty.ts";
import { LEAST_HANDOVER_HOURS } from "./end-handovers.ts";
import type { DutyHours, InboxSettings } from "./inbox-settings.model.ts";

const MOST_HANDOVER_HOURS = 72;
/** Monday first, as people here count. */
const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;
/** 2026-11-22 was a Sunday */
const nameOf = (weekday: number): string => formatWeekday(new Date(Date.UTC(2026, 10, 22 + weekday, 5)));

/** The week as the form shows it; an empty day has no duty. */
export const weekOfDuty = (duty: readonly DutyHours[]) =>
  WEEK.map((weekday) => {
    const hours = duty.find((one) => one.weekday === weekday);
    return {
      weekday,
      name: nameOf(weekday),
      from: hours ? clockOf(hours.from) : "",
      to: hours ? clockOf(hours.to) : "",
    };
  });

export interface TypedSettings {
  handoverHours: string;
  awayText: string;
  asks: boolean;
  labels: string;
  /** `from-1`, `to-1`… as typed */
  times: Readonly<Record<string, string>>;
}

function readDay(weekday: number, times: TypedSettings["times"]): DutyHours[] {
  const [from = "", to = ""] = [times[`from-${weekday}`], times[`to-${weekday}`]];
  if (from === "" && to === "") return [];
  const [begin, end] = [minuteOfDay(from), minuteOfDay(to)];
  if (begin === undefined || end === undefined)
    throw invalid({ [`from-${weekday}`]: `${nameOf(weekday)}: giờ viết như 07:30; ngày nghỉ thì để trống cả hai ô` });
  if (begin >= end) throw invalid({ [`to-${weekday}`]: `${nameOf(weekday)}: giờ kết thúc phải sau giờ bắt đầu` });
  return [{ weekday, from: begin, to: end }];
}

/** @throws AppError 422 naming the field */
export function readTyped(typed: TypedSettings): Omit<InboxSettings, "_id"> {
  const handoverHours = Number(typed.handoverHours);
  if (!Number.isInteger(handoverHours) || handoverHours < LEAST_HANDOVER_HOURS || handoverHours > MOST_HANDOVER_HOURS)
    throw invalid({ handoverHours: `Số giờ từ ${LEAST_HANDOVER_HOURS} đến ${MOST_HANDOVER_HOURS}` });
  const awayText = nfc(typed.awayText.trim());
  if (graphemes(awayText) > 800) throw invalid({ awayText: "Lời nhắn ngoài giờ tối đa 800 ký tự" });
  const labels = [...new Set(typed.labels.split(/[,\n]/).map((one) => nfc(one.trim())))].filter(Boolean);
  if (labels.length > 30 || labels.some((one) => graphemes(one) > 30))
    throw invalid({ labels: "Tối đa 30 nhãn, mỗi nhãn 30 ký tự" });
  return { handoverHours, awayText, asks: typed.asks, labels, duty: WEEK.flatMap((day) => readDay(day, typed.times)) };
}
