import { type CellValue, readXlsx, type Sheet } from "hucre";
import { fold } from "../kernel/vietnamese.ts";
import { type Placed, type Refused } from "./read-gift.ts";
import { LETTERS, rightOf } from "./right-letters.ts";
import { shownCell } from "./shown-cell.ts";

/** Rows and columns that are read; a sheet says of itself how large it is, and what it says is not believed. */
export const MOST_ROWS = 5000;
const RANGE = `A1:AZ${MOST_ROWS}`;
const MOST_CELL_LETTERS = 32_767;
/** Above the headings people write what the table is. */
const MOST_TITLE_ROWS = 50;
const MOST_SOURCES = 10;

export interface ReadSheet {
  questions: Placed[];
  refused: Refused[];
  notes: string[];
}

const alike = (names: readonly string[]) => (heading: string) => names.includes(heading);
const each = (count: number, name: (n: number) => string[]) =>
  Array.from({ length: count }, (_, n): [string, (heading: string) => boolean] => [`${name(n)[0]}`, alike(name(n))]);
/** What each column is called, folded: whatever its case, composed or not, without marks. */
const COLUMNS = new Map<string, (heading: string) => boolean>([
  ["category", alike(["chu de", "nhom", "nhom cau hoi"])],
  ["text", alike(["cau hoi", "noi dung cau hoi"])],
  ["right", alike(["dap an dung", "phuong an dung", "dap an chinh xac"])],
  ["why", alike(["giai thich", "loi giai thich"])],
  ["pictureAlt", alike(["mo ta anh"])],
  ["transcript", alike(["ban chu am thanh"])],
  ...each(LETTERS.length, (n) => {
    const letter = (LETTERS[n] ?? "").toLowerCase();
    return [
      `option ${n}`,
      ...["dap an", "phuong an", "lua chon"].flatMap((one) => [`${one} ${letter}`, `${one} ${n + 1}`]),
    ];
  }),
  ...each(MOST_SOURCES, (n) => [`source ${n}`, `nguon ${n + 1}`]),
  ...each(MOST_SOURCES, (n) => [`address ${n}`, `dia chi nguon ${n + 1}`]),
]);

type Head = { at: number; columns: Map<string, number> };

function headOf({ rows }: Sheet): Head | undefined {
  for (const [at, row] of rows.slice(0, MOST_TITLE_ROWS).entries()) {
    const names = row.map((cell) => fold(String(cell ?? "").slice(0, 200)));
    const columns = new Map<string, number>();
    for (const [name, is] of COLUMNS) {
      const n = names.findIndex(is);
      if (n >= 0) columns.set(name, n);
    }
    if (columns.has("text") && columns.has("right")) return { at, columns };
  }
  return undefined;
}

/** Reads questions of every sheet that has the headings, on whatever row they stand; more columns do no harm. */
export async function readSheet(bytes: Buffer): Promise<ReadSheet> {
  const workbook = await readXlsx(bytes, { range: RANGE, readStyles: true }).catch(() => undefined);
  const made: ReadSheet = { questions: [], refused: [], notes: [] };
  let heads = 0;
  for (const sheet of workbook?.sheets ?? []) {
    const head = headOf(sheet);
    if (!head) continue;
    heads += 1;
    if (sheet.hidden || sheet.veryHidden)
      made.refused.push({ where: `trang “${sheet.name}”`, why: "trang đang ẩn nên không nhập; bỏ ẩn rồi tải lên lại" });
    else readTable(sheet, head, (workbook?.sheets.length ?? 1) > 1 ? `trang “${sheet.name}”, ` : "", made);
  }
  if (heads === 0)
    made.refused.push({
      where: "tệp",
      why: "Không trang nào có dòng tiêu đề như tệp mẫu (cột “Câu hỏi”, “Đáp án đúng”). Tải tệp mẫu rồi chép câu hỏi vào",
    });
  return made;
}

function readTable(sheet: Sheet, { at, columns }: Head, prefix: string, made: ReadSheet): void {
  const hidden = [...columns.values()].filter((n) => sheet.columns?.[n]?.hidden);
  if (hidden.length > 0) made.notes.push(`${prefix}có ${hidden.length} cột đang ẩn, vẫn được đọc`);
  const merged = mergedOf(sheet, columns);
  if (merged.filled) made.notes.push(`${prefix}ô chủ đề gộp được hiểu là chủ đề của mọi dòng bên cạnh`);
  for (const [n, row] of sheet.rows.entries()) {
    if (n <= at) continue;
    const shown = (name: string): string => {
      const column = columns.get(name);
      if (column === undefined) return "";
      const from = name === "category" ? (merged.categoryRow.get(n) ?? n) : n;
      const value: CellValue = (sheet.rows[from] ?? [])[column] ?? null;
      return shownCell(value, sheet.cells?.get(`${from},${column}`)).slice(0, MOST_CELL_LETTERS);
    };
    const empty = [...columns].every(
      ([name, column]) =>
        name === "category" || ((row[column] ?? "") === "" && !sheet.cells?.get(`${n},${column}`)?.formula),
    );
    if (empty) continue;
    const text = shown("text").replace(/\s+/g, " ");
    const where = `${prefix}dòng ${n + 1}${text === "" ? "" : ` “${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`}`;
    const why = sheet.rowDefs?.get(n)?.hidden
      ? "dòng đang ẩn nên không nhập; bỏ ẩn rồi tải lên lại"
      : (merged.faults.get(n) ?? badCell(sheet, n, columns));
    const read = why ?? readRow(shown);
    if (typeof read === "string") made.refused.push({ where, why: read });
    else made.questions.push({ ...read, where });
  }
}

const letterOf = (n: number): string =>
  (n < 26 ? "" : letterOf(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26));

/** Cells that were made one: a category over several rows is meant for all of them, anything else is nobody's guess. */
function mergedOf(sheet: Sheet, columns: ReadonlyMap<string, number>) {
  const categoryRow = new Map<number, number>();
  const faults = new Map<number, string>();
  const used = [...columns.values()];
  const category = columns.get("category");
  for (const { startRow, startCol, endRow, endCol } of sheet.merges ?? []) {
    const touched = used.filter((column) => column >= startCol && column <= endCol);
    if (touched.length === 0) continue;
    const range = `${letterOf(startCol)}${startRow + 1}:${letterOf(endCol)}${endRow + 1}`;
    for (let row = startRow; row <= Math.min(endRow, MOST_ROWS); row += 1)
      if (touched.length === 1 && touched[0] === category) categoryRow.set(row, startRow);
      else if (touched.length > 1 || endRow > startRow)
        faults.set(row, `có ô gộp ${range}; bỏ gộp (Unmerge Cells) rồi ghi đủ từng ô`);
  }
  return { categoryRow, faults, filled: [...categoryRow].some(([row, from]) => row !== from) };
}

/** A formula nobody has worked out, and what Excel shows of one that failed. */
function badCell(sheet: Sheet, row: number, columns: ReadonlyMap<string, number>): string | undefined {
  for (const column of columns.values()) {
    const cell = sheet.cells?.get(`${row},${column}`);
    const name = `${letterOf(column)}${row + 1}`;
    const value = (sheet.rows[row] ?? [])[column] ?? null;
    if (cell?.formula !== undefined && value === null)
      return `ô ${name} là công thức chưa có kết quả; mở bằng Excel, lưu lại rồi tải lên lần nữa`;
    if (cell?.type === "error") return `ô ${name} đang báo lỗi ${String(value)}`;
  }
  return undefined;
}

function readRow(shown: (name: string) => string): Omit<Placed, "where"> | string {
  const text = shown("text");
  if (text === "") return "thiếu câu hỏi";
  const options = Array.from(LETTERS, (_, n) => shown(`option ${n}`));
  while (options.at(-1) === "") options.pop();
  const right = rightOf(shown("right"), options);
  if (typeof right === "string") return right;
  return {
    category: shown("category"),
    text,
    options,
    right,
    why: shown("why"),
    sources: Array.from({ length: MOST_SOURCES }, (_, n) => ({
      title: shown(`source ${n}`),
      url: shown(`address ${n}`),
    })),
    pictureAlt: shown("pictureAlt"),
    transcript: shown("transcript"),
  };
}
