import { goesOn, type Open, widthOf } from "./join-lines.ts";
import { BARE, FEWEST_LINES, footNumbers, pageNamed } from "./page-lines.ts";
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

interface RawLine {
  words: string;
  n: number;
  page: number;
}

/** Lines with their pages: counted by form feeds, else by the lines that name a page, else by their number. */
function linesOf(text: string): { lines: TextLine[]; known: boolean } {
  const known = text.includes("\f");
  const lines = rawLines(text);
  return { lines: known ? sheets(lines) : counted(lines), known };
}

function rawLines(text: string): RawLine[] {
  const lines: RawLine[] = [];
  let [page, n] = [1, 0];
  for (const raw of text.split("\n"))
    for (const [piece, words] of raw.split("\f").map(tidy).entries()) {
      if (piece > 0) [page, n] = [page + 1, 0];
      if (piece === 0 || words !== "") n += 1;
      lines.push({ words, n, page });
    }
  return lines;
}

/** Of each sheet the number at its head or foot is no text. */
function sheets(all: readonly RawLine[]): TextLine[] {
  const spoken = all.filter((line) => line.words !== "");
  const numbers = new Set(
    spoken.filter((line, at) => {
      const edge = spoken[at - 1]?.page !== line.page || spoken[at + 1]?.page !== line.page;
      const named = edge ? pageNamed(line.words) : undefined;
      return named !== undefined && (named.dressed || Math.abs(named.page - line.page) <= 1);
    }),
  );
  return withBlanks(all, (line) => (numbers.has(line) ? undefined : line.page));
}

/** A line that names the next page begins it; one that names its own page ends it. */
function counted(all: readonly RawLine[]): TextLine[] {
  const feet = footNumbers(all.map((line) => line.words));
  let [page, onPage] = [1, 0];
  const turn = (): undefined => {
    [page, onPage] = [page + 1, 0];
    return undefined;
  };
  return withBlanks(all, ({ words }, at, blanks) => {
    const named = pageNamed(words);
    // "2" among the cells of a table, "2/9" for a day of the year
    const alone = [-1, 1].every((by) => !BARE.test(all[at + by]?.words ?? "")) && BARE.test(words);
    const stands = named !== undefined && (named.dressed || alone || blanks > 0 || onPage >= FEWEST_LINES);
    if (feet.has(at) || (stands && named.page === page && !BARE.test(words))) return turn();
    if (stands && named.page === page + 1 && feet.size === 0) return turn();
    if (onPage >= LINES_A_PAGE) turn();
    onPage += 1;
    return page;
  });
}

/** Lines that say something, on the page that is told for each; undefined leaves the line out. */
function withBlanks(
  all: readonly RawLine[],
  pageOf: (line: RawLine, at: number, blanks: number) => number | undefined,
): TextLine[] {
  let blanks = 0;
  return all.flatMap((line, at): TextLine[] => {
    if (line.words === "") {
      blanks += 1;
      return [];
    }
    const page = pageOf(line, at, blanks);
    if (page === undefined) return [];
    const one = { ...line, page, blanks };
    blanks = 0;
    return [one];
  });
}

const tidy = (text: string): string => text.replace(/\s+/g, " ").trim();

/** So many empty lines part paragraphs: one more than usually stand between lines, as in text with double spacing. */
function gapOf(lines: readonly TextLine[]): number {
  const blanks = lines.map((line) => line.blanks).toSorted((a, b) => a - b);
  const usual = blanks[Math.floor(blanks.length * 0.4)] ?? 0;
  return usual === 0 ? 1 : usual + 2;
}
