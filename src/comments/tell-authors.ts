import { findDraft } from "../drafts/draft.store.ts";
import { VERDICT_NAMES } from "./answer.model.ts";
import { findAnswer } from "./answer.store.ts";
import { claimTelling, streamSignedAt, unclaimTelling } from "./comment.store.ts";
import type { CommentBox } from "./seal-box.ts";

export interface TellDeps {
  comments: CommentBox;
  /**
   * false when Zalo does not allow it (any more); the answer can be read by the code all the same
   * @throws when nothing was sent and it is worth another try
   */
  tell(oaId: string, userId: string, text: string): Promise<boolean>;
}

/**
 * Tells those who signed that their place has its answer. Each is claimed before it is told, so that a second run tells
 * nobody twice, and given back when nothing was sent; who was not reached reads it by the code. Returns how many were told.
 */
export async function tellAuthors(deps: TellDeps, draftId: string, position: string): Promise<number> {
  const [draft, answer] = [await findDraft(draftId), await findAnswer(draftId, position)];
  if (!draft || !answer) return 0;
  const version = answer.at.toISOString();
  let told = 0;
  for await (const comment of streamSignedAt(draftId, position)) {
    if (comment.told === version || !(await claimTelling(comment._id, version))) continue;
    const { oaId, userId } = JSON.parse(deps.comments.box.open(comment.signed)) as { oaId: string; userId: string };
    const text = `Về góp ý của Ông/Bà cho “${draft.title}”:\n${VERDICT_NAMES[answer.verdict]}. ${answer.words}\nTrân trọng cảm ơn ý kiến của Ông/Bà.`;
    try {
      if (await deps.tell(oaId, userId, text.slice(0, 1900))) told += 1;
    } catch (error) {
      await unclaimTelling(comment, version);
      throw error;
    }
  }
  return told;
}
