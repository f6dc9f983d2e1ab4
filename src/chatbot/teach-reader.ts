import { INTENTS } from "../reading/intents.ts";
import { learn, NO_OWN_WORDS, type OwnLexicon } from "../reading/own-words.ts";
import type { Reply } from "./reply.model.ts";

/** What the reader learns from a reply. Replies of before there were examples hold none. */
export interface Taught {
  keywords: readonly string[];
  examples?: readonly string[];
}

/** Words and examples a unit's officers added, as the reader takes them. */
export const toLexicon = (taught: ReadonlyMap<string, Taught>): OwnLexicon => {
  const named = INTENTS.filter((intent) => taught.has(intent));
  if (named.length === 0) return NO_OWN_WORDS;
  return learn({
    words: Object.fromEntries(named.map((intent) => [intent, taught.get(intent)?.keywords ?? []])),
    examples: Object.fromEntries(named.map((intent) => [intent, taught.get(intent)?.examples ?? []])),
  });
};

/** Compiled once per version of a unit's replies; a process meets few units at a time. */
const compiled = new Map<string, { versions: string; lexicon: OwnLexicon }>();
const MOST_UNITS = 500;

export function ownLexiconOf(unitCode: string, replies: ReadonlyMap<string, Reply>): OwnLexicon {
  const versions = [...replies.values()].map((reply) => String(reply._id)).join();
  const known = compiled.get(unitCode);
  if (known?.versions === versions) return known.lexicon;
  if (compiled.size >= MOST_UNITS) compiled.clear();
  const lexicon = toLexicon(replies);
  compiled.set(unitCode, { versions, lexicon });
  return lexicon;
}
