import { findMessageByKey } from "../chatbot/conversation.store.ts";
import type { Inbound } from "../chatbot/inbound.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import type { Attachment, AttachmentFacts, AttachmentKind } from "./attachment.model.ts";
import { addAttachment } from "./attachment.store.ts";
import type { Sent } from "./attachments-of.ts";

export interface KeepAttachmentDeps {
  box: SecretBox;
  enqueueAttachment(attachmentId: string): Promise<void>;
}

const NOTHING = { type: "", bytes: 0, width: 0, height: 0, seconds: 0, why: "", tries: 0 };

export const newAttachment = (
  box: SecretBox,
  of: Pick<Attachment, "conversation" | "message" | "oaId" | "userId" | "at"> & { kind: AttachmentKind },
  n: number,
  facts: AttachmentFacts,
): Attachment => ({
  ...NOTHING,
  ...of,
  _id: `${of.message.replace(/[^\w-]/g, "-")}-${n}`,
  state: "waiting",
  about: box.seal(JSON.stringify(facts)),
});

/**
 * Notes what came beside the words of a stored message and has it fetched. Of a message that is not stored (an anonymous
 * comment) nothing is noted. Run again for the same event it adds nothing.
 */
export async function keepAttachments(
  deps: KeepAttachmentDeps,
  inbound: Inbound,
  sent: readonly Sent[],
): Promise<void> {
  if (sent.length === 0) return;
  const message = await findMessageByKey(inbound.eventKey);
  if (!message) return;
  const { oaId, userId, at, eventKey } = inbound;
  const { conversation } = message;
  for (const [n, { kind, ...facts }] of sent.entries()) {
    const row = newAttachment(deps.box, { conversation, message: eventKey, oaId, userId, at, kind }, n, facts);
    // a place and a card are whole as they are
    const whole = kind === "place" || kind === "card";
    await addAttachment(whole ? { ...row, state: "kept" } : row);
    if (!whole) await deps.enqueueAttachment(row._id);
  }
}
