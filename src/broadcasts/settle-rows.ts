import { sameWords } from "../kernel/vietnamese.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { applyEchoes } from "./ledger.store.ts";

/**
 * What Zalo echoed of an OA's messages, held against one broadcast: only echoes of exactly its words say something about
 * its rows. Receipts follow by the message id.
 */
export async function settleRows(
  broadcast: Broadcast,
  echoes: readonly { userId: string; messageId: string; text: string }[],
  now: Date,
): Promise<void> {
  const words = broadcast.contents[0]?.message ?? "";
  const ours = echoes.filter((echo) => sameWords(echo.text, words));
  if (ours.length > 0) await applyEchoes(broadcast._id, ours, now);
}
