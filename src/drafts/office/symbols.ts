import { codePoint } from "dingbat-to-unicode";

/** Fonts whose letters are pictures: what a file calls "A" is printed as something else. */
const SYMBOL_FONTS = /^(?:Symbol|Wingdings(?: ?[23])?|Webdings)$/i;
const isSymbolFont = (font: string): boolean => SYMBOL_FONTS.test(font);

const typeface = (font: string): string =>
  font
    .toLowerCase()
    .replace(/^\w/, (letter) => letter.toUpperCase())
    .replace(/(?<=s)(?=[23])/, " ");

/** Bullets every program draws alike, where the list of the package knows a rarer sign. */
const BULLETS: Readonly<Record<string, string>> = {
  "Symbol:183": "•",
  "Wingdings:108": "●",
  "Wingdings:110": "■",
  "Wingdings:111": "□",
  "Wingdings:113": "❑",
  "Wingdings:117": "◆",
  "Wingdings:118": "❖",
  "Wingdings:159": "•",
  "Wingdings:167": "▪",
  "Wingdings:168": "◻",
  "Wingdings:216": "➢",
  "Wingdings:224": "→",
  "Wingdings:232": "➔",
  "Wingdings:240": "⇨",
  "Wingdings:251": "✗",
  "Wingdings:252": "✓",
  "Wingdings:253": "☒",
  "Wingdings:254": "☑",
};

/** A character of a symbol font as the sign it looks like; "" for one nobody knows. */
export function symbolOf(code: number, font: string): string {
  if (!Number.isInteger(code) || code < 0x20 || code > 0xffff) return "";
  // a font of ordinary letters: the code is the letter's own
  if (!isSymbolFont(font) && (code < 0xe000 || code > 0xf8ff)) return String.fromCharCode(code);
  // Word keeps them in a private range; what counts is the last byte
  const own = code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code;
  const name = typeface(font);
  return BULLETS[`${name}:${own}`] ?? codePoint(name, own)?.string ?? "";
}

/** Text in a symbol font as it looks; in any other font only the private range is read, as the font of bullets. */
export function symbolText(text: string, font: string): string {
  if (!isSymbolFont(font) && !/[\uF000-\uF0FF]/.test(text)) return text;
  return [...text]
    .map((letter) => {
      const code = letter.codePointAt(0) ?? 0;
      if (code >= 0xf000 && code <= 0xf0ff)
        return symbolOf(code, isSymbolFont(font) ? font : "Symbol") || symbolOf(code, "Wingdings") || "□";
      if (!isSymbolFont(font) || letter === " ") return letter;
      return symbolOf(code, font) || letter;
    })
    .join("");
}
