import { formatNumber } from "../kernel/dates.ts";
import { AppError } from "../kernel/errors.ts";
import { decodeText } from "../kernel/letters/decode-text.ts";
import { BadCsv, type CsvRow, readCsv } from "./read-csv.ts";
import { treeFaults } from "./tree-faults.ts";
import { type Column, COLUMN_NAMES, columnOf, type Fault, faultIn, type ReadRow, rowSchema } from "./unit-columns.ts";
import { whatElse } from "./what-else.ts";

export type { UnitRow } from "./unit-columns.ts";

/** A fault with its place; line 0 is the file as a whole, column "" the line as a whole. */
export interface UnitFault extends Fault {
  line: number;
  column: Column | "";
}

export interface ReadUnits {
  /** those without a fault of their own; nothing is imported while there is one */
  rows: ReadRow[];
  faults: UnitFault[];
  /** the same for operators, a text for each line */
  problems: string[];
}

/** A province has some 130 units; a file within these limits holds thirty provinces. */
const MOST_BYTES = 2_000_000;
const MOST_LINES = 4000;
const MOST_BLANK_LINES = 20_000;
const MOST_LINE_LETTERS = 4000;
const MOST_PROBLEMS = 100;

class Stop extends Error {
  readonly fault: UnitFault;
  constructor(line: number, vi: string, en: string) {
    super(en);
    this.fault = { line, column: "", vi, en };
  }
}

/** Rows of a list of units in CSV; every fault is named. What is past a limit is not read any further. */
export function readUnits(file: Uint8Array | string): ReadUnits {
  try {
    const { rows, faults } = readRows(textOf(file));
    const all = [...faults, ...treeFaults(rows)].toSorted((a, b) => a.line - b.line).slice(0, MOST_PROBLEMS);
    return { rows, faults: all, problems: problemsOf(all) };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { rows: [], faults: [error.fault], problems: problemsOf([error.fault]) };
  }
}

/** "line 3: column 8 (from): …; column 9 …", a text for each line. */
export function problemsOf(faults: readonly UnitFault[]): string[] {
  const lines = [...new Set(faults.map(({ line }) => line))];
  return lines.map((line) => {
    const here = faults.filter((one) => one.line === line);
    const words = here.map(({ column, en }) => (column === "" ? en : `column ${column}: ${en}`)).join("; ");
    return line === 0 ? words : `line ${line}: ${words}`;
  });
}

function textOf(file: Uint8Array | string): string {
  const { length } = file;
  if (length > MOST_BYTES)
    throw new Stop(
      0,
      `Tệp lớn hơn ${formatNumber(MOST_BYTES / 1_000_000)} MB, không được nhận`,
      `the file has ${length} letters, at most ${MOST_BYTES} are read`,
    );
  const text = typeof file === "string" ? file.replace(/^\ufeff/, "") : decoded(file);
  const lines = text.split(/\r\n?|\n/);
  const filled = lines.filter((line) => line.trim() !== "").length;
  if (filled > MOST_LINES + 1 || lines.length > MOST_BLANK_LINES)
    throw new Stop(
      0,
      `Tệp có ${formatNumber(lines.length)} dòng; chỉ đọc đến ${formatNumber(MOST_LINES)} dòng. Vui lòng chia nhỏ tệp`,
      `the file has ${lines.length} lines, at most ${MOST_LINES} are read`,
    );
  return text;
}

function decoded(file: Uint8Array): string {
  const other = whatElse(file);
  if (other) throw new Stop(0, other.vi, other.en);
  const unread = (): Stop =>
    new Stop(
      0,
      "Không đọc được bảng mã chữ của tệp. Trong Excel chọn Lưu thành (Save As) loại “CSV UTF-8” rồi tải lên lại",
      "the letters are in no code this reads; save the file as CSV UTF-8",
    );
  try {
    const { text, scheme } = decodeText(file);
    // letters of the old tables are read from whole documents, not from a few names
    if (scheme !== "" && scheme !== "CP1258") throw unread();
    if (text.includes("\u0000")) throw unread();
    return text;
  } catch (error) {
    throw error instanceof AppError ? unread() : error;
  }
}

function tableOf(text: string): CsvRow[] {
  try {
    return readCsv(text, (cell) => columnOf(cell) !== undefined, MOST_LINE_LETTERS);
  } catch (error) {
    if (!(error instanceof BadCsv)) throw error;
    throw new Stop(
      error.line,
      `có dấu ngoặc kép mở mà không đóng, hoặc dài hơn ${formatNumber(MOST_LINE_LETTERS)} chữ`,
      `a quotation mark is never closed, or more than ${MOST_LINE_LETTERS} letters`,
    );
  }
}

/** Rows before which a title may stand. */
const TITLE_ROWS = 20;

function headOf(table: readonly CsvRow[]): { at: number; columns: (Column | undefined)[] } {
  const named = table.slice(0, TITLE_ROWS).map(({ cells }) => cells.map(columnOf));
  const known = named.map((columns) => columns.filter(Boolean).length);
  const at = Math.max(0, known.indexOf(Math.max(...known, 0)));
  const columns = named[at] ?? [];
  const line = table[at]?.line ?? 1;
  const missing = COLUMN_NAMES.filter((column) => !columns.includes(column));
  if (missing.length > 0)
    throw new Stop(line, `thiếu cột ${missing.join(", ")}`, `missing columns ${missing.join(", ")}`);
  const twice = COLUMN_NAMES.find((column) => columns.indexOf(column) !== columns.lastIndexOf(column));
  if (twice) throw new Stop(line, `có hai cột ${twice}`, `two columns are called ${twice}`);
  return { at, columns };
}

function readRows(text: string): { rows: ReadRow[]; faults: UnitFault[] } {
  const table = tableOf(text);
  const { at, columns } = headOf(table);
  const width = table[at]?.cells.length ?? 0;
  const [rows, faults]: [ReadRow[], UnitFault[]] = [[], []];
  for (const { line, cells } of table.slice(at + 1)) {
    const filled = cells.findLastIndex((cell) => cell !== "") + 1;
    if (cells.length < width || filled > width) {
      const [vi, en] = [
        `có ${cells.length} ô, dòng tiêu đề có ${width}`,
        `${cells.length} cells, the headings have ${width}`,
      ];
      faults.push({ line, column: "", vi: `${vi}; ô có dấu phân cách cần đặt trong ngoặc kép`, en });
      continue;
    }
    const parsed = rowSchema.safeParse(
      Object.fromEntries(columns.flatMap((name, n) => (name ? [[name, cells[n] ?? ""]] : []))),
    );
    if (parsed.success) rows.push({ ...parsed.data, line });
    else
      for (const { path, message } of parsed.error.issues) {
        const column = COLUMN_NAMES.find((name) => name === path[0]) ?? "";
        faults.push({ line, column, ...faultIn(message) });
      }
  }
  if (rows.length + faults.length === 0) throw new Stop(0, "Tệp không có đơn vị nào", "the file has no unit");
  return { rows, faults };
}
