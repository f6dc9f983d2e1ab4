import { setLines } from "../kernel/typeset/set-lines.ts";
import { disclosureOf, type ShareWords } from "./formats.ts";
import {
  BLUE,
  type Box,
  fit,
  GOES_ON,
  GREY,
  INK,
  LEADING,
  type Look,
  type Mark,
  pour,
  steps,
  textIn,
} from "./lay-out.ts";

const MM = 72 / 25.4;
/** What is cut off all around, and where marks stand outside of it. */
export const BLEED = 3 * MM;
export const SLUG = 7 * MM;
const SHEET = { width: 297 * MM, height: 210 * MM };
/** The panel that folds in is narrower, or it would buckle. */
const NARROW = 97 * MM;
const WIDE = 100 * MM;
/** Nothing to be read stands nearer to a cut or a fold. */
const SAFE = 8 * MM;

/** From the corner of the paper: marks, bleed, then the leaflet. */
const ORIGIN = BLEED + SLUG;
export const PAPER = { width: SHEET.width + 2 * ORIGIN, height: SHEET.height + 2 * ORIGIN };
/** Left edges and widths of the panels of a side. */
const OUTSIDE = [NARROW, WIDE, WIDE];
const INSIDE = [WIDE, WIDE, NARROW];
export const foldsOf = (side: "outside" | "inside"): number[] => {
  const [first = 0, second = 0] = side === "outside" ? OUTSIDE : INSIDE;
  return [ORIGIN + first, ORIGIN + first + second];
};

function panelsOf(widths: readonly number[]): Box[] {
  let x = ORIGIN;
  return widths.map((width) => {
    const box = { x: x + SAFE, y: ORIGIN + SAFE, width: width - 2 * SAFE, height: SHEET.height - 2 * SAFE };
    x += width;
    return box;
  });
}

/** The text through panels one after the other, as large as it fits. */
function flow(text: string, boxes: readonly Box[]): Mark[] {
  const sizes = steps(20, 7.5);
  const width = Math.min(...boxes.map((box) => box.width));
  const fits = (size: number): boolean => {
    const room = boxes.reduce((sum, box) => sum + Math.floor(box.height / (size * LEADING)), 0);
    return setLines(text, "sans", width / size).length <= room;
  };
  const look: Look = { face: "sans", size: sizes.find(fits) ?? sizes.at(-1) ?? 7.5, colour: INK };
  let lines = setLines(text, look.face, width / look.size);
  const room = boxes.reduce((sum, box) => sum + Math.floor(box.height / (look.size * LEADING)), 0);
  const rest = setLines(GOES_ON, look.face, width / look.size);
  if (lines.length > room) lines = [...lines.slice(0, room - rest.length), ...rest];
  return boxes.flatMap((box) => {
    const { marks, left } = pour(lines, look, box);
    lines = [...left];
    return marks;
  });
}

/** Cover, back and the panel that folds in: what is seen before it is opened. */
export function outside(words: ShareWords): Mark[] {
  const [, back, cover] = panelsOf(OUTSIDE);
  if (!back || !cover) return [];
  // the cover's colour runs to the fold on one side and over the cut on the others
  const block = { x: cover.x - SAFE, y: SLUG, width: WIDE + BLEED, height: PAPER.height * 0.3 };
  const marks: Mark[] = [{ kind: "box", ...block, colour: BLUE }];
  const bold = { face: "sans bold" as const, size: 13, colour: "#fff" };
  const top = { ...cover, height: block.y + block.height - cover.y - SAFE / 2 };
  marks.push(...textIn(words.office, bold, steps(15, 8), top));
  const below = block.y + block.height + SAFE / 2;
  const title = { ...cover, y: below, height: 60 * MM };
  marks.push(...textIn(words.title, { ...bold, colour: BLUE }, steps(26, 10), title));
  const pictured = { ...cover, y: below + 62 * MM, height: cover.y + cover.height - below - 62 * MM };
  if (words.picture) marks.push(fit(words.picture, pictured));
  const size = 38 * MM;
  marks.push({ kind: "qr", x: back.x + (back.width - size) / 2, y: back.y + back.height * 0.35, size });
  const said = [`${disclosureOf(words.office)}.`, `Nguồn: ${words.source || words.office}`, words.day, words.url].join(
    "\n",
  );
  const under = back.y + back.height * 0.35 + size + SAFE / 2;
  const box = { ...back, y: under, height: back.y + back.height - under };
  return [...marks, ...textIn(said, { face: "sans", size: 10, colour: GREY }, steps(10, 6.5), box)];
}
/** The three panels inside, and what is left of the text on the one that folds in. */
export const inside = (words: ShareWords): Mark[] => flow(words.text, panelsOf(INSIDE));

/** Where to cut and where to fold, outside of what is kept. */
export function drawTrimMarks(pdf: PDFKit.PDFDocument, folds: readonly number[]): void {
  const [left, right] = [ORIGIN, ORIGIN + SHEET.width];
  const [top, bottom] = [ORIGIN, ORIGIN + SHEET.height];
  const length = SLUG - 1;
  pdf.lineWidth(0.3).strokeColor("#000").undash();
  for (const y of [top, bottom])
    pdf
      .moveTo(0, y)
      .lineTo(length, y)
      .moveTo(PAPER.width - length, y)
      .lineTo(PAPER.width, y)
      .stroke();
  for (const x of [left, right])
    pdf
      .moveTo(x, 0)
      .lineTo(x, length)
      .moveTo(x, PAPER.height - length)
      .lineTo(x, PAPER.height)
      .stroke();
  pdf.dash(2, { space: 1.5 });
  for (const x of folds)
    pdf
      .moveTo(x, 0)
      .lineTo(x, length)
      .moveTo(x, PAPER.height - length)
      .lineTo(x, PAPER.height)
      .stroke();
  pdf.undash();
}
export const BOXES = {
  TrimBox: [ORIGIN, ORIGIN, ORIGIN + SHEET.width, ORIGIN + SHEET.height],
  BleedBox: [SLUG, SLUG, PAPER.width - SLUG, PAPER.height - SLUG],
};
