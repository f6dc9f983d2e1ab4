import { sayInteger } from "./say-number.ts";
import { type Rule, rule, type Spot } from "./spot.ts";

const D = "(0?[1-9]|[12]\\d|3[01])";
const M = "(0?[1-9]|1[0-2])";
const Y = "((?:1[0-9]|20)\\d\\d)";
const TO = "\\s?[-–—]\\s?";

const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isDay = (day: number, month: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= (LONGEST[month - 1] ?? 0);

/** The first ten days of a month are called so. */
const sayDay = (day: number): string => `${day <= 10 ? "mùng " : ""}${sayInteger(day)}`;
export const sayMonth = (month: number): string => `tháng ${month === 4 ? "tư" : sayInteger(month)}`;
const sayYear = (year: string | undefined): string => (year === undefined ? "" : ` năm ${sayInteger(Number(year))}`);

const HAS_DAY =
  /(?:^|[^\p{L}])(?:ngày|mùng|mồng|sáng|chiều|tối|trưa|đêm|hôm|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|rằm)\s*,?\s*\(?$/iu;
const HAS_MUNG = /(?:^|[^\p{L}])(?:mùng|mồng)\s*$/iu;
/** Streets, bridges and schools are called by a day without "mùng". */
const NAMED_BY = /(?:^|[^\p{L}])(?:đường|phố|cầu|trường|công viên|quảng trường|nhà máy|hợp tác xã|phong trào)\s*$/iu;
const OF_A_DAY =
  /(?:^|[^\p{L}])(?:quốc khánh|lễ|kỷ niệm|kỉ niệm|mừng|dịp|tết|quốc tế (?:phụ nữ|lao động|thiếu nhi)|phụ nữ việt nam|nhà giáo việt nam|thương binh,? liệt sĩ|thành lập đảng|chiến thắng|giải phóng|từ|đến|trước|sau|hết|vào|tới|qua|kể từ|hạn|giỗ tổ)\s*\(?$/iu;

export const isDateBefore = (spot: Spot): boolean =>
  spot.after(HAS_DAY) || spot.after(OF_A_DAY) || spot.after(NAMED_BY);

const FEAST =
  /(?:^|[^\p{L}])(?:quốc khánh|lễ|kỷ niệm|kỉ niệm|mừng|dịp|tết|quốc tế (?:phụ nữ|lao động|thiếu nhi)|phụ nữ việt nam|nhà giáo việt nam|thương binh,? liệt sĩ)\s*\(?$/iu;

/** "mùng" once, "ngày" where nothing before says that a day follows. */
function led(spot: Spot, day: number): string {
  if (spot.after(HAS_MUNG)) return sayInteger(day);
  return `${spot.after(HAS_DAY) || spot.after(FEAST) ? "" : "ngày "}${sayDay(day)}`;
}

/** @throws nothing; undefined when there is no such day */
export function sayDate(spot: Spot, day: string, month: string, year?: string): string | undefined {
  const [d, m] = [Number(day), Number(month)];
  if (!isDay(d, m)) return undefined;
  if (d === 29 && m === 2 && year !== undefined && new Date(Date.UTC(Number(year), 1, 29)).getUTCMonth() !== 1)
    return undefined;
  if (spot.after(NAMED_BY)) return `${sayInteger(d)} ${sayMonth(m)}${sayYear(year)}`;
  return `${led(spot, d)} ${sayMonth(m)}${sayYear(year)}`;
}

const follows = (spot: Spot, length: number): string => spot.text.slice(spot.at + length, spot.at + length + 40);

/** "Ngày 5, 6 và 7/3": every day before the last shares its month. */
function sayDayList([whole]: RegExpExecArray): string | undefined {
  const parts = /^(.*?)(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?$/u.exec(whole);
  if (!parts) return undefined;
  const [, days = "", last = "", month = "", year] = parts;
  const all = [...days.matchAll(/\d+/g)].map(([one]) => Number(one));
  if (![...all, Number(last)].every((day) => isDay(day, Number(month)))) return undefined;
  const said = days.replaceAll(/\d+/g, (day) => sayDay(Number(day))).replaceAll(/\s*[-–—]\s*/g, " đến ");
  return `${said}${sayDay(Number(last))} ${sayMonth(Number(month))}${sayYear(year)}`;
}

function sayDays(match: RegExpExecArray, spot: Spot): string | undefined {
  const [, from = "", to = "", month = "", year] = match;
  if (Number(from) >= Number(to) || !isDay(Number(to), Number(month))) return undefined;
  return `${led(spot, Number(from))} đến ${sayDay(Number(to))} ${sayMonth(Number(month))}${sayYear(year)}`;
}

/** "Ngày 5": a day of the month, unless something is counted: "ngày 2 lần". */
const DAY_ENDS =
  /^(?:\s*(?:$|[.,;:)!?\n])|\s+(?:tháng|hằng tháng|hàng tháng|âm lịch|dương lịch|tết|và|đến|tới|này|vừa qua|sắp tới|giêng|chạp|các)(?![\p{L}]))/iu;

const ANY = "\\d{1,2}";
const SLASHED = `${D}\\s?/\\s?${M}\\s?/\\s?${Y}`;

/** "Đợt 2/2026": the second of the year, or February's. */
const COUNTED_IN_A_YEAR =
  /(?:^|[^\p{L}])(?:đợt|kỳ|kì|lần|khóa|khoá|phiên|vòng|tập|kỳ họp|lớp|bản tin|đề án|dự án)(?:\s+(?:số|thứ))?\s*$/iu;

export const DATES: readonly Rule[] = [
  rule("days from date to date", `${D}/${M}(?:/${Y})?${TO}${D}/${M}(?:/${Y})?`, (match, spot) => {
    const [, d1 = "", m1 = "", y1, d2 = "", m2 = "", y2] = match;
    const first = sayDate(spot, d1, m1, y1);
    const second = isDay(Number(d2), Number(m2)) && `${sayDay(Number(d2))} ${sayMonth(Number(m2))}${sayYear(y2)}`;
    return first && second
      ? `${first} đến ${/ngày\s*$/iu.test(spot.before) || first.startsWith("ngày") ? "ngày " : ""}${second}`
      : undefined;
  }),
  rule("days of one month", `${D}${TO}${D}/${M}(?:/${Y})?`, sayDays),
  rule(
    "a list of days",
    `(?<=[Nn]gày\\s)${ANY}(?:\\s?,\\s?${ANY})*(?:,?\\s(?:và|đến)\\s|\\s?,\\s?)${ANY}/${ANY}(?:/\\d{4})?`,
    sayDayList,
  ),
  rule("a date", SLASHED, ([, day = "", month = "", year], spot) => sayDate(spot, day, month, year)),
  rule("a date with dots or dashes", `${D}([-.])${M}\\2${Y}`, ([, day = "", , month = "", year], spot) =>
    sayDate(spot, day, month, year),
  ),
  rule("a date of ISO", "((?:19|20)\\d\\d)-(0[1-9]|1[0-2])-([0-2]\\d|3[01])", ([, year, month = "", day = ""], spot) =>
    sayDate(spot, day, month, year),
  ),
  rule("a day with a dot", `${D}\\.${M}`, ([, day = "", month = ""], spot) =>
    spot.after(HAS_DAY) || /(?:quốc khánh|lễ|mừng)\s*$/iu.test(spot.before) ? sayDate(spot, day, month) : undefined,
  ),
  rule("a day with a dash", `${D}-${M}`, ([, day = "", month = ""], spot) =>
    (spot.after(HAS_DAY) || /(?:quốc khánh|lễ|mừng)\s*$/iu.test(spot.before)) && Number(day) > 12
      ? sayDate(spot, day, month)
      : undefined,
  ),
  rule("months of a year", `(?<=[Tt]háng\\s)${M}${TO}${M}(?:/${Y})?`, ([, from = "", to = "", year]) =>
    Number(from) < Number(to)
      ? `${sayMonth(Number(from)).slice(6)} đến ${sayMonth(Number(to))}${sayYear(year)}`
      : undefined,
  ),
  rule(
    "a quarter of a year",
    `(?<=(?:[Qq]uý|QUÝ)\\s)(0?[1-4])/${Y}`,
    ([, quarter = "", year]) => `${sayInteger(Number(quarter))}${sayYear(year)}`,
  ),
  rule("a month of a year", `${M}\\s?[/-]\\s?${Y}`, ([whole, month = "", year], spot) => {
    const said = `${sayMonth(Number(month))}${sayYear(year)}`;
    if (whole.includes("-") && !/tháng\s*$/iu.test(spot.before))
      return /^\d+-\d+$/.test(whole) ? { ask: "tháng của một năm, hay khoảng", choices: [said] } : undefined;
    if (/(?:^|[^\p{L}])số\s*$/iu.test(spot.before))
      return { ask: "số hay tháng", choices: [`${sayInteger(Number(month))}${sayYear(year)}`, said] };
    if (spot.after(COUNTED_IN_A_YEAR))
      return { ask: "lần thứ mấy hay tháng", choices: [`${sayInteger(Number(month))}${sayYear(year)}`, said] };
    return /tháng\s*$/iu.test(spot.before) ? said.slice("tháng ".length) : said;
  }),
  rule("a day", `(?<=[Nn]gày\\s)${D}`, ([whole, day = ""], spot) =>
    DAY_ENDS.test(follows(spot, whole.length)) && !/thứ\s*$/iu.test(spot.before) ? sayDay(Number(day)) : undefined,
  ),
];
