import { sameWords } from "../kernel/vietnamese.ts";
import { wordsTo } from "../zalo/visitor.ts";
import { acceptByEcho, listInDoubt } from "./delivery.store.ts";

/**
 * What Zalo echoed of an OA's messages, held against the replies whose answer is awaited or lost: one with the same
 * words to the same person went out.
 */
export async function settleReplies(
  oaId: string,
  echoes: readonly { userId: string; messageId: string; text: string }[],
): Promise<void> {
  const open = await listInDoubt(oaId);
  for (const message of open) {
    const echo = echoes.find(
      (one) => one.userId === message.userId && sameWords(one.text, wordsTo(message.userId, message)),
    );
    if (echo) await acceptByEcho(message._id, echo.messageId);
  }
}
