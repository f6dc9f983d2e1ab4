import { z } from "zod";
import { fold } from "./vietnamese.ts";

/** Enough for the longest message; a search of a hundred words asks for nobody's. */
const MOST_TERMS = 400;
const LONGEST = 40;

/**
 * The words of a text without marks, each once, in the order of the alphabet: they are indexed, so that a search reads
 * what it finds and nothing else. A word is found by its beginning.
 */
export const termsOf = (text: string): string[] =>
  [...new Set(fold(text).split(/[^\p{L}\p{N}]+/u))]
    .filter((word) => word !== "")
    .map((word) => word.slice(0, LONGEST))
    .toSorted()
    .slice(0, MOST_TERMS);

/** What is asked for: its longest word first, which the fewest have. At most six words count. */
export const wantedTerms = (words: string): string[] =>
  termsOf(words)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, 6);

/** The beginning of a word as an index finds it; the word holds letters and digits only. */
export const startsWith = (word: string): RegExp => new RegExp(`^${word}`);

/** What a list is searched for; a field of its address. */
export const searchWords = z.string().max(100).catch("");

/** Those of a short list that hold every word asked for, by its beginning, with or without marks; all where nothing is asked. */
export function matching<T>(rows: readonly T[], asked: string, textOf: (row: T) => string): T[] {
  const wanted = wantedTerms(asked);
  if (wanted.length === 0) return asked.trim() === "" ? [...rows] : [];
  return rows.filter((row) => {
    const terms = termsOf(textOf(row));
    return wanted.every((word) => terms.some((term) => term.startsWith(word)));
  });
}
