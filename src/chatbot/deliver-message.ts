import type { Clock } from "../kernel/clock.ts";
import { days } from "../kernel/clock.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { Button, Outgoing } from "../zalo/messages.ts";
import type { SendOutcome } from "../zalo/send-outcome.ts";
import { ZaloError } from "../zalo/zalo-error.ts";
import type { Message } from "./conversation.model.ts";
import { claimMessage, recordMessage } from "./delivery.store.ts";
import { clearWaiting } from "./conversation.store.ts";

export interface DeliverDeps {
  clock: Clock;
  zalo: Pick<ZaloClient, "sendMessage">;
  countSend(outcome: string, n?: number): void;
  /** puts what stands beside the words at Zalo and names it there; undefined when it is not here any more */
  upload?(oaId: string, attachment: string): Promise<Carried | undefined>;
  /** somebody waited until this message */
  noteAnswered?(message: Message, waitingSince: Date): Promise<void>;
}
type Carried = Pick<Outgoing, "imageAttachmentId" | "fileToken">;

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
  const outcome = await send(deps, message);
  deps.countSend(outcome.kind === "retry" ? "put-back" : outcome.kind);
  switch (outcome.kind) {
    case "accepted":
      await recordMessage(messageId, { state: "accepted", zaloId: outcome.messageId });
      if (message.author === "officer") await noteAnswer(deps, message);
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

async function send(deps: DeliverDeps, message: Message): Promise<SendOutcome> {
  const carried = await carry(deps, message);
  if ("kind" in carried) return carried;
  return deps.zalo.sendMessage(message.oaId, message.userId, {
    text: message.text,
    buttons: message.buttons as Button[],
    ...carried,
  });
}

/** An upload that failed sent nothing: it may be tried again. */
async function carry(deps: DeliverDeps, { oaId, attachment }: Message): Promise<Carried | SendOutcome> {
  if (!attachment) return {};
  try {
    const carried = await deps.upload?.(oaId, attachment);
    return carried ?? { kind: "failed", reason: "bad-request", phrase: "", stopsOa: false };
  } catch (error) {
    if (!(error instanceof ZaloError) || ["unreachable", "no-access", "rate-limited"].includes(error.meaning))
      return { kind: "retry", reason: "unreachable", afterMs: 5000 };
    return { kind: "failed", reason: "bad-request", phrase: error.message, stopsOa: false };
  }
}

async function noteAnswer(deps: DeliverDeps, message: Message): Promise<void> {
  const waited = await clearWaiting(message.conversation);
  if (waited) await deps.noteAnswered?.(message, waited);
}
