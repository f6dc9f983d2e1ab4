/** Times are stored in UTC and decided in Asia/Ho_Chi_Minh, which has been UTC+7 without daylight saving since 1975. */
const OFFSET_MS = 7 * 3_600_000;

export interface LocalParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** 0 = Sunday */
  weekday: number;
}

export function localParts(at: Date): LocalParts {
  const shifted = new Date(at.getTime() + OFFSET_MS);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    weekday: shifted.getUTCDay(),
  };
}

/** The hour a moment lies in: what is kept of a time where the minute would lead to a person (ADR 0010). */
export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);

const pad = (n: number): string => String(n).padStart(2, "0");

/** 20/11/2026. The built-in short style prints "20/11/26", so it is built from parts. */
export function formatDate(at: Date): string {
  const { day, month, year } = localParts(at);
  return `${pad(day)}/${pad(month)}/${year}`;
}

/** 19:30 */
export function formatTime(at: Date): string {
  const { hour, minute } = localParts(at);
  return `${pad(hour)}:${pad(minute)}`;
}

const sameDay = (a: Date, b: Date): boolean => formatDate(a) === formatDate(b);

/** "hôm nay, lúc 19:30", "hôm qua, lúc 07:00", else "20/11/2026, lúc 19:30". */
export function formatMoment(at: Date, now: Date): string {
  if (sameDay(at, now)) return `hôm nay, lúc ${formatTime(at)}`;
  if (sameDay(at, new Date(now.getTime() - 86_400_000))) return `hôm qua, lúc ${formatTime(at)}`;
  if (sameDay(at, new Date(now.getTime() + 86_400_000))) return `ngày mai, lúc ${formatTime(at)}`;
  return `${formatDate(at)}, lúc ${formatTime(at)}`;
}

/** Official short form: a 0 before days under 10 and before months 1 and 2 only (05/6/2025, 10/02/2025). */
export function formatOfficialDate(at: Date): string {
  const { day, month, year } = localParts(at);
  return `${pad(day)}/${month <= 2 ? pad(month) : month}/${year}`;
}

/** Midnight in Vietnam of the day a moment falls on. */
export const startOfDay = (at: Date): Date =>
  new Date(Math.floor((at.getTime() + OFFSET_MS) / 86_400_000) * 86_400_000 - OFFSET_MS);
/** Midnight in Vietnam of the first of a month, `offset` months away. */
export function startOfMonth(at: Date, offset = 0): Date {
  const { year, month } = localParts(at);
  return new Date(Date.UTC(year, month - 1 + offset, 1) - OFFSET_MS);
}
const AS_TYPED = /^(\d{2})\/(\d{2})\/(\d{4})(?: (\d{2}:\d{2}))?$/;

/** Vietnamese time as forms carry it, "2026-11-24T19:30", or as their fields show it (`dayAsTyped`); undefined for anything else. */
export function parseLocal(given: string): Date | undefined {
  const text = given.replace(
    AS_TYPED,
    (_, d: string, m: string, y: string, t?: string) => `${y}-${m}-${d}${t ? `T${t}` : ""}`,
  );
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?$/.exec(text);
  if (!match) return undefined;
  const [, y, mo, d, h = "0", mi = "0"] = match;
  const at = new Date(Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi)) - OFFSET_MS);
  const parts = localParts(at);
  return parts.day === Number(d) && parts.month === Number(mo) && parts.hour === Number(h) ? at : undefined;
}
/** The other way round, for the value of a datetime field. */
export function formatLocal(at: Date): string {
  const { year, month, day, hour, minute } = localParts(at);
  return `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}`;
}

const WEEKDAYS = ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
export const formatWeekday = (at: Date): string => WEEKDAYS[localParts(at).weekday] ?? "";

/** What a date field holds, as a person says it: "Thứ Sáu, 27/11/2026, 06:00"; "" when it holds no day. */
export function dayInWords(value: string): string {
  const at = parseLocal(value);
  if (!at) return "";
  return [formatWeekday(at), formatDate(at), ...(/[T:]/.test(value) ? [formatTime(at)] : [])].join(", ");
}

/** What a date field holds, as it stands in the field: "27/11/2026 06:00", day before month in every browser. */
export function dayAsTyped(value: string): string {
  const at = parseLocal(value);
  if (!at) return value;
  return /[T:]/.test(value) ? `${formatDate(at)} ${formatTime(at)}` : formatDate(at);
}

/** "1 giờ 12 phút", "45 giây": two units at most, never "0 giây" before something longer. */
export function formatDuration(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1000));
  const units: [number, string][] = [
    [Math.floor(total / 86_400), "ngày"],
    [Math.floor((total % 86_400) / 3600), "giờ"],
    [Math.floor((total % 3600) / 60), "phút"],
    [total % 60, "giây"],
  ];
  const first = units.findIndex(([n]) => n > 0);
  if (first < 0) return "0 giây";
  return units
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n} ${unit}`)
    .join(" ");
}

/** 1.234.567 */
export const formatNumber = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ".");

/** "61,31 %" from a share of 1. */
export const formatShare = (share: number, digits = 1): string =>
  `${(share * 100).toFixed(digits).replace(".", ",").replace(/,0+$/, "")} %`;
