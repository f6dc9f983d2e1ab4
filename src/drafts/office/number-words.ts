import { rowOf } from "../../kernel/table.ts";
/** Numbers of lists in words, as Word writes them: "một", "First", "Two". Up to 32,767; beyond it they stay in figures. */
const MOST = 32_767;

const VI = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

function underThousand(n: number, full: boolean): string {
  const [hundreds, rest] = [Math.floor(n / 100), n % 100];
  const words = hundreds > 0 || full ? [`${VI[hundreds] ?? ""} trăm`] : [];
  const [tens, ones] = [Math.floor(rest / 10), rest % 10];
  if (tens === 0 && ones > 0) words.push(words.length > 0 ? `lẻ ${VI[ones] ?? ""}` : (VI[ones] ?? ""));
  else if (tens > 0) {
    words.push(tens === 1 ? "mười" : `${VI[tens] ?? ""} mươi`);
    if (ones === 1) words.push(tens > 1 ? "mốt" : "một");
    else if (ones === 5) words.push("lăm");
    else if (ones > 0) words.push(VI[ones] ?? "");
  }
  return words.join(" ");
}

/** 21 → "hai mươi mốt". */
export function vietnameseWords(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > MOST) return String(n);
  const [thousands, rest] = [Math.floor(n / 1000), n % 1000];
  const head = thousands > 0 ? `${underThousand(thousands, false)} nghìn` : "";
  return [head, rest > 0 ? underThousand(rest, thousands > 0) : ""].filter(Boolean).join(" ");
}

const EN = [
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
]
  .join(" ")
  .split(" ");
const TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const ORDINAL: Readonly<Record<string, string>> = {
  one: "first",
  two: "second",
  three: "third",
  five: "fifth",
  eight: "eighth",
  nine: "ninth",
  twelve: "twelfth",
};

function english(n: number): string {
  if (n < 20) return EN[n] ?? "";
  if (n < 100) return [TENS[Math.floor(n / 10) - 1], n % 10 ? EN[n % 10] : ""].filter(Boolean).join("-");
  if (n < 1000)
    return [`${EN[Math.floor(n / 100)] ?? ""} hundred`, n % 100 ? english(n % 100) : ""].filter(Boolean).join(" ");
  return [`${english(Math.floor(n / 1000))} thousand`, n % 1000 ? english(n % 1000) : ""].filter(Boolean).join(" ");
}
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** 21 → "Twenty-one". */
export const englishWords = (n: number): string =>
  Number.isInteger(n) && n >= 0 && n <= MOST ? capital(english(n)) : String(n);

/** 21 → "Twenty-first". */
export function englishOrdinal(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > MOST) return String(n);
  const words = english(n);
  const [, head = "", last = ""] = /^(.*?)([a-z]+)$/.exec(words) ?? [];
  return capital(`${head}${rowOf(ORDINAL, last) ?? (last.endsWith("y") ? `${last.slice(0, -1)}ieth` : `${last}th`)}`);
}

/** 21 → "21st". */
export function ordinalFigure(n: number): string {
  const ending = n % 100 >= 11 && n % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${ending}`;
}
