import type { ChatDeps, Inbound } from "../../src/chatbot/inbound.ts";
import type { KeepAttachmentDeps } from "../../src/inbox/keep-attachments.ts";
import type { ZaloEvent } from "../../src/zalo/events.ts";

export type HandlerDeps = ChatDeps & KeepAttachmentDeps;
/** What is done for one kind of event. */
export type EventHandler = (deps: HandlerDeps, event: ZaloEvent, inbound: Inbound) => Promise<unknown>;
