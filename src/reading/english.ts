import { looksLikeSyllable } from "../kernel/syllable.ts";
import type { Intent } from "./intents.ts";
import { ENGLISH, ENGLISH_WORDS, SHARED_WORDS } from "./lexicon/english.ts";
import { PhraseBook } from "./phrases.ts";
import { isKnownPlain } from "./vocabulary.ts";
import type { Text, Word } from "./words.ts";

const BOOK = new PhraseBook(ENGLISH);
/** What cannot wait comes first. */
const ORDER = Object.keys(ENGLISH) as Intent[];

const isForeign = (word: Word): boolean =>
  word.plain.length > 2 && !looksLikeSyllable(word.plain) && !isKnownPlain(word.plain);

/** Whether a message is English: no marks, most words English, one at least that is no Vietnamese syllable. */
export function isEnglish(words: readonly Word[]): boolean {
  if (words.length < 2 || words.some((word) => /[^\u0000-\u007f]/.test(word.raw))) return false;
  const certain = words.filter((word) => ENGLISH_WORDS.has(word.raw) && !SHARED_WORDS.has(word.raw));
  const english = words.filter((word) => ENGLISH_WORDS.has(word.raw) || SHARED_WORDS.has(word.raw) || isForeign(word));
  return certain.length > 0 && english.length * 3 >= words.length * 2 && certain.length * 5 >= words.length;
}

/** A visitor gets the menu with an English line, unless danger, stopping or a person is meant. */
export function readEnglish(text: Text): { intent: Intent; words: readonly Word[] } {
  const hits = BOOK.find(text);
  if (hits.some((hit) => hit.name === "menu")) return { intent: "menu", words: text.words };
  for (const intent of ORDER) {
    const hit = hits.find((one) => one.name === intent);
    if (hit && !(intent === "cam-on" && text.words.length > 6))
      return { intent, words: text.words.slice(hit.from, hit.to + 1) };
  }
  return { intent: "menu", words: text.words };
}
