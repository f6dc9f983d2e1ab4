import { fold } from "../kernel/vietnamese.ts";
import { vietnameseWords } from "./office/number-words.ts";
import { fromRoman } from "./roman.ts";

const MOST = 99;
/** "nhat" → 1, "muoi mot" → 11, "hai muoi tu" → 24: how "Điều thứ …" counts, without marks. */
const BY_WORDS = new Map<string, number>(
  Array.from({ length: MOST }, (_, n): [string, number] => [fold(vietnameseWords(n + 1)), n + 1]),
);
for (const [words, n] of Array.from(BY_WORDS)) if (words.endsWith(" bon")) BY_WORDS.set(words.replace(/bon$/, "tu"), n);
BY_WORDS.set("nhat", 1).set("tu", 4);

/** The number that the first words of a text count: "mười hai: Thi hành" → 12 in "mười hai"; undefined when they count nothing. */
export function leadingOrdinal(text: string): { words: string; number: string } | undefined {
  for (const most of [3, 2, 1]) {
    const words = new RegExp(`^\\p{L}+(?:\\s+\\p{L}+){${most - 1}}(?![\\p{L}\\d])`, "u").exec(text)?.[0];
    const n = words === undefined ? undefined : BY_WORDS.get(fold(words).replace(/\s+/g, " "));
    if (words !== undefined && n !== undefined) return { words, number: String(n) };
  }
  return undefined;
}

/** "3", "III" → "3"; "3a", "IIIa", "IIIA" → "3a"; "" for what is no number. */
export function figureOf(given: string): string {
  // "Phần C" follows "Phần B": such a letter is no hundred
  if (/^[CDLM]$/.test(given)) return "";
  const [, head = "", letter = ""] = /^(\d{1,3}|[IVXLCDM]+?)([a-zđA-ZĐ]?)$/u.exec(given) ?? [];
  const whole = fromRoman(given);
  if (whole > 0) return String(whole);
  const n = /^\d/.test(head) ? Number(head) : fromRoman(head);
  return head === "" || (n === 0 && !/^\d/.test(head)) ? "" : `${n}${letter.toLowerCase()}`;
}
