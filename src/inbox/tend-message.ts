import { findMessageByKey } from "../chatbot/conversation.store.ts";
import type { Inbound } from "../chatbot/inbound.ts";
import type { ZaloEvent } from "../zalo/events.ts";
import { attachmentsOf } from "./attachments-of.ts";
import { keepAttachments, type KeepAttachmentDeps } from "./keep-attachments.ts";
import { type AwayDeps, sayAway } from "./say-away.ts";

/**
 * What the inbox does about a message that is stored: first what an officer is to see beside its words, then whether
 * somebody is there to see it. About one that is not (an anonymous comment) it does nothing: whatever it wrote down would
 * say when that was sent, and by whom.
 */
export async function tendMessage(
  deps: KeepAttachmentDeps & AwayDeps,
  event: ZaloEvent,
  inbound: Inbound,
): Promise<void> {
  if (!(await findMessageByKey(inbound.eventKey))) return;
  await keepAttachments(deps, inbound, attachmentsOf(event));
  await sayAway(deps, inbound);
}
