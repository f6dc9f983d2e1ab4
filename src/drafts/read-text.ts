import { partLabel, startsPart } from "./part-labels.ts";
import type { Paragraph } from "./paragraph.ts";

/** Lines of a page when the file has no page marks of its own. */
const LINES_A_PAGE = 38;
const ENDS = /[.;:!?…”")]$/;

/**
 * Plain text whose lines were broken by a converter: lines are joined again into paragraphs. A full line without an end
 * goes on in the next; a label in the middle of a sentence ("2025" / "- 2030") begins nothing.
 */
export function readText(text: string): Paragraph[] {
  const parts = text
    .replace(/\r\n?/g, "\n")
    .replace(/^\uFEFF/, "")
    .split(/(\f|\n)/);
  const lines = parts.map((part) => (part === "\f" ? part : part.replace(/\s+/g, " ").trim())).filter(Boolean);
  const full = fullLength(lines);
  const found: Paragraph[] = [];
  let page = 1;
  let line = 0;
  let last = "";
  for (const words of lines) {
    // a form feed, or the number a page carries
    if (words === "\f" || words === String(page + 1)) {
      page += 1;
      line = 0;
      continue;
    }
    line += 1;
    if (line > LINES_A_PAGE) {
      page += 1;
      line = 1;
    }
    const open = found.at(-1);
    if (open && goesOn(open.text, last.length >= full, words)) {
      open.text = `${open.text} ${words}`;
      open.lineTo = open.page === page ? line : open.lineTo + 1;
    } else found.push({ text: words, page, line, lineTo: line });
    last = words;
  }
  return found;
}

/** From this length on a line was broken because it was full: seven tenths of what nine lines in ten stay below. */
function fullLength(lines: string[]): number {
  const lengths = lines.map((words) => words.length).toSorted((a, b) => a - b);
  return Math.max(45, (lengths[Math.floor(lengths.length * 0.9)] ?? 80) * 0.72);
}

const startsSmall = (words: string): boolean => /^[\p{Ll}\d(,]/u.test(words) || /^[-–] ?[\p{Ll}\d]/u.test(words);
const isLoud = (words: string): boolean => words === words.toUpperCase() && /\p{Lu}/u.test(words);

function goesOn(before: string, wasFull: boolean, words: string): boolean {
  if (ENDS.test(before) && !/^[\p{Ll},]/u.test(words)) return false;
  const heading = partLabel(before) !== undefined && !wasFull;
  if (startsPart(words)) return !heading && !isLoud(before) && startsSmall(words) && wasFull;
  if (isLoud(words) || isLoud(before)) return isLoud(words) && isLoud(before);
  return heading ? startsSmall(words) : wasFull || startsSmall(words);
}
