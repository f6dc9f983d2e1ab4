/** Lines of plain text that only say which page they stand on, as PDF and print previews leave them. */

export const BARE = /^\d{1,4}$/;
const DRESSED = [
  /^[-–—]\s?(\d{1,4})\s?[-–—]$/u,
  /^(?:Trang|Page)\s*:?\s*(\d{1,4})(?:\s*(?:\/|of|trên|\|)\s*\d{1,4})?$/iu,
  /^(\d{1,4})\s*\|\s*(?:P a g e|Page|Trang)$/iu,
];
const OF = /^(\d{1,4})\s*\/\s*\d{1,4}$/u;
/** So many lines a page has at the least: numbers nearer to each other count something else. */
export const FEWEST_LINES = 10;

/** The page a line names: "2", "2/10", "- 2 -", "Trang 2/10"; undefined for any other. `dressed`: it can mean nothing else. */
export function pageNamed(words: string): { page: number; dressed: boolean } | undefined {
  const figures = BARE.test(words) ? words : OF.exec(words)?.[1];
  if (figures !== undefined) return { page: Number(figures), dressed: false };
  for (const shape of DRESSED) {
    const number = shape.exec(words)?.[1];
    if (number !== undefined) return { page: Number(number), dressed: true };
  }
  return undefined;
}

/** Indexes of bare numbers at the foot of pages: 1, 2, 3 in a row, each a page behind the last. */
export function footNumbers(lines: readonly string[]): ReadonlySet<number> {
  const feet: number[] = [];
  let last = -1;
  for (const [at, words] of lines.entries())
    if (words === String(feet.length + 1) && at - last > FEWEST_LINES) {
      feet.push(at);
      last = at;
    }
  return new Set(feet.length > 1 ? feet : []);
}
