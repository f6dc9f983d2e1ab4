import { type CsvErrorCode, CsvError, parse } from "csv-parse/sync";

/** One record and the line of the file it begins in. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/** What stops the reading, and where. */
export class BadCsv extends Error {
  readonly line: number;
  readonly code: CsvErrorCode;
  constructor(line: number, code: CsvErrorCode) {
    super(code);
    this.line = line;
    this.code = code;
  }
}

const DELIMITERS = [",", ";", "\t", "|"] as const;
/** Lines above the headings that people write a title in. */
const FIRST = 20;

/** Fills `rows`: cells trimmed, records with nothing in them left out, each with its own line. Tells what stopped it. */
function fill(rows: CsvRow[], text: string, delimiter: string, limits: { letters: number; to?: number }) {
  let last = 0;
  try {
    parse(text, {
      delimiter,
      record_delimiter: "\n",
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: limits.letters,
      ...(limits.to === undefined ? {} : { to: limits.to }),
      on_record(record: string[], { lines }) {
        const cells = record.map((cell) => cell.trim());
        if (cells.some((cell) => cell !== "")) rows.push({ line: last + 1, cells });
        last = lines;
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError) return new BadCsv(last + 1, error.code);
    throw error;
  }
  return undefined;
}

/**
 * Rows of a text that came as CSV from wherever: separated by comma, semicolon, tab or bar, whichever gives the most
 * headings that `isHeading` knows. @param letters most in one row
 * @throws BadCsv for a quote that is never closed, and for a row that is too long
 */
export function readCsv(given: string, isHeading: (cell: string) => boolean, letters: number): CsvRow[] {
  const text = given.replace(/\r\n?/g, "\n");
  // Excel's own word for the separator is a line of its own; what stays of it keeps the count of lines
  const said = /^sep=(.)\n/i.exec(text)?.[1];
  const body = said === undefined ? text : text.slice(5);
  const known = (delimiter: string): number => {
    const first: CsvRow[] = [];
    fill(first, body, delimiter, { letters, to: FIRST });
    return Math.max(0, ...first.map(({ cells }) => cells.filter(isHeading).length));
  };
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, known: known(delimiter) }));
  const best = scored.toSorted((a, b) => b.known - a.known)[0];
  const rows: CsvRow[] = [];
  const stopped = fill(rows, body, said ?? best?.delimiter ?? ",", { letters });
  if (stopped) throw stopped;
  return rows;
}
