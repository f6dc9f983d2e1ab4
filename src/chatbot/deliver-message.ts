import type { Clock } from "../kernel/clock.ts";
import { days } from "../kernel/clock.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { Button } from "../zalo/messages.ts";
import { claimMessage, clearWaiting, recordMessage } from "./conversation.store.ts";

export interface DeliverDeps {
  clock: Clock;
  zalo: Pick<ZaloClient, "sendMessage">;
  countSend(outcome: string, n?: number): void;
}

export type Delivered = { kind: "accepted" | "failed" | "unknown" | "not-mine" } | { kind: "wait"; ms: number };

/** A reply that could not leave for a day is no longer an answer. */
const TOO_LATE_MS = days(1);

/**
 * Sends one written-down message. Claimed first, by one run only; a second run finds it claimed and does nothing. A
 * lost answer makes it `unknown` for a person to look at, which is better than saying it twice.
 */
export async function deliverMessage(deps: DeliverDeps, messageId: string): Promise<Delivered> {
  const message = await claimMessage(messageId, deps.clock.now());
  if (!message) return { kind: "not-mine" };
  const outcome = await deps.zalo.sendMessage(message.oaId, message.userId, {
    text: message.text,
    buttons: message.buttons as Button[],
  });
  deps.countSend(outcome.kind === "retry" ? "put-back" : outcome.kind);
  switch (outcome.kind) {
    case "accepted":
      await recordMessage(messageId, { state: "accepted", zaloId: outcome.messageId });
      if (message.author === "officer") await clearWaiting(message.conversation);
      return { kind: "accepted" };
    case "failed":
      await recordMessage(messageId, { state: "failed", reason: outcome.reason });
      return { kind: "failed" };
    case "unknown":
      await recordMessage(messageId, { state: "unknown", reason: outcome.reason });
      return { kind: "unknown" };
    case "retry": {
      const tooLate = deps.clock.now().getTime() - message.at.getTime() > TOO_LATE_MS;
      await recordMessage(
        messageId,
        tooLate ? { state: "failed", reason: outcome.reason } : { state: "created", reason: outcome.reason },
      );
      return tooLate ? { kind: "failed" } : { kind: "wait", ms: outcome.afterMs };
    }
  }
}
