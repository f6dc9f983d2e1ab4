import { readXlsx } from "hucre";
import { invalid } from "../kernel/errors.ts";
import { decodeText } from "../kernel/letters/decode-text.ts";
import { isArchive } from "../kernel/unpack.ts";
import { fold, nfc } from "../kernel/vietnamese.ts";
import { lookIntoSheet } from "../quizzes/read-questions.ts";
import { MOST_ROWS } from "../quizzes/read-sheet.ts";
import { shownCell } from "../quizzes/shown-cell.ts";

export interface NomineeRow {
  /** of the sheet or of the file, from 1 */
  line: number;
  unit: string;
  name: string;
  post: string;
}

const MOST_LETTERS = 300;
/** What each column may be called, folded. */
const COLUMNS: Readonly<Record<"unit" | "name" | "post", readonly string[]>> = {
  unit: ["don vi", "ten don vi", "xa phuong", "phuong xa", "co quan", "co quan don vi"],
  name: ["ho ten", "ho va ten", "ten", "nguoi duoc cu", "hoc vien"],
  post: ["chuc danh", "chuc vu", "chuc vu chuc danh", "chuc danh chuc vu"],
};
type Column = keyof typeof COLUMNS;
const NAMES: Readonly<Record<Column, string>> = { unit: "Đơn vị", name: "Họ tên", post: "Chức danh" };

const tidy = (text: string): string => nfc(text).replace(/\s+/g, " ").trim().slice(0, MOST_LETTERS);

/** Rows of cells with their numbers: of a workbook's first sheet that has the columns, or of a text parted by tab, ";" or ",". */
async function tablesOf(bytes: Buffer): Promise<string[][][]> {
  if (isArchive(bytes)) {
    const book = await readXlsx(await lookIntoSheet(bytes), { range: `A1:Z${MOST_ROWS}`, readStyles: true }).catch(
      () => undefined,
    );
    return (book?.sheets ?? []).map((sheet) =>
      sheet.rows.map((row, n) =>
        row.map((value, column) => tidy(shownCell(value ?? null, sheet.cells?.get(`${n},${column}`)))),
      ),
    );
  }
  const lines = decodeText(bytes).text.split(/\r\n?|\n/);
  if (lines.length > MOST_ROWS)
    throw invalid({ file: `Danh sách dài ${lines.length} dòng, nhiều nhất ${MOST_ROWS}. Chia nhỏ rồi tải lên lại` });
  const sign = ["\t", ";", ","].find((one) => lines[0]?.includes(one)) ?? "\t";
  return [lines.map((line) => line.split(sign).map((cell) => tidy(cell.replace(/^"|"$/g, ""))))];
}

/** Where the columns stand; undefined for a row that is no heading. */
function headingOf(row: readonly string[]): Map<Column, number> | undefined {
  const found = new Map<Column, number>();
  for (const [at, cell] of row.entries())
    for (const [column, names] of Object.entries(COLUMNS))
      if (names.includes(fold(cell).replace(/\s+/g, " ")) && !found.has(column as Column))
        found.set(column as Column, at);
  return found.has("unit") && found.size > 1 ? found : undefined;
}

/**
 * Names of a sheet or a text, row by row; nothing is judged here but that the columns are there.
 * @throws AppError 422 naming the columns that are missing
 */
export async function readNominees(bytes: Buffer): Promise<NomineeRow[]> {
  for (const table of await tablesOf(bytes)) {
    const at = table.findIndex((row) => headingOf(row) !== undefined);
    const columns = headingOf(table[at] ?? []);
    if (!columns) continue;
    const missing = (Object.keys(COLUMNS) as Column[])
      .filter((one) => !columns.has(one))
      .map((one) => `“${NAMES[one]}”`);
    if (missing.length > 0)
      throw invalid({ file: `Thiếu cột ${missing.join(", ")}. Ghi đủ ba cột “Đơn vị”, “Họ tên”, “Chức danh”` });
    return table.flatMap((row, n): NomineeRow[] => {
      if (n <= at) return [];
      const cell = (column: Column): string => row[columns.get(column) ?? -1] ?? "";
      const [unit, name, post] = [cell("unit"), cell("name"), cell("post")];
      return unit + name + post === "" ? [] : [{ line: n + 1, unit, name, post }];
    });
  }
  throw invalid({ file: "Tệp không có dòng tiêu đề “Đơn vị”, “Họ tên”, “Chức danh”. Thêm dòng đó rồi tải lên lại" });
}
