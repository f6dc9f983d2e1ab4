import { addMessage, clearWaiting, noteLast, openConversation, setState } from "../chatbot/conversation.store.ts";
import { noteAnswered } from "./response-times.ts";
import { nfc } from "../kernel/vietnamese.ts";

/** What an officer typed in Zalo's own tool (`oa_send_*` with `admin_id`) shows here too, and quiets the bot. */
export async function noteZaloTool(input: {
  eventKey: string;
  unitCode: string;
  oaId: string;
  userId: string;
  text: string;
  kind: string;
  at: Date;
  messageId: string;
}): Promise<void> {
  const conversation = await openConversation(input, input.at);
  // First of all the bot falls silent: whoever sees the officer's words must not find it still answering.
  await setState(
    String(conversation._id),
    ["bot", "waiting", "officer"],
    "officer",
    conversation.state === "officer"
      ? { id: conversation.assigneeId, name: conversation.assigneeName }
      : { id: "", name: "Cán bộ trên Zalo OA" },
    input.at,
  );
  const id = await addMessage({
    conversation: conversation._id,
    unitCode: input.unitCode,
    oaId: input.oaId,
    userId: input.userId,
    author: "zalo-tool",
    authorName: "gửi từ Zalo OA",
    text: nfc(input.text),
    image: "",
    kind: input.kind,
    buttons: [],
    intent: "",
    key: input.eventKey,
    state: "accepted",
    at: input.at,
    ...(input.messageId ? { zaloId: input.messageId } : {}),
  });
  await noteLast(conversation._id, input.at, input.text || `[${input.kind}]`, "office");
  const waited = await clearWaiting(conversation._id, input.at);
  if (id && waited) await noteAnswered({ _id: id, unitCode: input.unitCode, at: input.at }, waited);
}
