import { unanswered } from "../../src/comments/answer-position.ts";
import { listAnswers } from "../../src/comments/answer.store.ts";
import { tally } from "../../src/comments/comment.store.ts";
import { findDraft } from "../../src/drafts/draft.store.ts";
import { listPlaces } from "../../src/drafts/list-places.ts";

/** Places of a stored draft that still wait for an answer. */
export async function stillUnanswered(id: string): Promise<string[]> {
  const draft = await findDraft(id);
  return draft ? unanswered(await listPlaces(draft), await tally(id), await listAnswers(id)) : [];
}
