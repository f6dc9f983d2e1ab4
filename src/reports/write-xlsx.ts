import type { Readable } from "node:stream";
import { writeXlsx } from "hucre";
import { STANCE_NAMES, STANCES } from "../comments/comment.model.ts";
import { reportRows, type Source, verbatimRows } from "./gather-report.ts";
import type { Figures } from "./report.model.ts";
import { type Splice, spliceArchive, xmlText } from "./splice-archive.ts";
import { type Cover, hiddenRows } from "./describe-report.ts";
import { figureLines } from "./figure-lines.ts";
import { matrixOf } from "./matrix.ts";
import { excelText, rowsThatFit, type Value } from "./excel-text.ts";

const SHEETS: readonly { name: string; heads: readonly string[]; widths: readonly number[] }[] = [
  {
    name: "Bảng tổng hợp",
    heads: [
      "TT",
      "Vị trí",
      "Nội dung dự thảo",
      "Nội dung góp ý (nguyên văn)",
      "Hướng",
      "Số ý kiến giống nhau",
      "Kênh",
      "Lập luận",
      "Tiếp thu / giải trình",
      "Đơn vị xử lý",
    ],
    widths: [6, 22, 40, 60, 16, 10, 18, 30, 36, 20],
  },
  {
    name: "PL1 Vị trí và hướng",
    heads: ["Vị trí", ...STANCES.map((stance) => STANCE_NAMES[stance]), "Cộng"],
    widths: [24, 14, 18, 18, 14, 10],
  },
  {
    name: "PL2 Nguyên văn",
    heads: ["Vị trí", "Nguyên văn", "Lập luận", "Hướng", "Kênh", "Số ý kiến", "Ngoài thời hạn"],
    widths: [22, 60, 30, 16, 18, 10, 14],
  },
  {
    name: "PL3 Không đăng",
    heads: ["TT", "Căn cứ", "Điều, luật", "Vai trò người ẩn", "Ngày"],
    widths: [6, 40, 30, 24, 14],
  },
];

/** Numbers that mark the row where others flow in; no count can be one of them. */
const markerOf = (sheet: number): number => -987_654_320 - sheet;

/** A row with its texts inside the cells. A text that begins like a formula stays a text: inline strings are never run. */
const rowXml = (at: number, values: readonly Value[]): string =>
  `<row r="${at}">${values
    .map((value, n) => {
      const cell = `${"ABCDEFGHIJ".charAt(n)}${at}`;
      return typeof value === "number"
        ? `<c r="${cell}"><v>${value}</v></c>`
        : `<c r="${cell}" t="inlineStr"><is><t xml:space="preserve">${xmlText(excelText(value))}</t></is></c>`;
    })
    .join("")}</row>`;

async function* numbered(rows: AsyncIterable<readonly Value[]>): AsyncGenerator<string> {
  let at = 2;
  for await (const row of rows)
    for (const values of rowsThatFit(row)) {
      yield rowXml(at, values);
      at += 1;
    }
}

async function* table(source: Source): AsyncGenerator<Value[]> {
  for await (const row of reportRows(source))
    yield [
      row.n,
      row.place,
      row.draftText,
      row.words,
      row.direction,
      row.alike,
      row.channels,
      row.reason,
      row.answer,
      row.office,
    ];
}
async function* matrix(source: Source): AsyncGenerator<Value[]> {
  for (const row of await matrixOf(source)) yield [row.place, ...STANCES.map((stance) => row.by[stance]), row.total];
}
async function* verbatim(source: Source): AsyncGenerator<Value[]> {
  for await (const row of verbatimRows(source))
    yield [row.place, row.words, row.reason, row.direction, row.channel, row.alike, row.late ? "ngoài thời hạn" : ""];
}
/** The same report as a workbook: a sheet of totals, the table of ten columns, three annexes. */
export async function writeWorkbook(source: Source, figures: Figures, cover: Cover): Promise<Readable> {
  const skeleton = await writeXlsx({
    sheets: [
      {
        name: "Tổng số",
        columns: [{ width: 120 }],
        rows: [
          [excelText(`Báo cáo tổng hợp ý kiến góp ý: ${source.draft.title}`)],
          ...figureLines(figures).map((line) => [line]),
          [cover.root ? `Mã niêm phong (gốc Merkle SHA-256): ${cover.root}` : "Bản chưa niêm phong, dùng để xem trước"],
          [cover.logHead ? `Đầu chuỗi nhật ký: ${cover.logHead}` : ""],
        ],
      },
      ...SHEETS.map((sheet, n) => ({
        name: sheet.name,
        columns: sheet.widths.map((width) => ({ width })),
        freezePane: { rows: 1 },
        rows: [[...sheet.heads], [markerOf(n)]],
      })),
    ],
  });
  const rows = [table(source), matrix(source), verbatim(source), hiddenRows(source)];
  const splices: Record<string, Splice[]> = {};
  for (const [n, values] of rows.entries())
    splices[`xl/worksheets/sheet${n + 2}.xml`] = [
      { marker: String(markerOf(n)), element: "row", rows: numbered(values) },
    ];
  return spliceArchive(skeleton, splices);
}
