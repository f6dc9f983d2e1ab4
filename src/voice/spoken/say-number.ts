import { rowOf } from "../../kernel/table.ts";
/**
 * Numbers as they are said in the north and as schools teach it (Toán 4, Toán 5): "linh", "mốt", "lăm", "tư" after
 * "mươi", "không trăm" inside a number, what stands behind a comma as a number of its own.
 */
const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const digit = (n: number): string => DIGITS[n] ?? "";

function sayTwo(n: number): string {
  const [tens, ones] = [Math.trunc(n / 10), n % 10];
  if (tens === 0) return digit(ones);
  if (tens === 1) return ["mười", ones === 0 ? "" : ones === 5 ? "lăm" : digit(ones)].join(" ").trim();
  const last: Readonly<Record<number, string>> = { 0: "", 1: "mốt", 4: "tư", 5: "lăm" };
  return `${digit(tens)} mươi ${last[ones] ?? digit(ones)}`.trim();
}

function sayThree(n: number, inside: boolean): string {
  const [hundreds, rest] = [Math.trunc(n / 100), n % 100];
  if (hundreds === 0 && !inside) return sayTwo(rest);
  if (rest === 0) return `${digit(hundreds)} trăm`;
  return `${digit(hundreds)} trăm ${rest < 10 ? "linh " : ""}${sayTwo(rest)}`;
}

/** Below a billion. */
function sayMillions(n: number, inside: boolean): string {
  const said: string[] = [];
  for (const [size, name] of [
    [1_000_000, "triệu"],
    [1000, "nghìn"],
    [1, ""],
  ] as const) {
    const group = Math.trunc(n / size) % 1000;
    if (group > 0) said.push(`${sayThree(group, inside || said.length > 0)} ${name}`.trim());
  }
  return said.join(" ");
}

const BILLION = 1_000_000_000;
/** The largest that is said as a number; what is longer is a question. */
const MOST = 999_999 * BILLION;

/** @throws RangeError for what is no whole number from 0 to MOST */
export function sayInteger(n: number): string {
  if (!Number.isSafeInteger(n) || n < 0 || n > MOST) throw new RangeError(`${n} is not said as a number`);
  if (n === 0) return digit(0);
  const [billions, rest] = [Math.trunc(n / BILLION), n % BILLION];
  if (billions === 0) return sayMillions(rest, false);
  return `${sayMillions(billions, false)} tỷ ${rest === 0 ? "" : sayMillions(rest, true)}`.trim();
}

/** Each digit by itself: "0905" → "không chín không năm". */
export const sayDigits = (digits: string): string =>
  [...digits]
    .filter((one) => /\d/.test(one))
    .map((one) => digit(Number(one)))
    .join(" ");

/** What stands behind the comma: "31" → "ba mươi mốt", "05" → "không năm"; longer than three digits, digit by digit. */
function sayBehindComma(digits: string): string {
  const zeros = /^0*/.exec(digits)?.[0].length ?? 0;
  if (digits.length > 3 || zeros === digits.length) return sayDigits(digits);
  return [sayDigits(digits.slice(0, zeros)), sayInteger(Number(digits))].join(" ").trim();
}

/** A number as it is written here: dots between thousands, a comma before the fraction. */
export const NUMBER = "(?:[1-9]\\d{0,2}(?:\\.\\d{3})+|\\d+)(?:,\\d+)?";

/** Undefined when it is too long, or begins with zeros as a code does. */
export function sayNumber(written: string): string | undefined {
  const [whole = "", behind] = written.split(",");
  const digits = whole.replaceAll(".", "");
  if (digits.length > 15 || Number(digits) > MOST || /^0\d{2}/.test(digits)) return undefined;
  // a row of digits without dots is more often a code than a count
  if (!whole.includes(".") && digits.length > 6) return undefined;
  const said = sayInteger(Number(digits));
  return behind === undefined ? said : `${said} phẩy ${sayBehindComma(behind)}`;
}

/** What a written number is worth, for comparing. */
export const worthOf = (written: string): number => Number(written.replaceAll(".", "").replace(",", "."));

const ORDINALS: Readonly<Record<number, string>> = { 1: "nhất", 4: "tư" };
/** After "thứ": nhất, hai, ba, tư, năm … */
export const sayOrdinal = (n: number): string => ORDINALS[n] ?? sayInteger(n);

const LETTERS: Readonly<Record<string, string>> = {
  a: "a",
  ă: "á",
  â: "ớ",
  b: "bê",
  c: "xê",
  d: "dê",
  đ: "đê",
  e: "e",
  ê: "ê",
  f: "ép",
  g: "giê",
  h: "hát",
  i: "i",
  j: "giây",
  k: "ca",
  l: "e lờ",
  m: "em mờ",
  n: "en nờ",
  o: "o",
  ô: "ô",
  ơ: "ơ",
  p: "pê",
  q: "quy",
  r: "e rờ",
  s: "ét sì",
  t: "tê",
  u: "u",
  ư: "ư",
  v: "vê",
  w: "vê kép",
  x: "ích xì",
  y: "y dài",
  z: "dét",
};
/** Letters by their names: "B" → "bê". */
export const sayLetters = (letters: string): string =>
  [...letters.toLowerCase()].map((letter) => rowOf(LETTERS, letter) ?? letter).join(" ");

const ROMAN = /^(?=[IVXLC])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/;
const WORTH: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };
/** A Roman numeral below 100; undefined for what is none. */
export function romanValue(letters: string): number | undefined {
  if (!ROMAN.test(letters)) return undefined;
  const worths = [...letters].map((letter) => rowOf(WORTH, letter) ?? 0);
  return worths.reduce((sum, one, n) => sum + (one < (worths[n + 1] ?? 0) ? -one : one), 0);
}
