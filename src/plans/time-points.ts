import { fold } from "../kernel/vietnamese.ts";
import type { Point } from "./reading.ts";

const pad = (n: number): string => String(n).padStart(2, "0");
const lastOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const iso = (year: number, month: number, day: number): string =>
  year >= 1900 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= lastOf(year, month)
    ? `${year}-${pad(month)}-${pad(day)}`
    : "";

/** "05/6/2025", "5.6.2025", "ngày 05 tháng 6 năm 2025" → 2025-06-05; "" for what is no day. */
export function dayOf(text: string): string {
  const [, d, m, y] =
    /(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})/.exec(text) ??
    /(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})/iu.exec(text) ??
    [];
  return d === undefined ? "" : iso(Number(y), Number(m), Number(d));
}

const ROMAN_QUARTERS: Readonly<Record<string, number>> = { I: 1, II: 2, III: 3, IV: 4, "1": 1, "2": 2, "3": 3, "4": 4 };
const quarterOf = (text: string): number => new Map(Object.entries(ROMAN_QUARTERS)).get(text.toUpperCase()) ?? 0;

/** "Quý IV năm 2025", "quý 4/2025". */
export function quarterIn(text: string): { words: string; year: number; quarter: number } | undefined {
  const [words = "", q = "", y = ""] = /quý\s+(IV|I{1,3}|[1-4])\s*(?:năm|\/|,)?\s*(\d{4})/iu.exec(text) ?? [];
  return words === "" ? undefined : { words, year: Number(y), quarter: quarterOf(q) };
}

/** One moment at the front of a text; the day is the last that the words may mean. */
const FORMS: readonly [RegExp, (m: RegExpExecArray) => string][] = [
  [
    /^(?:ngày\s+)?(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)/iu,
    (m) => iso(Number(m[3]), Number(m[2]), Number(m[1])),
  ],
  [
    /^(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})(?!\d)/iu,
    (m) => iso(Number(m[3]), Number(m[2]), Number(m[1])),
  ],
  [
    /^(?:tháng\s+)?(\d{1,2})\s?(?:\/|năm|-)\s?(\d{4})(?!\d)/iu,
    (m) => iso(Number(m[2]), Number(m[1]), lastOf(Number(m[2]), Number(m[1]))),
  ],
  [
    /^quý\s+(IV|I{1,3}|[1-4])\s*(?:năm|\/|,)?\s*(\d{4})(?!\d)/iu,
    (m) => iso(Number(m[2]), quarterOf(m[1] ?? "") * 3, 30 + Number(/^(?:IV|I|1|4)$/iu.test(m[1] ?? ""))),
  ],
  [/^năm\s+(\d{4})(?!\d)/iu, (m) => iso(Number(m[1]), 12, 31)],
];
const MOST_POINT = 160;
/** A meeting by its name, cut where something else begins. */
const EVENT =
  /^(?:ngày\s+)?(?:khi\s+)?(?:(?:hoàn thành|kết thúc|bế mạc|khai mạc|tổ chức|diễn ra)\s+)*(?:[Đđ]ại hội|[Hh]ội nghị|[Bb]ầu cử)[^:;,.()]*/u;

export function pointAt(text: string): Point | undefined {
  const [before = ""] = /^\s*(?:(?:hết|cuối|đầu|khi|trước|sau)\s+)*/iu.exec(text) ?? [];
  const start = text.slice(before.length, before.length + MOST_POINT);
  const words = (said: string): string => `${before.trimStart()}${said.trim()}`;
  for (const [form, day] of FORMS) {
    const match = form.exec(start);
    const at = match ? day(match) : "";
    if (match && at !== "") return { words: words(match[0]), day: at, event: "" };
  }
  const event = EVENT.exec(start)?.[0]?.trim();
  return event ? { words: words(event), day: "", event: eventOf(event) } : undefined;
}

/** The same meeting however it is called: "Đại hội XIV của Đảng", "Đại hội đại biểu toàn quốc lần thứ XIV". */
export function eventOf(words: string): string {
  const folded = fold(words);
  const roman = /(?:^| )(?:lan thu )?((?:x{1,3}|l)?(?:ix|iv|v?i{0,3}))(?= |$)/g;
  const nth = [...folded.matchAll(roman)].map((m) => m[1] ?? "").find((one) => one !== "") ?? "";
  const national =
    /toan quoc|cua dang$|dai hoi (?:lan thu )?x/.test(folded) && !/tinh|thanh pho|xa|phuong/.test(folded);
  if (national && nth !== "") return `đại hội toàn quốc ${nth.toUpperCase()}`;
  return folded.replace(/^(?:khi |hoan thanh |ket thuc |be mac |khai mac |dien ra |to chuc )+/, "").trim();
}

const TO = /(?:^|[\s(,])(?:kéo dài (?:đến|tới)|cho (?:đến|tới)|đến|tới)\s+/giu;

/** Every "đến …" of a text that names a moment. */
export function endsIn(text: string): (Point & { offset: number })[] {
  return [...text.matchAll(TO)].flatMap((match) => {
    const offset = match.index + match[0].length;
    const point = pointAt(text.slice(offset, offset + 2 * MOST_POINT));
    return point ? [{ ...point, offset }] : [];
  });
}
