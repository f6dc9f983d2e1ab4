import { EAST_ASIAN } from "./east-asian-numbers.ts";
import { roman } from "../roman.ts";
import { englishOrdinal, englishWords, ordinalFigure, vietnameseWords } from "./number-words.ts";
import { isRow, rowOf } from "../../kernel/table.ts";

const LATIN = "abcdefghijklmnopqrstuvwxyz";
/** Word prints a letter again for every round: z, aa, bb; after thirty rounds it begins anew. */
function letters(n: number, alphabet: string): string {
  if (n < 1) return n === 0 ? "" : String(n);
  const row = [...alphabet];
  const round = Math.floor((n - 1) / row.length) % 30;
  return (row[(n - 1) % row.length] ?? "").repeat(round + 1);
}
/** OpenDocument counts on as a figure does: z, aa, ab. */
export function countedLetters(n: number): string {
  let text = "";
  for (let rest = n; rest > 0 && text.length < 8; rest = Math.floor((rest - 1) / 26))
    text = LATIN.charAt((rest - 1) % 26) + text;
  return text || String(n);
}
/** Characters of one row, then figures. */
const row =
  (first: number, most: number) =>
  (n: number): string =>
    n >= 1 && n <= most ? String.fromCodePoint(first + n - 1) : String(n);
const digits =
  (zero: number) =>
  (n: number): string =>
    String(n).replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const padded = (width: number) => (n: number) => (n < 0 ? String(n) : String(n).padStart(width, "0"));
const circled = (n: number): string =>
  n >= 1 && n <= 20
    ? row(0x2460, 20)(n)
    : n <= 35
      ? row(0x3251, 15)(n - 20)
      : n <= 50
        ? row(0x32b1, 15)(n - 35)
        : String(n);
const chicago = (n: number): string =>
  n < 1 ? String(n) : ("*†‡§"[(n - 1) % 4] ?? "*").repeat((Math.floor((n - 1) / 4) % 30) + 1);

/** The lists of Word (ISO 29500-1 §17.18.59) that print something else than figures. */
const FORMATS: Readonly<Record<string, (n: number) => string>> = {
  ...EAST_ASIAN,
  upperRoman: roman,
  lowerRoman: (n) => roman(n).toLowerCase(),
  upperLetter: (n) => letters(n, LATIN).toUpperCase(),
  lowerLetter: (n) => letters(n, LATIN),
  russianUpper: (n) => letters(n, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
  russianLower: (n) => letters(n, "абвгдежзиклмнопрстуфхцчшщыэюя"),
  decimalZero: padded(2),
  numberInDash: (n) => `- ${n} -`,
  ordinal: ordinalFigure,
  cardinalText: englishWords,
  ordinalText: englishOrdinal,
  vietnameseCounting: vietnameseWords,
  hex: (n) => n.toString(16).toUpperCase(),
  chicago,
  decimalEnclosedCircle: circled,
  decimalEnclosedCircleChinese: circled,
  decimalEnclosedFullstop: row(0x2488, 20),
  decimalEnclosedParen: row(0x2474, 20),
  decimalFullWidth: digits(0xff10),
  decimalFullWidth2: digits(0xff10),
  ideographEnclosedCircle: row(0x3280, 10),
  thaiNumbers: digits(0x0e50),
  hindiNumbers: digits(0x0966),
  arabicAbjad: (n) => letters(n, "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
  arabicAlpha: (n) => letters(n, "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
  hebrew1: (n) => letters(n, "אבגדהוזחטיכלמנסעפצקרשת"),
  hebrew2: (n) => letters(n, "אבגדהוזחטיכלמנסעפצקרשת"),
  none: () => "",
  bullet: () => "",
};
const FIGURES = new Set(["decimal", "decimalHalfWidth", "custom"]);

/** Whether a format is printed as it should be; others come out in figures, which the reader says. */
export const knowsFormat = (format: string): boolean => isRow(FORMATS, format) || FIGURES.has(format);

/**
 * A number of a list as it is printed.
 * @param pattern of a "custom" format: "001, 002, 003, …" says how wide the figures are
 */
export function formatCount(n: number, format: string, pattern = ""): string {
  if (format === "custom") return padded(/^0*\d/.exec(pattern.split(",")[0]?.trim() ?? "")?.[0].length ?? 1)(n);
  return rowOf(FORMATS, format)?.(n) ?? String(n);
}
