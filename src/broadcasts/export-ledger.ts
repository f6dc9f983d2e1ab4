import { phraseOf } from "../zalo/error-meanings.ts";
import { streamLedger } from "./ledger.store.ts";
import { presentRow } from "./present.ts";
import { rowOf } from "../kernel/table.ts";

const WORDS: Readonly<Record<string, string>> = {
  planned: "Chờ gửi",
  sending: "Đang gửi",
  accepted: "Zalo đã nhận",
  failed: "Không gửi được",
  skipped: "Bỏ qua",
  unknown: "Chưa rõ",
};

/** A cell that no spreadsheet takes for a formula. */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;

/** What a list of people may be narrowed to: only what needs somebody to act, never who received or read. */
export type ActionFilter = "failed" | "skipped" | "unknown";

/** Result per person, UTF-8 with BOM. Received and seen are totals elsewhere, never here (safeguard 7). */
export async function* exportCsv(broadcastId: string, chunks: number, only?: ActionFilter): AsyncGenerator<string> {
  yield `\uFEFF${["Mã người nhận", "Kết quả", "Lý do", "Việc cần làm"].map(cell).join(",")}\r\n`;
  for await (const row of streamLedger(broadcastId, chunks)) {
    const shown = presentRow(row);
    if (only && shown.state !== only) continue;
    const why = shown.reason ? phraseOf(shown.reason) : { phrase: "", todo: "" };
    // the prefix keeps spreadsheets from rounding an id of 19 digits
    yield `${[`ID ${shown.userId || "(đã xoá)"}`, rowOf(WORDS, shown.state) ?? shown.state, why.phrase, why.todo].map(cell).join(",")}\r\n`;
  }
}
