import { readXlsx } from "hucre";
import { parseLocal } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import { decodeText } from "../kernel/letters/decode-text.ts";
import { isArchive } from "../kernel/unpack.ts";
import { fold } from "../kernel/vietnamese.ts";
import { lookIntoSheet } from "../quizzes/read-questions.ts";
import { MOST_ROWS } from "../quizzes/read-sheet.ts";
import { shownCell } from "../quizzes/shown-cell.ts";
import type { LogLine } from "./week-rules.ts";

export interface ReadLog {
  lines: LogLine[];
  /** lines that name no day and hour, by their number */
  unread: number[];
}
const DAY = ["ngay", "ngay phat", "date"];
const TIME = ["gio", "gio phat", "thoi gian", "thoi diem", "time", "bat dau", "gio bat dau"];

async function tablesOf(bytes: Buffer): Promise<string[][][]> {
  if (isArchive(bytes)) {
    const book = await readXlsx(await lookIntoSheet(bytes), { range: `A1:Z${MOST_ROWS}`, readStyles: true }).catch(
      () => undefined,
    );
    return (book?.sheets ?? []).map((sheet) =>
      sheet.rows.map((row, n) =>
        row.map((value, column) => shownCell(value ?? null, sheet.cells?.get(`${n},${column}`)).trim()),
      ),
    );
  }
  const lines = decodeText(bytes).text.split(/\r\n?|\n/);
  if (lines.length > MOST_ROWS)
    throw invalid({ file: `Nhật ký dài ${lines.length} dòng, nhiều nhất ${MOST_ROWS}. Chia nhỏ rồi tải lên lại` });
  const sign = ["\t", ";", ","].find((one) => lines[0]?.includes(one)) ?? "\t";
  return [lines.map((line) => line.split(sign).map((cell) => cell.replace(/^"|"$/g, "").trim()))];
}

/** "30/11/2026", "2026-11-30", "3/1/2027", also with an hour behind it. */
function dayIn(cell: string): string {
  const [, y, m, d] = /(\d{4})-(\d{1,2})-(\d{1,2})/.exec(cell) ?? [];
  if (y !== undefined) return `${y}-${m?.padStart(2, "0")}-${d?.padStart(2, "0")}`;
  const [, day, month, year] = /(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/.exec(cell) ?? [];
  return day === undefined ? "" : `${year}-${month?.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
function timeIn(cell: string): string {
  const [, hour, minute] = /(?:^|[\sT])(\d{1,2})[:hg](\d{2})/i.exec(cell) ?? [];
  return hour === undefined ? "" : `${hour.padStart(2, "0")}:${minute}`;
}

/**
 * Days and hours at which a station spoke, by its own log.
 * @throws AppError 422 when there is no heading with a day and an hour
 */
export async function readStationLog(bytes: Buffer): Promise<ReadLog> {
  for (const table of await tablesOf(bytes)) {
    const headings = table.map((row) => row.map((cell) => fold(cell).replace(/\s+/g, " ").trim()));
    const head = headings.findIndex((row) => row.some((cell) => DAY.includes(cell) || TIME.includes(cell)));
    if (head < 0) continue;
    const columnOf = (names: readonly string[]): number =>
      headings[head]?.findIndex((cell) => names.includes(cell)) ?? -1;
    // one column may hold both: "30/11/2026 05:30"
    const [ofDay, ofTime] = [columnOf(DAY), columnOf(TIME)];
    const [day, time] = [ofDay < 0 ? ofTime : ofDay, ofTime < 0 ? ofDay : ofTime];
    const read: ReadLog = { lines: [], unread: [] };
    for (const [n, row] of table.entries()) {
      if (n <= head || row.every((cell) => cell === "")) continue;
      const at = parseLocal(`${dayIn(row[day] ?? "")}T${timeIn(row[time] ?? "")}`);
      if (at) read.lines.push({ line: n + 1, at });
      else read.unread.push(n + 1);
    }
    return read;
  }
  throw invalid({ file: "Tệp không có dòng tiêu đề với cột “Ngày” và “Giờ”. Thêm dòng đó rồi tải lên lại" });
}
