import { createRequire } from "node:module";
import { openSync, type Font } from "fontkit";
import { eachGrapheme } from "../vietnamese.ts";

/** What is drawn here never depends on the fonts of a machine: all of them come with the product, under free licences. */
const FILES = {
  "Be Vietnam Pro": "@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf",
  "Be Vietnam Pro Bold": "@expo-google-fonts/be-vietnam-pro/700Bold/BeVietnamPro_700Bold.ttf",
  // as wide as Times New Roman, which no machine has to have
  Tinos: "@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf",
  "Tinos Bold": "@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf",
  "Tinos Italic": "@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf",
  "Tinos Bold Italic": "@expo-google-fonts/tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf",
  DejaVu: "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
  "DejaVu Bold": "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
  Khmer: "@expo-google-fonts/noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf",
  Cham: "@expo-google-fonts/noto-sans-cham/400Regular/NotoSansCham_400Regular.ttf",
  "Tai Viet": "@expo-google-fonts/noto-sans-tai-viet/400Regular/NotoSansTaiViet_400Regular.ttf",
  Emoji: "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
} as const;
export type FontName = keyof typeof FILES;

/** ŏ ĭ ŭ ĕ ƀ of Ê Đê and Ba Na names, signs, the scripts of the Khmer, Cham and Thái, pictures: where a font lacks them. */
const OTHERS: readonly FontName[] = ["Khmer", "Cham", "Tai Viet", "Emoji"];
const CHAINS = {
  sans: ["Be Vietnam Pro", "DejaVu", ...OTHERS],
  "sans bold": ["Be Vietnam Pro Bold", "DejaVu Bold", ...OTHERS],
  serif: ["Tinos", "DejaVu", ...OTHERS],
  "serif bold": ["Tinos Bold", "DejaVu Bold", ...OTHERS],
  "serif italic": ["Tinos Italic", "DejaVu", ...OTHERS],
  "serif bold italic": ["Tinos Bold Italic", "DejaVu Bold", ...OTHERS],
} as const satisfies Record<string, readonly FontName[]>;
export type Face = keyof typeof CHAINS;

const resolve = createRequire(import.meta.url).resolve;
const files = new Map<FontName, string>();
export function fileOf(name: FontName): string {
  const known = files.get(name) ?? resolve(FILES[name]);
  files.set(name, known);
  return known;
}

const opened = new Map<FontName, Font>();
export function openFont(name: FontName): Font {
  const known = opened.get(name);
  if (known) return known;
  const font = openSync(fileOf(name));
  // a collection of fonts has no glyphs of its own; none of ours is one
  if (!("layout" in font)) throw new Error(`${name} is no single font`);
  opened.set(name, font);
  return font;
}

/** Letters in one font. */
export interface Piece {
  font: FontName;
  text: string;
}

/** Prints nothing: control characters, marks of direction, choices between forms. What joins letters stays. */
const NOTHING = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\uFE0E\uFE0F]/gu;
const JOINS = /[\u200C\u200D]/u;

function covers(name: FontName, text: string): boolean {
  const font = openFont(name);
  for (const letter of text)
    if (!JOINS.test(letter) && !font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)) return false;
  return true;
}

/** Whether a font has the letters of a text, or what they are made of: a letter, and the marks on it. */
export const hasLetters = (name: FontName, text: string): boolean =>
  covers(name, text.normalize("NFD").replace(/\s/g, " ").replace(NOTHING, ""));

/**
 * Text as pieces, each in a font that has its letters. A text with one letter the first font lacks is set in the next
 * one as a whole, so that no name changes its face in its middle; signs and pictures alone are taken from elsewhere.
 */
export function piecesOf(text: string, face: Face): Piece[] {
  const chain: readonly FontName[] = CHAINS[face];
  const [first = "DejaVu", second = "DejaVu"] = chain;
  const composed = text.normalize("NFC").replace(/\s/g, " ").replace(NOTHING, "");
  const latin = composed.replace(/[^\p{Script=Latin}\p{M}\p{N}\s]/gu, "");
  const base = covers(first, latin) || !covers(second, latin) ? first : second;
  if (covers(base, composed)) return composed === "" ? [] : [{ font: base, text: composed }];
  const pieces: Piece[] = [];
  for (const segment of eachGrapheme(composed)) {
    const font = covers(base, segment) ? base : chain.find((one) => covers(one, segment));
    const last = pieces.at(-1);
    if (font && last?.font === font) last.text += segment;
    else pieces.push(font ? { font, text: segment } : { font: "DejaVu", text: NO_GLYPH });
  }
  return pieces;
}

/** Stands for a letter that none of our fonts has. */
const NO_GLYPH = "□";
/** How many letters of a text are drawn as an empty square: who made the text ought to say so. */
export function countMissing(text: string, pieces: readonly Piece[]): number {
  const count = (one: string): number => one.split(NO_GLYPH).length - 1;
  return pieces.reduce((sum, piece) => sum + count(piece.text), 0) - count(text);
}

/** The font of the blanks beside a piece: pictures have wide ones. */
export const blankBeside = (font: FontName, face: Face): FontName => (OTHERS.includes(font) ? CHAINS[face][0] : font);

const widths = new Map<string, number>();
const MOST_KEPT = 50_000;

/** Width of a piece when its letters are 1 high. */
export function widthOf({ font, text }: Piece): number {
  const key = `${font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const face = openFont(font);
  const width = face.layout(text).advanceWidth / face.unitsPerEm;
  if (widths.size >= MOST_KEPT) widths.clear();
  widths.set(key, width);
  return width;
}
