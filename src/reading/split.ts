import { keyOf } from "../kernel/syllable.ts";
import type { Text, Word } from "./words.ts";

/** Words at which a new thing begins. */
const CONNECTORS = new Map(
  ["và", "nhưng", "vì", "tại", "do", "bởi", "nên", "tiện", "sẵn", "ngoài ra", "đồng thời"].map((word) => [
    keyOf(word),
    word,
  ]),
);
const connects = (word: Word): boolean => (word.marked && CONNECTORS.has(word.key)) || word.plain === "va";

/** Clauses as punctuation and connecting words tell them apart. */
export function clausesOf(text: Pick<Text, "words">): Word[][] {
  const clauses: Word[][] = [];
  let sentence = -1;
  for (const word of text.words) {
    if (word.sentence !== sentence || word.paused || connects(word) || clauses.length === 0) clauses.push([]);
    sentence = word.sentence;
    if (!connects(word)) clauses.at(-1)?.push(word);
  }
  return clauses.filter((clause) => clause.length > 0);
}
