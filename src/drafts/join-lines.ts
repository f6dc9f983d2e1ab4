import type { PartLabel } from "./part-label.ts";
import { partLabel } from "./part-labels.ts";

/** A paragraph that is being put together from broken lines. */
export interface Open {
  text: string;
  /** its newest line */
  last: string;
  label: PartLabel | undefined;
}

const ENDS = /[.;:!?…][”"')\]]*$/;
const startsSmall = (words: string): boolean => /^["“'(]?[\p{Ll},]/u.test(words);
/** A heading in capitals; a short form alone ("TTCS.") is none. */
const isLoud = (words: string): boolean =>
  words === words.toUpperCase() && /\p{Lu}{2}/u.test(words) && /\p{L}\P{L}+\p{L}/u.test(words);

/**
 * How wide full lines are, in characters: what one line in ten reaches. 0 when the lines are whole paragraphs: hardly any
 * begins with a small letter, or they are far longer than a page is wide.
 */
export function widthOf(lines: readonly string[]): number {
  const lengths = lines.map((words) => words.length).toSorted((a, b) => a - b);
  const small = lines.filter((words, n) => isRest(words, lines[n - 1] ?? "")).length;
  const width = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
  return small < lines.length * 0.06 || width > 160 ? 0 : Math.max(40, width);
}

/** A line that can only be the rest of one that was broken: it begins small, or is the second half of "2025 - 2030". */
const isRest = (words: string, before: string): boolean =>
  (startsSmall(words) && partLabel(words) === undefined) || (/\d$/.test(before) && /^[-–] ?\d/.test(words));

/** The first line of a paragraph is set in by about so many letters; one with a number of its own is a heading more often. */
const INDENT = 8;

/** Whether the line ended only because the next word had no room. `slack` below 1 is for letters of unequal width. */
function wasFull(open: Open, next: string, width: number, slack: number): boolean {
  const first = open.last === open.text && (open.label === undefined || open.label.kind === "doan");
  const room = open.last.length + (first ? INDENT : 0) + 1 + (next.split(" ", 1)[0]?.length ?? 0);
  return room >= width * slack;
}

/**
 * Whether a line goes on with the paragraph before it.
 * @param width of {@link widthOf}
 * @param all every line of the text, in small letters: what stands on one line elsewhere belongs together
 */
export function goesOn(open: Open, next: string, width: number, all: string): boolean {
  const ended = ENDS.test(open.last);
  const label = partLabel(next);
  if (width === 0) return label === undefined && startsSmall(next) && !ended && !isLoud(open.text);
  if (label) return !ended && labelGoesOn(open, next, label, width, all);
  if (!ended && !isLoud(open.last) && NEEDS_MORE.test(open.last) && !isNumbers(open.last, next)) return true;
  if (startsSmall(next)) return !isLoud(open.last) || !ended;
  if (ended) return sentenceGoesOn(open, next, width);
  if (isLoud(open.last) || isLoud(next)) return isLoud(open.last) && isLoud(next) && open.label?.kind !== "dieu";
  return wasFull(open, next, width, 0.9);
}

/** After a full stop at the end of a full line a bullet or a clause may go on with another sentence; plain text begins anew. */
const BEGINS = /^(?:Trên đây là|Nơi nhận|Căn cứ|Theo đề nghị|Kính gửi)(?!\p{L})/u;
const sentenceGoesOn = (open: Open, next: string, width: number): boolean =>
  !BEGINS.test(next) &&
  open.label !== undefined &&
  open.last !== open.text &&
  wasFull(open, next, width, 0.97) &&
  /[.;!?…]$/.test(open.last);

/** "2025" / "- 2030", "lần thứ" / "XIV: Cần…", "Văn hóa" / "- Thông tin", "theo" / "Điều 5.": no label, only a broken line. */
function labelGoesOn(open: Open, next: string, label: PartLabel, width: number, all: string): boolean {
  if (isLoud(open.last)) return false;
  const words = next.slice(label.printed.length).trim();
  if (label.kind === "doan") {
    if (!/^[-–—]/.test(label.printed)) return false;
    if (/\d$/.test(open.last) && /^\d/.test(words)) return true;
    if (/^\p{Ll}/u.test(words) && wasFull(open, next, width, 0.9)) return true;
    return stands(all, `${lastWords(open.last)} ${label.printed} ${firstWords(words)}`);
  }
  if (ASKS_MORE.test(open.last)) return true;
  if (!wasFull(open, next, width, 0.9)) return false;
  const goesSmall = words === "" || /^[\p{Ll},]/u.test(words);
  return goesSmall && (label.kind === "dieu" || (label.kind === "khoan" && words === ""));
}
/** No paragraph ends with these words. */
const ASKS_MORE = /(?:^|\s)(?:lần thứ|khóa|số|tại|theo|của|và|hoặc|là|ở|điều|khoản|mục|chương|thứ|năm|tháng|quý)$/iu;

/** Nor with these, also before what is no label: "theo Nghị định số" / "59/2019/NĐ-CP", "tại khoản 2" / "Điều 5 của Quy chế". */
const NEEDS_MORE = /(?:^|\s)(?:số|tại|theo|của|và|hoặc|(?:khoản|điểm) (?:\d{1,2}|[a-zđ]))$/u;

/** "Phòng Truyền thông số" / "Phối hợp …": such a "số" asks for no number. */
const isNumbers = (last: string, next: string): boolean => /(?:^|\s)số$/u.test(last) && /^\p{Lu}\p{Ll}/u.test(next);

const lastWords = (text: string): string => text.split(" ").slice(-2).join(" ");
const firstWords = (text: string): string => text.split(" ", 2).join(" ");
const stands = (all: string, words: string): boolean => all.includes(words.toLowerCase());
