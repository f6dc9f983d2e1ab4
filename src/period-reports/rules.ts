import { days } from "../kernel/clock.ts";
import { formatOfficialDate, localParts, parseLocal, startOfDay } from "../kernel/dates.ts";
import type { Span } from "../kernel/fact.ts";
import { dayKey } from "../kernel/send-hours.ts";

/** Weekly, monthly, half a year, a year, on request, the last one of a campaign (S2-09, S2-12, S4-24, S4-33). */
export const PERIOD_KINDS = ["week", "month", "half-year", "year", "request", "final"] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];
export const KIND_NAMES: Readonly<Record<PeriodKind, string>> = {
  week: "Tuần",
  month: "Tháng",
  "half-year": "6 tháng",
  year: "Năm",
  request: "Theo yêu cầu",
  final: "Tổng kết chiến dịch",
};

/** "trước ngày 06/6" as it is written, or "đến hết ngày 06/6" where a department says so. */
export const STRICTNESS = ["before", "through"] as const;
export type Strictness = (typeof STRICTNESS)[number];
export const STRICTNESS_NAMES: Readonly<Record<Strictness, string>> = {
  before: "Trước ngày này (00:00 của ngày này đã là muộn)",
  through: "Đến hết ngày này",
};

/** Three settings, each a day of Vietnam, yyyy-mm-dd: none follows from another (30/5 and 30/11 end no month). */
export interface PeriodDays {
  from: string;
  cutoff: string;
  due: string;
  strictness: Strictness;
}

const begin = (day: string): Date => {
  const at = parseLocal(day);
  if (!at || day.length !== 10) throw new Error(`no day of the calendar: ${day}`);
  return at;
};
const afterDay = (day: string): Date => new Date(begin(day).getTime() + days(1));
export const dayAfter = (day: string): string => dayKey(afterDay(day));

/**
 * What counts: everything of the days from the first to the cut-off, its last moment included. 24:00 of 30/5 is written
 * of that day and is in; 00:00 of 31/5 is the next period's. Periods that follow one another share no moment and lose none.
 */
export const spanOf = ({ from, cutoff }: Pick<PeriodDays, "from" | "cutoff">): Span => ({
  from: begin(from),
  to: afterDay(cutoff),
});
/** A day and a clock as people write them, "24:00" among them: which day a fact belongs to. */
export const dayOfWritten = (day: string, clock: string): string => {
  const [, hour = "", minute = ""] = /^(\d{1,2}):(\d{2})$/.exec(clock) ?? [];
  if (hour === "" || Number(minute) > 59 || Number(hour) * 60 + Number(minute) > 24 * 60)
    throw new Error(`no time of a day: ${clock}`);
  return dayKey(begin(day));
};

/** The first moment that is late. */
export const lateFrom = ({ due, strictness }: Pick<PeriodDays, "due" | "strictness">): Date =>
  strictness === "before" ? begin(due) : afterDay(due);

/** The only word on what is late: pages, reports, exports and reminders ask here. */
export const isLate = (at: Date, period: Pick<PeriodDays, "due" | "strictness">): boolean => at >= lateFrom(period);

/** "trước ngày 06/6/2026", "đến hết ngày 06/6/2026" */
export const dueWords = ({ due, strictness }: Pick<PeriodDays, "due" | "strictness">): string =>
  `${strictness === "before" ? "trước" : "đến hết"} ngày ${formatOfficialDate(begin(due))}`;
export const dayWords = (day: string): string => formatOfficialDate(begin(day));

/** Whole days until it is late; 0 on the last one. */
export const daysLeft = (now: Date, period: Pick<PeriodDays, "due" | "strictness">): number =>
  Math.round((startOfDay(new Date(lateFrom(period).getTime() - 1)).getTime() - startOfDay(now).getTime()) / days(1));

export type Standing = "unopened" | "filling" | "waiting" | "on-time" | "late" | "source" | "missing";
/** What is known of one unit's report, as far as its standing goes. */
export interface Known {
  openedAt: Date | null;
  isWaiting: boolean;
  submittedAt: Date | null;
  /** told, by file or tick, to have reported on the source system */
  sourceAt: Date | null;
}

/**
 * Where one expected unit stands. Who reports on the source system is never late; who never opened the form stays in.
 * What came first holds: a report that was handed in here stays in time or late whatever is told of it afterwards.
 */
export function standingOf(known: Known | null, period: PeriodDays, now: Date): Standing {
  const [submittedAt, sourceAt] = [known?.submittedAt ?? null, known?.sourceAt ?? null];
  if (sourceAt && (!submittedAt || sourceAt < submittedAt)) return "source";
  if (submittedAt) return isLate(submittedAt, period) ? "late" : "on-time";
  if (isLate(now, period)) return "missing";
  if (known?.isWaiting) return "waiting";
  return known?.openedAt ? "filling" : "unopened";
}

export interface Tally {
  expected: number;
  /** in time, those of the source system among them */
  onTime: number;
  source: number;
  late: number;
  /** nothing yet, whether it is due or not */
  missing: number;
}
/** in time + late + missing = expected, always. */
export function tallyOf(standings: readonly Standing[]): Tally {
  const n = (...of: Standing[]): number => standings.filter((one) => of.includes(one)).length;
  return {
    expected: standings.length,
    onTime: n("on-time", "source"),
    source: n("source"),
    late: n("late"),
    missing: n("missing", "unopened", "filling", "waiting"),
  };
}

/** Before the day that is named (S2-12). */
const REMINDERS = [7, 3, 1] as const;
/** The reminder that is due now: the nearest that has begun; 0 for none. One that was slept through is not made up for. */
export function reminderDue(now: Date, { due }: Pick<PeriodDays, "due">): number {
  const left = Math.round((begin(due).getTime() - startOfDay(now).getTime()) / days(1));
  return left < 1 ? 0 : (REMINDERS.toReversed().find((n) => left <= n) ?? 0);
}

/** What is wrong with the three days, by field; {} for nothing. */
export function dayFaults({ from, cutoff, due }: Pick<PeriodDays, "from" | "cutoff" | "due">): Record<string, string> {
  const isDay = (text: string): boolean => text.length === 10 && parseLocal(text) !== undefined;
  const faults: Record<string, string> = {};
  if (!isDay(from)) faults["from"] = "Ghi ngày bắt đầu, ví dụ 01/12/2025";
  if (!isDay(cutoff)) faults["cutoff"] = "Ghi ngày chốt số liệu, ví dụ 30/5/2026";
  if (!isDay(due)) faults["due"] = "Ghi hạn gửi, ví dụ 06/6/2026";
  if (Object.keys(faults).length > 0) return faults;
  if (cutoff < from) faults["cutoff"] = "Ngày chốt số liệu phải từ ngày bắt đầu trở đi";
  if (due <= cutoff) faults["due"] = "Hạn gửi phải sau ngày chốt số liệu";
  return faults;
}

interface Spanned {
  kind: PeriodKind;
  from: string;
  cutoff: string;
}
/** Two of one kind that count the same day. Half a year lies in its year: kinds are apart, and requests may overlap. */
export const overlaps = (a: Spanned, b: Spanned): boolean =>
  a.kind === b.kind && a.kind !== "request" && a.kind !== "final" && a.from <= b.cutoff && b.from <= a.cutoff;

const pad = (n: number): string => String(n).padStart(2, "0");
/** What a department usually sets for a year (S2-12); each of the days may be changed. */
export function usualDays(kind: PeriodKind, now: Date): PeriodDays {
  const { year, month } = localParts(now);
  const strictness = "before" as const;
  if (kind === "half-year")
    return { from: `${year - 1}-12-01`, cutoff: `${year}-05-30`, due: `${year}-06-06`, strictness };
  if (kind === "year") return { from: `${year - 1}-12-01`, cutoff: `${year}-11-30`, due: `${year}-12-06`, strictness };
  if (kind === "month") {
    const next = new Date(begin(`${year}-${pad(month)}-01`).getTime() + days(32));
    const first = `${dayKey(next).slice(0, 7)}-01`;
    return {
      from: `${year}-${pad(month)}-01`,
      cutoff: dayKey(new Date(begin(first).getTime() - 1)),
      due: `${first.slice(0, 8)}06`,
      strictness,
    };
  }
  const monday = new Date(startOfDay(now).getTime() - days((localParts(now).weekday + 6) % 7));
  const after = (n: number): string => dayKey(new Date(monday.getTime() + days(n)));
  return { from: after(0), cutoff: after(6), due: after(8), strictness };
}
