import type { Readable } from "node:stream";
import { writeXlsx } from "hucre";
import { docxOf } from "../reports/docx-pages.ts";
import { excelText } from "../reports/excel-text.ts";
import { pdfOf } from "../reports/pdf-pages.ts";
import { inOneLine } from "../reports/printable.ts";
import { type Order, type ReportFile, sectionsOf, type Sheet } from "./report-file.ts";

async function whole(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}

/** A figure is a number in its cell, so that a sheet adds up what is copied into it. */
const workbook = async (sheets: readonly Sheet[]): Promise<Buffer> =>
  Buffer.from(
    await writeXlsx({
      sheets: sheets.map(({ name, widths, rows }) => ({
        name,
        columns: widths.map((width) => ({ width })),
        freezePane: { rows: 1 },
        rows: rows.map((row) => row.map((cell) => (typeof cell === "string" ? excelText(cell) : cell))),
      })),
    }),
  );

const about = (file: ReportFile) => ({ title: inOneLine(file.title), creator: file.organ });

/** One report as a file of its kind. */
export async function writePeriodReport(order: Order): Promise<Buffer> {
  if (order.format === "xlsx") return workbook(order.sheets);
  const { title, creator } = about(order.file);
  const sections = sectionsOf(order.file);
  if (order.format === "docx") return whole(await docxOf(sections, { title, creator }));
  return whole(pdfOf(sections, { title, author: creator, at: order.file.at }));
}
