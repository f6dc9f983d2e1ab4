import type { Intent } from "./intents.ts";
import { normalise } from "./normalise.ts";
import { PhraseBook } from "./phrases.ts";
import type { Text, Word } from "./words.ts";

/** What the officers of a unit taught the reader: words that lead to an intent, and whole messages as examples. */
export interface OwnWords {
  words: Readonly<Partial<Record<Intent, readonly string[]>>>;
  examples: Readonly<Partial<Record<Intent, readonly string[]>>>;
}

export interface OwnLexicon {
  book: PhraseBook;
  examples: readonly Example[];
}

/** A whole message as officers wrote it, ready for being compared. */
interface Example {
  intent: Intent;
  length: number;
  /** words typed with their marks */
  keys: ReadonlySet<string>;
  /** letters of words typed without */
  bare: ReadonlySet<string>;
  /** letters of all */
  plain: ReadonlySet<string>;
}

export const NO_OWN_WORDS: OwnLexicon = { book: new PhraseBook({}), examples: [] };

/** Officers write words, not the signs of our lexicon: "24/7" is two words and "*" none. */
const asWritten = (phrase: string): string => phrase.replace(/[/?*\s]+/g, " ").trim();

export const learn = ({ words, examples }: OwnWords): OwnLexicon => ({
  book: new PhraseBook(
    Object.fromEntries(Object.entries(words).map(([intent, phrases]) => [intent, phrases.map(asWritten)])),
  ),
  examples: Object.entries(examples).flatMap(([intent, lines]) =>
    lines.map((line) => exampleOf(intent as Intent, normalise(line).words)),
  ),
});

const exampleOf = (intent: Intent, words: readonly Word[]): Example => ({
  intent,
  length: words.length,
  keys: new Set(words.filter((word) => word.marked).map((word) => word.key)),
  bare: new Set(words.filter((word) => !word.marked).map((word) => word.plain)),
  plain: new Set(words.map((word) => word.plain)),
});

/** How strongly a unit's own words speak, in the measure of the model's sums: a word outweighs a doubt, two most things. */
const BY_WORD = 3;
const BY_EXAMPLE = 8;
const LEAST_LIKENESS = 0.6;

export interface Lean {
  intent: Intent;
  by: number;
  words: readonly Word[];
}

/** What a unit's own words and examples say about a message. */
export function leansOf(text: Text, own: OwnLexicon): Lean[] {
  const named = own.book.find(text).map(({ name, from, to, size }) => ({
    intent: name as Intent,
    by: BY_WORD * (1 + size),
    words: text.words.slice(from, to + 1),
  }));
  const alike = own.examples.flatMap((example) => {
    const both = text.words.length + example.length;
    if (2 * Math.min(text.words.length, example.length) < LEAST_LIKENESS * both) return [];
    const shared = text.words.filter((word) => isIn(example, word));
    const likeness = (2 * Math.min(new Set(shared.map(({ plain }) => plain)).size, example.length)) / both;
    return likeness >= LEAST_LIKENESS ? [{ intent: example.intent, by: BY_EXAMPLE * likeness, words: shared }] : [];
  });
  return [...named, ...alike];
}

const isIn = ({ keys, bare, plain }: Example, word: Word): boolean =>
  word.marked ? keys.has(word.key) || bare.has(word.plain) : plain.has(word.plain);
