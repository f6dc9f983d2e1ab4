import type { Face } from "../kernel/typeset/fonts.ts";
import { type Line, setLines } from "../kernel/typeset/set-lines.ts";
import { disclosureOf, type ShareFormat, type ShareWords } from "./formats.ts";

/** One thing to draw; a PDF and a picture draw the same. */
export type Mark =
  | { kind: "box"; x: number; y: number; width: number; height: number; colour: string }
  | { kind: "line"; line: Line; x: number; y: number; size: number; colour: string }
  | { kind: "picture"; x: number; y: number; width: number; height: number }
  | { kind: "qr"; x: number; y: number; size: number };

export const INK = "#1a2330";
export const BLUE = "#13284a";
export const GREY = "#4a5462";
export const LEADING = 1.34;
/** Said where a text goes on behind the code. */
export const GOES_ON = "… Xem đầy đủ theo mã QR.";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface Look {
  face: Face;
  size: number;
  colour: string;
}
const heightOf = (text: string, { face, size }: Look, width: number): number =>
  setLines(text, face, width / size).length * size * LEADING;

/** Lines of a text from the top of a box down; those that do not fit are given back. */
export function pour(
  lines: readonly Line[],
  look: Look,
  { x, y, width, height }: Box,
  align: "left" | "center" = "left",
) {
  const most = Math.max(0, Math.floor(height / (look.size * LEADING) + 1e-6));
  const taken = lines.slice(0, most);
  const marks: Mark[] = taken.map((line, n) => ({
    kind: "line",
    line,
    x: align === "center" ? x + (width - line.width * look.size) / 2 : x,
    y: y + look.size * (LEADING * n + 1),
    size: look.size,
    colour: look.colour,
  }));
  return { marks, left: lines.slice(most), height: taken.length * look.size * LEADING };
}

/** A picture as large as a box lets it be, in its middle. */
export function fit(picture: { width: number; height: number }, { x, y, width, height }: Box): Mark & Box {
  const scale = Math.min(width / picture.width, height / picture.height);
  const [wide, high] = [picture.width * scale, picture.height * scale];
  return { kind: "picture", x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high };
}

/** The largest size of some at which a text fits a box, else the least. */
function largest(text: string, look: Look, sizes: readonly number[], box: Pick<Box, "width" | "height">): Look {
  const size = sizes.find((one) => heightOf(text, { ...look, size: one }, box.width) <= box.height) ?? sizes.at(-1);
  return { ...look, size: size ?? look.size };
}
export const steps = (from: number, to: number): number[] =>
  Array.from({ length: 14 }, (_, n) => from * (to / from) ** (n / 13));

/** A text in a box: as it is where it fits at some size, cut at the least with a word where it goes on. */
export function textIn(text: string, look: Look, sizes: readonly number[], box: Box): Mark[] {
  const chosen = largest(text, look, sizes, box);
  const lines = setLines(text, chosen.face, box.width / chosen.size);
  const { marks, left } = pour(lines, chosen, box);
  if (left.length === 0) return marks;
  const rest = setLines(GOES_ON, chosen.face, box.width / chosen.size);
  const needed = rest.length * chosen.size * LEADING;
  const short = pour(lines, chosen, { ...box, height: box.height - needed });
  const below = { ...box, y: box.y + short.height, height: needed };
  return [...short.marks, ...pour(rest, chosen, below).marks];
}

/** Who says it, from where, when, and the code that leads to it. */
function foot(words: ShareWords, box: Box, unit: number): Mark[] {
  const qr = Math.min(box.height, box.width * 0.42);
  const said = { x: box.x, y: box.y, width: box.width - qr - unit, height: box.height };
  const lines = [`${disclosureOf(words.office)}.`, `Nguồn: ${words.source || words.office}`, words.day].join("\n");
  const look = { face: "sans bold" as const, size: unit, colour: INK };
  return [
    { kind: "qr", x: box.x + box.width - qr, y: box.y + box.height - qr, size: qr },
    ...textIn(lines, look, steps(unit, unit * 0.4), said),
  ];
}

/** A code smaller than this many pixels is not read from a screen. */
const LEAST_CODE = 118;

/** Poster, sheet, story, square: one below the other. */
function upright(words: ShareWords, { width, height, withText }: ShareFormat, pictureShare: number): Mark[] {
  const edge = width * 0.06;
  const unit = Math.min(width, height) * 0.032;
  const inner = width - 2 * edge;
  const band = unit * 2.6;
  const bottom = Math.max(unit * 6, Math.min(width, height) * 0.2, withText ? 0 : LEAST_CODE);
  const marks: Mark[] = [{ kind: "box", x: 0, y: 0, width, height: band, colour: BLUE }];
  const head = { x: edge, y: (band - unit * LEADING) / 2, width: inner, height: unit * LEADING };
  marks.push(...textIn(words.office, { face: "sans bold", size: unit, colour: "#fff" }, steps(unit, unit * 0.5), head));
  let y = band + unit;
  const free = height - y - bottom - unit * 2;
  // where there is no room for both the words come first
  if (words.picture && free > unit * 16) {
    const box = { x: edge, y, width: inner, height: free * (withText ? pictureShare : 0.5) };
    const placed = fit(words.picture, box);
    marks.push({ ...placed, y: box.y });
    y += placed.height + unit;
  }
  const end = height - bottom - unit;
  const title = { x: edge, y, width: inner, height: withText ? (end - y) * 0.32 : end - y };
  const look = largest(
    words.title,
    { face: "sans bold", size: unit, colour: BLUE },
    steps(unit * 2.6, unit * 0.7),
    title,
  );
  marks.push(...textIn(words.title, look, [look.size], title));
  y += Math.min(title.height, heightOf(words.title, look, inner)) + unit * 0.6;
  if (withText)
    marks.push(
      ...textIn(words.text, { face: "sans", size: unit, colour: INK }, steps(unit * 1.5, unit * 0.55), {
        x: edge,
        y,
        width: inner,
        height: end - y,
      }),
    );
  const box = { x: edge, y: height - bottom - edge * 0.4, width: inner, height: bottom };
  return [...marks, ...foot(words, box, unit)];
}

/** Link pictures and wide banners: picture, words, code side by side. */
function lying(words: ShareWords, { width, height, withText }: ShareFormat): Mark[] {
  const unit = height * 0.06;
  const marks: Mark[] = [{ kind: "box", x: 0, y: 0, width, height: height * 0.04, colour: BLUE }];
  const top = height * 0.04 + unit;
  const rest = height - top - unit;
  let x = unit;
  if (words.picture) {
    const placed = fit(words.picture, { x, y: top, width: width * 0.34, height: rest });
    marks.push({ ...placed, x });
    x += placed.width + unit;
  }
  const side = Math.min(rest * 0.6, width * 0.24);
  const column = width - x - side - 2 * unit;
  const title = { x, y: top, width: column, height: withText ? rest * 0.42 : rest * 0.62 };
  const look = largest(words.title, { face: "sans bold", size: unit, colour: BLUE }, steps(unit * 2.2, unit), title);
  marks.push(...textIn(words.title, look, [look.size], title));
  const y = top + Math.min(title.height, heightOf(words.title, look, column)) + unit * 0.4;
  const said = `${disclosureOf(words.office)}. Nguồn: ${words.source || words.office}, ${words.day}`;
  const saidBox = { x, y: height - unit - rest * 0.26, width: column, height: rest * 0.26 };
  if (withText) {
    const box = { x, y, width: column, height: saidBox.y - y };
    marks.push(...textIn(words.text, { face: "sans", size: unit, colour: INK }, steps(unit, unit * 0.72), box));
  }
  marks.push(...textIn(said, { face: "sans bold", size: unit, colour: INK }, steps(unit * 0.9, unit * 0.5), saidBox));
  return [...marks, { kind: "qr", x: width - unit - side, y: height - unit - side, size: side }];
}

/** Everything of one piece, in the units of its format. @param pictureShare how much of the free height a picture may take */
export const layOut = (words: ShareWords, format: ShareFormat, pictureShare = 0.5): Mark[] =>
  format.width > format.height * 1.5 ? lying(words, format) : upright(words, format, pictureShare);
