import { goesOn, type Open, widthOf } from "./join-lines.ts";
import type { Paragraph } from "./paragraph.ts";
import { partLabel } from "./part-labels.ts";

/** Lines of a page when the file has no page marks of its own. */
const LINES_A_PAGE = 38;

/** A line of the file with its number, from 1, as an editor shows it. */
interface TextLine {
  words: string;
  n: number;
  page: number;
  /** empty lines before it */
  blanks: number;
}

/**
 * Plain text, as a person typed it or a converter left it: lines that were broken because they were full are joined into
 * paragraphs again, and a label in the middle of a sentence ("2025" / "- 2030") begins nothing. Lines are numbered as they
 * stand in the file; where form feeds part its pages, from the top of each page.
 */
export function readText(text: string): Paragraph[] {
  const { lines, known } = linesOf(text.replace(/^\uFEFF/, "").replace(/\r\n?|[\u0085\u2029]/g, "\n"));
  const width = widthOf(lines.map((line) => line.words));
  const all = lines.map((line) => line.words.toLowerCase()).join("\n");
  const gap = gapOf(lines);
  const found: Paragraph[] = [];
  let open: Open | undefined;
  for (const { words, n, page, blanks } of lines) {
    const last = found.at(-1);
    if (last && open && blanks < gap && goesOn(open, words, width, all)) {
      last.text = `${last.text} ${words}`;
      if (page === last.page || !known) last.lineTo = n;
      open = { ...open, text: last.text, last: words };
      continue;
    }
    found.push({ text: words, page, line: n, lineTo: n, ...(known ? {} : { estimated: true }) });
    open = { text: words, last: words, label: partLabel(words) };
  }
  return found;
}

/** Lines with their pages. A form feed ends a page; so does a line that holds nothing but the number of the next. */
function linesOf(text: string): { lines: TextLine[]; known: boolean } {
  const known = text.includes("\f");
  const lines: TextLine[] = [];
  let [page, n, onPage, blanks] = [1, 0, 0, 0];
  for (const raw of text.split("\n")) {
    for (const [piece, words] of raw.split("\f").map(tidy).entries()) {
      if (piece > 0) {
        page += 1;
        [n, onPage] = [0, 0];
      }
      if (piece === 0 || words !== "") n += 1;
      if (words === "") {
        blanks += 1;
        continue;
      }
      if (words === String(page + 1) && (blanks > 0 || !known)) {
        page += 1;
        onPage = 0;
        continue;
      }
      onPage += 1;
      if (!known && onPage > LINES_A_PAGE) {
        page += 1;
        onPage = 1;
      }
      lines.push({ words, n, page, blanks });
      blanks = 0;
    }
  }
  return { lines, known };
}

const tidy = (text: string): string => text.replace(/\s+/g, " ").trim();

/** So many empty lines part paragraphs: one more than usually stand between lines, as in text with double spacing. */
function gapOf(lines: readonly TextLine[]): number {
  const blanks = lines.map((line) => line.blanks).toSorted((a, b) => a - b);
  const usual = blanks[Math.floor(blanks.length * 0.4)] ?? 0;
  return usual === 0 ? 1 : usual + 2;
}
