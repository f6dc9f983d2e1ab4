import { printable } from "./printable.ts";

export type Value = string | number;

/** Excel reads `_x0041_` as "A": what people typed so keeps its first sign written that way. */
export const excelText = (text: string): string => printable(text).replace(/_(?=x[\dA-Fa-f]{4}_)/g, "_x005F_");

/** Most letters of a cell, as Excel counts them. */
const MOST_LETTERS = 32_767;
const GOES_ON = "\n(Ô này quá dài, xem tiếp ở hàng dưới)";
const FOLLOWS = "(Tiếp theo hàng trên)\n";

/**
 * A row whose texts fit their cells. What is longer goes on in further rows, which say so and hold no numbers: sums stay
 * what they are.
 */
export function rowsThatFit(values: readonly Value[]): Value[][] {
  const parts = values.map((value) => (typeof value === "number" ? [value] : cut(printable(value))));
  const most = Math.max(1, ...parts.map((one) => one.length));
  return Array.from({ length: most }, (_, n) => parts.map((one) => one[n] ?? ""));
}

function cut(text: string): string[] {
  if (text.length <= MOST_LETTERS) return [text];
  const room = MOST_LETTERS - GOES_ON.length - FOLLOWS.length;
  const parts: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const end = rest.length <= room ? rest.length : endOf(rest, room);
    const head = parts.length > 0 ? FOLLOWS : "";
    parts.push(`${head}${rest.slice(0, end)}${end < rest.length ? GOES_ON : ""}`);
    rest = rest.slice(end);
  }
  return parts;
}

/** Between two words where there are any, never inside a character. */
function endOf(text: string, most: number): number {
  const blank = text.lastIndexOf(" ", most);
  if (blank > most / 2) return blank + 1;
  let end = most;
  while (end > most - 40 && /\p{M}|\u200D|[\uDC00-\uDFFF]/u.test(text.charAt(end))) end -= 1;
  return end;
}
