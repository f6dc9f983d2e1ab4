import { drawLine } from "../kernel/typeset/draw-lines.ts";
import { type Face, fileOf } from "../kernel/typeset/fonts.ts";
import { type Line, setLines } from "../kernel/typeset/set-lines.ts";
import { graphemes } from "../kernel/vietnamese.ts";
import { formatNumber } from "../kernel/dates.ts";

export type ProofBlock =
  | { kind: "heading"; text: string }
  | { kind: "line"; name: string; value: string }
  | { kind: "note"; text: string }
  /** what is left of the page; where it ends the rest is left out, and that is said */
  | { kind: "rest"; text: string };

export interface Proof {
  office: string;
  title: string;
  /** when it was made, in words */
  made: string;
  blocks: readonly ProofBlock[];
}

const GREY = "#4a5462";
const BLUE = "#13284a";
const PAGE = { left: 56, right: 595.28 - 48, top: 48, bottom: 841.89 - 40 };
const LEADING = 1.3;

interface Style {
  face: Face;
  size: number;
  colour: string;
}
const style = (face: Face, size: number, colour = "#000"): Style => ({ face, size, colour });
const TEXT = style("sans", 9);

/** The proof as PDF, one page of A4, its words selectable. */
export async function drawProof({ office, title, made, blocks }: Proof): Promise<Buffer> {
  // loaded when the first proof is asked for
  const { default: Pdf } = await import("pdfkit");
  const pdf = new Pdf({
    size: "A4",
    margin: 0,
    lang: "vi-VN",
    font: fileOf("Be Vietnam Pro"),
    info: { Title: `Giấy xác nhận gửi tin: ${title}`, Author: office },
  });
  const parts: Buffer[] = [];
  const whole = new Promise<Buffer>((done, fail) => {
    pdf.on("data", (part: Buffer) => parts.push(part));
    pdf.on("end", () => done(Buffer.concat(parts)));
    pdf.on("error", fail);
  });
  const pen = new Pen(pdf);
  pen.text(office.toUpperCase(), style("sans bold", 9.5));
  pen.text("Giấy xác nhận gửi tin", style("sans bold", 16, BLUE), 4);
  pen.text(`Lập lúc ${made} từ sổ gửi của Loa Số`, style("sans", 9.5));
  for (const block of blocks) pen.block(block);
  pdf.end();
  return whole;
}

/** Writes down one page; what a page cannot hold is cut where it ends, and says so. */
class Pen {
  private y = PAGE.top;
  private readonly pdf: PDFKit.PDFDocument;

  constructor(pdf: PDFKit.PDFDocument) {
    this.pdf = pdf;
  }

  block(block: ProofBlock): void {
    if (block.kind === "heading") this.text(block.text, style("sans bold", 11, BLUE), 7);
    else if (block.kind === "line") this.text(`${block.name}  ${block.value}`, style("sans", 9.5));
    else if (block.kind === "note") this.text(block.text, style("sans", 8.5, GREY));
    else this.rest(block.text);
  }

  text(text: string, look: Style, before = 0): void {
    this.y += before;
    for (const line of this.set(text, look)) this.line(line, look);
  }

  private set(text: string, { face, size }: Style): Line[] {
    return setLines(text.replace(/\r\n?/g, "\n"), face, (PAGE.right - PAGE.left) / size);
  }

  private line(line: Line, { size, colour }: Style): void {
    drawLine(this.pdf, line, { x: PAGE.left, y: this.y + size, size, colour });
    this.y += size * LEADING;
  }

  private rest(text: string): void {
    const lines = this.set(text, TEXT);
    const room = Math.max(2, Math.floor((PAGE.bottom - this.y) / (TEXT.size * LEADING)));
    if (lines.length <= room) return lines.forEach((line) => this.line(line, TEXT));
    const shown = lines.slice(0, room - 1);
    for (const line of shown) this.line(line, TEXT);
    const letters = (of: readonly Line[]): number =>
      of.reduce((sum, { pieces }) => sum + graphemes(pieces.map((piece) => piece.text).join("")), 0);
    const left = letters(lines) - letters(shown);
    this.text(`(… còn ${formatNumber(left)} chữ không in hết ở đây, xem nguyên văn trong sổ gửi của Loa Số)`, TEXT);
  }
}
