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
const STATE = ["trang thai", "tinh trang", "ket qua", "status", "result"];
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
  return [lines.map((line) => cellsOf(line, sign))];
}

/** "30/11/2026", "2026-11-30", "3/1/2027", also with an hour behind it; "" for what is part of a longer number. */
function dayIn(cell: string): string {
  const [, y, m, d] = /(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(cell) ?? [];
  if (y !== undefined) return `${y}-${m?.padStart(2, "0")}-${d?.padStart(2, "0")}`;
  const [, day, month, year] = /(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)/.exec(cell) ?? [];
  return day === undefined ? "" : `${year}-${month?.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
/** Of half a day: "5:30 CH" is 17:30, and "13:30 SA" is nothing. */
const AFTERNOON = /(?:^|[^\p{L}])(?:pm|p\.m\.|ch|chiều|tối|đêm)(?![\p{L}])/iu;
const MORNING = /(?:^|[^\p{L}])(?:am|a\.m\.|sa|sáng)(?![\p{L}])/iu;
function timeIn(cell: string): string {
  const [, hour, minute] = /(?:^|[\sT])(\d{1,2})[:hg](\d{2})(?!\d)/i.exec(cell) ?? [];
  if (hour === undefined) return "";
  const [late, early] = [AFTERNOON.test(cell.replace(/\d/g, " ")), MORNING.test(cell.replace(/\d/g, " "))];
  if ((late && early) || (early && Number(hour) > 12)) return "";
  const half = early || late ? (Number(hour) % 12) + (late ? 12 : 0) : Number(hour);
  return `${String(late && Number(hour) > 12 ? Number(hour) : half).padStart(2, "0")}:${minute}`;
}
/** A line that says it was not played, in a column for that; what else stands there is somebody's to read. */
const NOT_PLAYED = /(?:^| )(?:khong|chua|loi|hong|huy|mat|that bai|error|fail|failed|skipped|cancelled|no)(?: |$)/;

/** Cells of a text: a sign between quotes parts nothing, two quotes are one. */
function cellsOf(line: string, sign: string): string[] {
  const cells = [""];
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') {
      quoted = !quoted;
      cells.push(`${cells.pop() ?? ""}"`);
    } else if (letter === sign && !quoted) cells.push("");
    else cells.push((cells.pop() ?? "") + letter);
  }
  return cells.map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/s, "$1")
      .replaceAll('""', '"')
      .trim(),
  );
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
    const state = columnOf(STATE);
    const read: ReadLog = { lines: [], unread: [] };
    for (const [n, row] of table.entries()) {
      if (n <= head || row.every((cell) => cell === "")) continue;
      const at = parseLocal(`${dayIn(row[day] ?? "")}T${timeIn(row[time] ?? "")}`);
      if (at && !NOT_PLAYED.test(headings[n]?.[state] ?? "")) read.lines.push({ line: n + 1, at });
      else read.unread.push(n + 1);
    }
    return read;
  }
  throw invalid({ file: "Tệp không có dòng tiêu đề với cột “Ngày” và “Giờ”. Thêm dòng đó rồi tải lên lại" });
}
