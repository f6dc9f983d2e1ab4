import { fold } from "../kernel/vietnamese.ts";

/** A blank of a sentence as it is typed: a few words in square brackets. */
const BLANK = /\[([^[\]\n]{1,40})\]/g;

/** Blanks the house fills in by itself; however they are typed, with marks or without. */
export type Filled = "tên" | "cơ quan" | "giờ làm việc" | "số trực" | "giờ trực tới" | "tên cán bộ";
const KNOWN: readonly Filled[] = ["tên", "cơ quan", "giờ làm việc", "số trực", "giờ trực tới", "tên cán bộ"];
const knownAs = (name: string): Filled | undefined => KNOWN.find((one) => fold(one) === fold(name));

/** Puts what is known into the blanks; the others stay as they stand, for a person. */
export const fillBlanks = (text: string, values: Readonly<Partial<Record<Filled, string>>>): string =>
  text.replace(BLANK, (whole, name: string) => {
    const known = knownAs(name);
    return (known && values[known]) || whole;
  });

/** Blanks that stand in words nobody filled in, each once. */
export const openBlanks = (words: string): string[] => [...new Set([...words.matchAll(BLANK)].map(([whole]) => whole))];

/** Words and blanks in turn, as a page draws them. */
export function piecesOf(text: string): { words: string; blank: string }[] {
  const pieces: { words: string; blank: string }[] = [];
  let at = 0;
  for (const match of text.matchAll(BLANK)) {
    if (match.index > at) pieces.push({ words: text.slice(at, match.index), blank: "" });
    pieces.push({ words: "", blank: knownAs(match[1] ?? "") ?? match[1] ?? "" });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ words: text.slice(at), blank: "" });
  return pieces;
}
