import type { Types } from "mongoose";
import { findByName } from "../citizens/citizen.store.ts";
import { ownOf, type Whose } from "../kernel/scope.ts";
import { wantedTerms } from "../kernel/search-terms.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import { findByPeople, findByWords } from "./conversation-list.store.ts";

/**
 * Conversations a search means: all its words in one message, or in the person's name, with or without marks. Both are
 * asked of an index: what it costs is what it finds.
 */
export async function searchInbox(whose: Whose, asked: string): Promise<Types.ObjectId[]> {
  const words = wantedTerms(asked);
  if (words.length === 0) return [];
  const oas = (await Promise.all(ownOf(whose).map((code) => findOaOfUnit(code)))).filter((oa) => oa !== null);
  const [byWords, people] = await Promise.all([
    findByWords(whose, words),
    Promise.all(oas.map((oa) => findByName(oa._id, words))),
  ]);
  return [...byWords, ...(await findByPeople(people.flat()))];
}
