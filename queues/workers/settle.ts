import { listArticlesOut, listInDoubt } from "../../src/broadcasts/broadcast.store.ts";
import { applyReceipts, noteArticleEchoes, type Receipt } from "../../src/broadcasts/ledger.store.ts";
import { settleRows } from "../../src/broadcasts/settle-rows.ts";
import { applyMessageReceipts } from "../../src/chatbot/delivery.store.ts";
import { settleDialogues } from "../../src/chatbot/settle-dialogues.ts";
import { settleReplies } from "../../src/chatbot/settle-replies.ts";
import type { SecretBox } from "../../src/kernel/crypto.ts";
import { sha256Hex } from "../../src/kernel/crypto.ts";

/** Zalo's word that a message of an OA went out. Nothing of it is kept once it is applied. */
export interface Echo {
  oaId: string;
  userId: string;
  messageId: string;
  /** one person's message, or Zalo's delivery of an article broadcast to that person */
  kind: "message" | "article";
  text: string;
}

/** Zalo reviews for about 30 minutes and delivers over the following hours (zalo/openapi.md §2.6). */
const ARTICLE_ECHO_MS = 2 * 86_400_000;

/**
 * Echoes are evidence: a send whose answer was lost is accepted when its echo comes. Those of a send that is settled
 * already, or that was never written down, say nothing and are forgotten here.
 */
export async function settleEchoes(box: SecretBox, echoes: Echo[], now: Date): Promise<void> {
  for (const [oaId, all] of byOa(echoes)) {
    const articles = all.filter((echo) => echo.kind === "article");
    if (articles.length > 0) {
      const [newest] = await listArticlesOut(oaId, new Date(now.getTime() - ARTICLE_ECHO_MS));
      if (newest) await noteArticleEchoes(newest._id, articles);
    }
    const messages = all.filter((echo) => echo.kind === "message");
    if (messages.length === 0) continue;
    await settleReplies(oaId, messages);
    await settleDialogues(box, oaId, messages);
    for (const broadcast of await listInDoubt(oaId)) await settleRows(broadcast, messages, now);
  }
}

function byOa(echoes: Echo[]): Map<string, Echo[]> {
  const found = new Map<string, Echo[]>();
  for (const echo of echoes) {
    const known = found.get(echo.oaId);
    if (known) known.push(echo);
    else found.set(echo.oaId, [echo]);
  }
  return found;
}

const MOST_TRIES = 8;

/** Receipts that are tried again: message ids only, under an id of their own. */
interface Left {
  tries: number;
  batch: string;
  receipts: (Omit<Receipt, "at"> & { at: number })[];
}

/** Applies receipts to the ledger and to conversations; those that fit nowhere yet are tried again a little later. */
export async function settleReceipts(
  later: (left: Left) => Promise<void>,
  receipts: Receipt[],
  tries: number,
  now: Date,
): Promise<void> {
  if (receipts.length === 0) return;
  const [ledger, messages] = await Promise.all([applyReceipts(receipts, now), applyMessageReceipts(receipts)]);
  const homeless = receipts.filter((receipt) => !ledger.has(receipt.messageId) && !messages.has(receipt.messageId));
  if (homeless.length === 0 || tries >= MOST_TRIES) return;
  await later({
    tries: tries + 1,
    batch: sha256Hex(homeless.map((receipt) => receipt.messageId + receipt.kind).join()).slice(0, 24),
    receipts: homeless.map((receipt) => ({ ...receipt, at: receipt.at.getTime() })),
  });
}
