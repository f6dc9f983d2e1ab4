import { randomUUID } from "node:crypto";
import type { Clock } from "../kernel/clock.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { graphemes, nfc } from "../kernel/vietnamese.ts";
import { passGate } from "../gate/pass-gate.ts";
import { findCitizen } from "../citizens/citizen.store.ts";
import { replyWindow } from "../citizens/rules.ts";
import { listOfUnits } from "../officials/official.store.ts";
import { mayDo } from "../officials/rules.ts";
import { LIMITS } from "../zalo/messages.ts";
import type { Conversation } from "./conversation.model.ts";
import {
  addMessage,
  addNote,
  findConversation,
  findMessage,
  noteLast,
  openConversation,
  reopenMessage,
  setState,
} from "./conversation.store.ts";

interface Deps {
  clock: Clock;
  enqueueDelivery(messageId: string): Promise<void>;
}
interface Officer {
  id: string;
  name: string;
}

const load = async (unitCode: string, id: string): Promise<Conversation> => {
  const conversation = await findConversation(unitCode, id);
  if (!conversation) throw notFound("hội thoại này");
  return conversation;
};

/** A person takes the conversation over; the bot keeps quiet from here on. */
export async function takeOver(unitCode: string, id: string, officer: Officer): Promise<void> {
  const conversation = await load(unitCode, id);
  if (conversation.state === "officer" && conversation.assigneeId !== officer.id && conversation.assigneeId !== "")
    throw conflict(`${conversation.assigneeName} đang trả lời người này.`);
  await setState(id, ["bot", "waiting", "officer"], "officer", officer);
}

/** Whoever answers gives the conversation back. @throws AppError 409 for anybody else */
export async function handBack(unitCode: string, id: string, officer: Pick<Officer, "id">): Promise<void> {
  const conversation = await load(unitCode, id);
  if (conversation.state !== "officer" || conversation.assigneeId !== officer.id)
    throw conflict("Chỉ người đang trả lời mới trả lại cho máy tự động.");
  await setState(id, ["officer"], "bot", null);
}

export async function assignTo(
  deps: Deps,
  unitCode: string,
  id: string,
  toId: string,
  by: Officer,
  why: string,
): Promise<Officer> {
  await load(unitCode, id);
  const official = (await listOfUnits([unitCode])).find((one) => String(one._id) === toId);
  if (!official?.active || !mayDo(official.role, "inbox.use") || toId === by.id)
    throw invalid({ to: "Chọn một đồng nghiệp trả lời hộp thư" });
  if (why.trim() === "") throw invalid({ why: "Cần ghi lý do chuyển" });
  const to = { id: toId, name: official.name };
  await setState(id, ["bot", "waiting", "officer"], "officer", to);
  await addNote(id, { at: deps.clock.now(), by: by.name, text: `Chuyển cho ${to.name}: ${nfc(why.trim())}` });
  return to;
}

export async function writeNote(deps: Deps, unitCode: string, id: string, by: Officer, text: string): Promise<void> {
  if (text.trim() === "") throw invalid({ note: "Ghi chú còn trống" });
  await load(unitCode, id);
  await addNote(id, { at: deps.clock.now(), by: by.name, text: nfc(text.trim()).slice(0, 1000) });
}

/** An officer's answer. Only who took the conversation over may answer, and only inside Zalo's 7 days. */
export async function sendAnswer(
  deps: Deps,
  unitCode: string,
  id: string,
  officer: Officer,
  text: string,
): Promise<void> {
  const conversation = await load(unitCode, id);
  const words = nfc(text.trim());
  if (words === "") throw invalid({ text: "Cần có nội dung trả lời" });
  if (graphemes(words) > LIMITS.text)
    throw invalid({ text: `Câu trả lời dài ${graphemes(words)} ký tự; Zalo nhận tối đa ${LIMITS.text}` });
  if (conversation.state !== "officer" || conversation.assigneeId !== officer.id)
    throw conflict("Bấm “Nhận trả lời” trước khi trả lời.");
  const citizen = await findCitizen(conversation.oaId, conversation.userId);
  if (replyWindow(citizen?.lastInteractionAt ?? null, deps.clock.now()) === "closed")
    throw conflict("Zalo không cho nhắn nữa vì đã quá 7 ngày. Khi người dân nhắn lại sẽ mở.");
  await passGate({ unitCode, officialId: officer.id, now: deps.clock.now() }, { text: words });
  const messageId = await addMessage({
    conversation: conversation._id,
    unitCode,
    oaId: conversation.oaId,
    userId: conversation.userId,
    author: "officer",
    authorName: officer.name,
    text: words,
    image: "",
    kind: "",
    buttons: [],
    intent: "",
    key: `officer:${randomUUID()}`,
    state: "created",
    at: deps.clock.now(),
  });
  await noteLast(conversation._id, deps.clock.now(), words, "office");
  if (messageId) await deps.enqueueDelivery(messageId);
}

/** A failed or doubtful answer goes again because a person says so. */
export async function sendAgain(deps: Deps, unitCode: string, id: string, messageId: string): Promise<void> {
  const conversation = await load(unitCode, id);
  const message = await findMessage(messageId);
  if (!message?.conversation.equals(conversation._id)) throw notFound("tin này");
  if (!(await reopenMessage(messageId))) throw conflict("Tin này đã được gửi.");
  await deps.enqueueDelivery(messageId);
}

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
  await setState(String(conversation._id), ["bot", "waiting"], "officer", { id: "", name: "Cán bộ trên Zalo OA" });
  await addMessage({
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
}
