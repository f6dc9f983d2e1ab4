import { escapeXml } from "../render-svg.ts";
import { fileOf, openFont, type Piece, widthOf } from "./fonts.ts";
import type { Line } from "./set-lines.ts";

export interface Place {
  x: number;
  /** of the baseline */
  y: number;
  size: number;
  colour?: string;
}

/** Draws a line into a PDF, its words selectable. @param stretch width the line is stretched to, between its words */
export function drawLine(pdf: PDFKit.PDFDocument, line: Line, at: Place, stretch = 0): void {
  let { x } = at;
  const blanks = line.pieces.reduce((sum, piece) => sum + piece.text.split(" ").length - 1, 0);
  const left = stretch - line.width * at.size;
  // a line cut short by a word that did not fit is not torn apart
  const wordSpacing = !line.last && blanks > 0 && left > 0 && left < stretch / 3 ? left / blanks : 0;
  pdf.fontSize(at.size).fillColor(at.colour ?? "#000");
  for (const piece of line.pieces) {
    pdf.font(fileOf(piece.font));
    // each word by itself: a word spacing of the file's own does not reach fonts of two bytes
    const parts = wordSpacing === 0 ? [piece.text] : piece.text.split(/(?<= )/);
    for (const text of parts) {
      pdf.text(text, x, at.y, { lineBreak: false, baseline: "alphabetic" });
      x += widthOf({ font: piece.font, text }) * at.size + (text.endsWith(" ") ? wordSpacing : 0);
    }
  }
}

/** The outlines of a line as they stand in an SVG: no font of whoever draws it is asked for. */
export function lineSvg(line: Line, at: Place): string {
  let { x } = at;
  const paths = line.pieces.map((piece) => {
    const path = outline(piece, x, at);
    x += widthOf(piece) * at.size;
    return path;
  });
  return `<g fill="${escapeXml(at.colour ?? "#000")}">${paths.join("")}</g>`;
}

function outline({ font, text }: Piece, x: number, { y, size }: Place): string {
  const face = openFont(font);
  const scale = size / face.unitsPerEm;
  const { glyphs, positions } = face.layout(text);
  let pen = x;
  const parts = glyphs.map((glyph, n) => {
    const at = positions[n];
    const [left, top] = [pen + (at?.xOffset ?? 0) * scale, y - (at?.yOffset ?? 0) * scale];
    pen += (at?.xAdvance ?? glyph.advanceWidth) * scale;
    const path = glyph.path.toSVG();
    return path === "" ? "" : `<path transform="translate(${left} ${top}) scale(${scale} ${-scale})" d="${path}"/>`;
  });
  return parts.join("");
}
