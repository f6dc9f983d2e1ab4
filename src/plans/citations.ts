import { nfc } from "../kernel/vietnamese.ts";
import { lineAt } from "./plan-text.ts";
import type { Citation, Place } from "./reading.ts";
import { dayOf } from "./time-points.ts";

/** What a document calls itself, longest first where one begins as another does. */
const KINDS = [
  "Nghị quyết",
  "Nghị định",
  "Quyết định",
  "Kết luận",
  "Chỉ thị",
  "Kế hoạch",
  "Hướng dẫn",
  "Công văn",
  "Công điện",
  "Thông tư liên tịch",
  "Thông tư",
  "Thông báo",
  "Chương trình",
  "Đề án",
  "Quy chế",
  "Quy định",
  "Văn bản",
  "Tờ trình",
  "Báo cáo",
  "Pháp lệnh",
  "Luật",
] as const;

const LETTERS = "[A-ZĐÀ-Ỹ]";
/** "QĐ-UBND", "BTTTT-TTĐN", "NĐ-CP", "QĐ-TTg": a line may have been broken behind a hyphen. */
const MARK = `${LETTERS}{1,12}(?:&${LETTERS}{1,8})?[a-z]?(?:-\\s?${LETTERS}{2,14}[a-z]?)*\\d{0,2}`;
/** State bodies write 38/KH-UBND and 49/2024/NĐ-CP, the Party 03-HD/BTGDVTU. */
const STATE = `\\d{1,5}(?:/\\d{4})?/${MARK}`;
const PARTY = `\\d{1,5}-\\s?${LETTERS}{1,5}/${LETTERS}{1,14}(?:-\\s?${LETTERS}{1,10})?`;
const DATE =
  "(?:ngày\\s*)?(\\d{1,2}\\s?[/.-]\\s?\\d{1,2}\\s?[/.-]\\s?\\d{4}|\\d{1,2}\\s+tháng\\s+\\d{1,2}\\s+năm\\s+\\d{4})";

const NUMBERED = new RegExp(
  `(?:(${KINDS.join("|")})\\s+)?(?:số\\s*:?\\s*)?(?<![\\d/])(${PARTY}|${STATE})(?![\\p{L}\\d])(?:\\s*,?\\s*${DATE})?`,
  "giu",
);

const tidyNumber = (number: string): string => nfc(number).replace(/\s+/g, "").toUpperCase();
const isParty = (number: string): boolean => /^\d{1,5}-/.test(number);

interface Mention {
  at: number;
  end: number;
  kind: string;
  number: string;
  day: string;
}

/** Numbers of documents in a text, with where they stand. Capital letters of a number are part of it. */
export function mentionsIn(text: string): Mention[] {
  return [...text.matchAll(NUMBERED)].flatMap((match) => {
    const number = (match[2] ?? "").replace(/\s+/g, "");
    // "2/9", "5-7/file" are no numbers of documents: their letters are capitals
    if (!new RegExp(`^(?:${PARTY}|${STATE})$`, "u").test(number)) return [];
    const kind = KINDS.find((one) => one.toLowerCase() === (match[1] ?? "").toLowerCase()) ?? "";
    const at = match.index;
    return [{ at, end: at + match[0].length, kind, number, day: dayOf(match[3] ?? "") }];
  });
}

const MOST_TITLE = 400;
const MOST_REST = 1500;
/** What follows a number: whose it is, what it is about. */
function restOf(text: string): { organ: string; title: string; round: string } {
  const upTo =
    text
      .slice(0, MOST_REST)
      .split(/;|\.\s|\.$|, [“"]?(?=Sở |UBND |Ủy ban )|\s+và\s+(?=(?:Kế hoạch|Quyết định|Hướng dẫn|Công văn) số)/u)[0] ??
    "";
  const [, organ = "", title = ""] =
    /^\s*,?\s*(?:của\s+(.*?))?\s*(?:,?\s*(?:về việc|về|quy định|phê duyệt|ban hành)\s+(.*))?$/su.exec(upTo) ?? [];
  const round = /\(\s*đợt\s+(\d{1,2}|[IVX]{1,4})\s*\)/iu.exec(upTo)?.[1] ?? "";
  const clean = (words: string): string =>
    words
      .replace(/\(\s*đợt\s+[\dIVX]+\s*\)/iu, "")
      .replace(/\s+/g, " ")
      .replace(/[\s,.;:]+$/, "")
      .replace(/^về\s+/iu, "")
      .replace(/\s+(?:và|thực hiện)$/u, "")
      .trim();
  return { organ: clean(organ), title: clean(unclosed(title)).slice(0, MOST_TITLE), round };
}

/** A bracket that was opened before the number is closed behind the title. */
const unclosed = (text: string): string => {
  const [open, closed] = [text.split("(").length, text.split(")").length];
  return closed > open ? text.replace(/\)[^)]*$/, "") : text;
};

/** The paragraphs before the first part: what the plan stands on. */
const OPENS = /^(?:Căn cứ|Thực hiện|Theo|Xét|Tiếp theo|Triển khai)(?!\p{L})/iu;
export const isBase = (place: Place): boolean => place.depth === 0 && !place.heading && OPENS.test(place.words);
/** A ground without a number: "Kế hoạch công tác của Tiểu ban Tổ chức …". */
const UNNUMBERED = new RegExp(
  `^(?:(?:Căn cứ|Thực hiện|Theo|Xét)\\s+)?(?:ý kiến chỉ đạo|${KINDS.join("|")})(?!\\p{L})`,
  "iu",
);

function unnumbered(place: Place): Omit<Citation, "lines">[] {
  const parts = place.words.split(/;\s*/);
  return parts.flatMap((part, n) => {
    if (mentionsIn(part).length > 0 || !UNNUMBERED.test(part)) return [];
    if (n === parts.length - 1 && /ban hành Kế hoạch|xây dựng [Kk]ế hoạch/u.test(part) && n > 0) return [];
    const words = part.replace(OPENS, "").trim();
    const kind = KINDS.find((one) => words.toLowerCase().startsWith(one.toLowerCase())) ?? "";
    const { organ, title } = restOf(words.slice(kind.length).replace(/^.*?(?=của )/u, ""));
    const bare = words.replace(/[\s,.;]+$/, "");
    return [
      { number: "", kind, organ, day: "", round: "", title: title === "" ? bare : title, by: "" as const, base: true },
    ];
  });
}

/**
 * Every document the plan names, once each, in the order of citing: "05/6/2025" and "5/6/2025" are one day, and a mention
 * without a day is the one that has a day.
 */
export function citationsOf(places: readonly Place[], lines: readonly string[]): Citation[] {
  const found: Citation[] = [];
  for (const place of places) {
    const base = isBase(place);
    if (base) for (const one of unnumbered(place)) found.push({ ...one, lines: [place.line] });
    for (const { kind, number, day, at, end } of mentionsIn(place.words)) {
      const rest = restOf(place.words.slice(end));
      const by = isParty(number) ? ("party" as const) : ("state" as const);
      note(found, { number, kind, day, ...rest, by, base, lines: [lineAt(lines, place, at)] });
    }
  }
  return found;
}

function note(found: Citation[], one: Citation): void {
  const key = tidyNumber(one.number);
  const same = found.find(
    (known) =>
      known.number !== "" &&
      tidyNumber(known.number) === key &&
      (known.day === one.day || known.day === "" || one.day === ""),
  );
  if (!same) {
    found.push(one);
    return;
  }
  for (const name of ["kind", "day", "organ", "title", "round"] as const) if (same[name] === "") same[name] = one[name];
  same.base ||= one.base;
  for (const line of one.lines) if (!same.lines.includes(line)) same.lines.push(line);
}
