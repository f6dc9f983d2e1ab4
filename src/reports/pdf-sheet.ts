import { setTimeout as wait } from "node:timers/promises";
import Pdf from "pdfkit";
import { drawLine } from "../kernel/typeset/draw-lines.ts";
import { countMissing, type Face, fileOf } from "../kernel/typeset/fonts.ts";
import { type Line, setLines } from "../kernel/typeset/set-lines.ts";

/** Measures of NĐ 30/2020/NĐ-CP annex I, in points: the same pages as the Word file. */
const MM = 72 / 25.4;
const MARGIN = { top: 20 * MM, bottom: 20 * MM, left: 30 * MM, right: 15 * MM, header: 10 * MM };
const A4 = { width: 595.28, height: 841.89 };
/** Above and below the letters of a line, in its size. */
const LEADING = 1.32;
const MOST_WAITING_BYTES = 4_000_000;

export type Align = "left" | "center" | "both";
export interface TextStyle {
  face: Face;
  size: number;
  align: Align;
  /** of the first line */
  indent?: number;
  before?: number;
}
export interface Column {
  x: number;
  width: number;
}

/** Pages that fill from top to bottom, numbered in their head except the first. */
export class PdfSheet {
  readonly pdf: PDFKit.PDFDocument;
  /** letters none of the fonts has */
  missing = 0;
  y = 0;
  private pages = 0;
  private landscape = false;

  constructor(info: { title: string; author: string; at: Date }) {
    const { title: Title, author: Author, at: CreationDate } = info;
    this.pdf = new Pdf({
      autoFirstPage: false,
      lang: "vi-VN",
      font: fileOf("Tinos"),
      info: { Title, Author, CreationDate },
    });
  }

  /** What a line may take of the page, between the margins. */
  get body(): Column {
    const width = (this.landscape ? A4.height : A4.width) - MARGIN.left - MARGIN.right;
    return { x: MARGIN.left, width };
  }
  get bottom(): number {
    return (this.landscape ? A4.width : A4.height) - MARGIN.bottom;
  }
  get fresh(): boolean {
    return this.y <= MARGIN.top;
  }

  turn(landscape = this.landscape): void {
    this.landscape = landscape;
    this.pages += 1;
    this.pdf.addPage({ size: "A4", layout: landscape ? "landscape" : "portrait", margin: 0 });
    this.y = MARGIN.top;
    if (this.pages === 1) return;
    const [line] = setLines(String(this.pages), "serif", 100);
    if (line) this.line(line, this.body, { face: "serif", size: 13, align: "center" }, MARGIN.header + 13);
  }

  /** A page of its own when less is left on this one. */
  need(height: number): void {
    if (this.y + height > this.bottom && !this.fresh) this.turn();
  }

  /** Text within a column, from here down; pages turn where they end. */
  text(text: string, style: TextStyle, column = this.body): void {
    const lines = this.lines(text, style, column);
    this.y += style.before ?? 0;
    for (const [n, line] of lines.entries()) {
      this.need(style.size * LEADING);
      const indent = n === 0 ? (style.indent ?? 0) : 0;
      this.line(line, { x: column.x + indent, width: column.width - indent }, style, this.baseline(style.size));
      this.y += style.size * LEADING;
    }
  }
  /** The height `text` would take. */
  height(text: string, style: TextStyle, column = this.body): number {
    return this.lines(text, style, column).length * style.size * LEADING + (style.before ?? 0);
  }
  baseline(size: number): number {
    return this.y + size * 1.02;
  }

  lines(text: string, { face, size, indent = 0 }: TextStyle, { width }: Column): Line[] {
    const lines = setLines(text, face, width / size, indent / size);
    for (const { pieces } of lines) this.missing += countMissing("", pieces);
    this.missing -= countMissing("", [{ font: "DejaVu", text }]);
    return lines;
  }

  line(line: Line, { x, width }: Column, { size, align }: TextStyle, y: number): void {
    const left = align === "center" ? x + (width - line.width * size) / 2 : x;
    drawLine(this.pdf, line, { x: left, y, size }, align === "both" ? width : 0);
  }

  /** A rule below a centred line, about `share` of the column wide. */
  rule({ x, width }: Column, share: number): void {
    const left = x + (width * (1 - share)) / 2;
    this.pdf
      .lineWidth(0.75)
      .strokeColor("#000")
      .moveTo(left, this.y + 2)
      .lineTo(left + width * share, this.y + 2)
      .stroke();
    this.y += 6;
  }

  /** Waits while whoever takes the file is slower than the pen: a large report is never held whole. */
  async breathe(): Promise<void> {
    while (this.pdf.readableLength > MOST_WAITING_BYTES && !this.pdf.destroyed) await wait(5);
    if (this.pdf.destroyed) throw new Error("nobody takes the file any more");
  }
}
