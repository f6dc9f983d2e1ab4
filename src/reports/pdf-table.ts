import type { Line } from "../kernel/typeset/set-lines.ts";
import type { Row } from "./blocks.ts";
import type { Column as Width } from "./form-words.ts";
import type { Column, PdfSheet, TextStyle } from "./pdf-sheet.ts";
import { printable } from "./printable.ts";

const PAD = { x: 4, y: 3 };
const SIZE = 11;
const LINE = SIZE * 1.22;
const CELL: TextStyle = { face: "serif", size: SIZE, align: "left" };
const HEAD: TextStyle = { face: "serif bold", size: SIZE, align: "center" };
const NUMBER: TextStyle = { ...CELL, align: "center" };
/** A row of so few lines is not torn apart by the end of a page. */
const KEPT_TOGETHER = 8;

export interface TableOrder {
  columns: readonly Width[];
  numbered: boolean;
  rows: AsyncIterable<Row>;
  /** numbers of rows something else leads to */
  targets: ReadonlySet<number>;
}

/** Draws a table between the margins, its head again on each page; a row longer than what is left goes on on the next. */
export async function drawTable(sheet: PdfSheet, order: TableOrder): Promise<void> {
  const columns = columnsOf(sheet, order.columns);
  const head = (): void => {
    drawRow(
      sheet,
      columns,
      setCells(
        sheet,
        columns,
        order.columns.map(({ name }) => name),
        HEAD,
      ),
      HEAD,
    );
    const numbers = order.columns.map((_, n) => `(${n + 1})`);
    if (order.numbered) drawRow(sheet, columns, setCells(sheet, columns, numbers, NUMBER), NUMBER);
  };
  sheet.need(LINE * 8);
  head();
  for await (const { n, cells } of order.rows) {
    const lines = setCells(
      sheet,
      columns,
      columns.map((_, k) => printable(cells[k] ?? "")),
      CELL,
    );
    let most = Math.max(...lines.map((one) => one.length));
    let from = 0;
    const turn = (): void => {
      sheet.turn();
      head();
    };
    if (most > room(sheet) && (most <= KEPT_TOGETHER || room(sheet) < 2)) turn();
    if (n !== undefined && order.targets.has(n)) sheet.pdf.addNamedDestination(`yk${n}`, "XYZ", 0, sheet.y, null);
    while (most > 0) {
      const part = Math.max(1, Math.min(most, room(sheet)));
      const cut = lines.map((one) => one.slice(from, from + part));
      drawRow(sheet, columns, cut, CELL);
      [from, most] = [from + part, most - part];
      if (most > 0) turn();
    }
    await sheet.breathe();
  }
  sheet.y += SIZE;
}

const room = (sheet: PdfSheet): number => Math.floor((sheet.bottom - sheet.y - 2 * PAD.y) / LINE);

/** Widths as the Word file has them, in points, the table in the middle. */
function columnsOf(sheet: PdfSheet, widths: readonly Width[]): Column[] {
  const total = widths.reduce((sum, { width }) => sum + width, 0) / 20;
  let x = sheet.body.x + (sheet.body.width - total) / 2;
  return widths.map(({ width }) => {
    const column = { x, width: width / 20 };
    x += column.width;
    return column;
  });
}

const inner = ({ x, width }: Column): Column => ({ x: x + PAD.x, width: width - 2 * PAD.x });
const setCells = (sheet: PdfSheet, columns: readonly Column[], texts: readonly string[], style: TextStyle): Line[][] =>
  columns.map((column, n) => sheet.lines(texts[n] ?? "", style, inner(column)));

function drawRow(sheet: PdfSheet, columns: readonly Column[], cells: readonly Line[][], style: TextStyle): void {
  const height = Math.max(1, ...cells.map((one) => one.length)) * LINE + 2 * PAD.y;
  for (const [n, column] of columns.entries()) {
    sheet.pdf.lineWidth(0.5).strokeColor("#000").rect(column.x, sheet.y, column.width, height).stroke();
    for (const [k, line] of (cells[n] ?? []).entries())
      sheet.line(line, inner(column), style, sheet.baseline(SIZE) + PAD.y + k * LINE);
  }
  sheet.y += height;
}
