import { rowOf } from "../kernel/table.ts";
const ROMAN: readonly [number, string][] = [
  [1000, "M"],
  [900, "CM"],
  [500, "D"],
  [400, "CD"],
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
];

/** 4 → "IV". Up to 32,767, the most a word processor counts to; what is beyond has no Roman form and stays in figures. */
export function roman(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > 32_767) return String(n);
  let rest = n;
  let text = "";
  for (const [value, letters] of ROMAN) {
    text += letters.repeat(Math.floor(rest / value));
    rest %= value;
  }
  return text;
}

const VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };

/** "IV" → 4; 0 for what is no such number. */
export function fromRoman(text: string): number {
  const letters = text.toUpperCase();
  if (!/^[IVXLCDM]{1,15}$/.test(letters)) return 0;
  let sum = 0;
  for (let at = 0; at < letters.length; at += 1) {
    const value = rowOf(VALUES, letters.charAt(at)) ?? 0;
    sum += value < (rowOf(VALUES, letters.charAt(at + 1)) ?? 0) ? -value : value;
  }
  return roman(sum) === letters ? sum : 0;
}
