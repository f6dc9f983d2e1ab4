import { addMessage, addNote } from "../chatbot/conversation.store.ts";
import type { Inbound } from "../chatbot/inbound.ts";
import { findCitizen, noteQuietly } from "../citizens/citizen.store.ts";
import { replyWindow } from "../citizens/rules.ts";
import { type Clock, days } from "../kernel/clock.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { findUnit } from "../units/unit.store.ts";
import { rowOf } from "../kernel/table.ts";
import { closeConversation, setAskedAt, takeAsked } from "./handover.store.ts";
import { readSettings } from "./inbox-settings.store.ts";
import { weekOf } from "./response-times.ts";
import { countAnswer } from "./response.store.ts";
import { loadConversation, type Officer } from "./steer-conversation.ts";

export interface CloseDeps {
  clock: Clock;
  enqueueDelivery(messageId: string): Promise<void>;
}

/** An answer counts for so long after the question. */
const OPEN_DAYS = 7;
const TAP = "#xong-viec";
const ANSWERS = { roi: "solved", "mot-phan": "partly", chua: "open" } as const;
const BUTTONS = [
  { title: "Đã được trả lời", payload: `${TAP} roi` },
  { title: "Được một phần", payload: `${TAP} mot-phan` },
  { title: "Chưa được", payload: `${TAP} chua` },
];

/**
 * An officer is done with a conversation. Danger that nobody answered needs a reason. Where the unit wants it, and Zalo
 * still lets it be free, one question goes out with three buttons.
 */
export async function closeTalk(deps: CloseDeps, whose: Whose, id: string, by: Officer, why: string): Promise<void> {
  const conversation = await loadConversation(whose, id);
  const { urgentSince, state, assigneeId, assigneeName } = conversation;
  if (state === "officer" && assigneeId !== "" && assigneeId !== by.id)
    throw conflict(`${assigneeName} đang trả lời người này; nhờ ${assigneeName} đóng, hoặc chuyển cho mình trước.`);
  const reason = nfc(why.trim());
  if (urgentSince && reason === "") throw invalid({ reason: "Tin khẩn chưa có câu trả lời: cần ghi lý do đóng" });
  const now = deps.clock.now();
  if (!(await closeConversation(conversation, by.name, now)))
    throw conflict("Hội thoại này đã đóng hoặc vừa có thay đổi. Xem lại rồi đóng lần nữa.");
  await addNote(id, { at: now, by: by.name, text: reason === "" ? "Đã đóng" : `Đã đóng: ${reason}` });
  await ask(deps, whose, id, now);
}

async function ask(deps: CloseDeps, whose: Whose, id: string, now: Date): Promise<void> {
  const unitCode = codeOf(whose);
  if (!(await readSettings(unitCode)).asks) return;
  const { _id, oaId, userId } = await loadConversation(whose, id);
  // what costs money is not asked
  if (replyWindow((await findCitizen(oaId, userId))?.lastInteractionAt ?? null, now) !== "free") return;
  await setAskedAt(_id, now);
  const office = (await findUnit(unitCode))?.office ?? "";
  const message = await addMessage({
    conversation: _id,
    unitCode,
    oaId,
    userId,
    author: "bot",
    authorName: "Trả lời tự động",
    text: `${office} đã xong việc Ông/Bà hỏi. Ông/Bà thấy thế nào? Chỉ đếm chung, không ghi ai chọn gì; không chọn cũng được.`,
    image: "",
    kind: "",
    buttons: BUTTONS.map((one) => ({ ...one, type: "oa.query.hide" })),
    intent: "",
    key: `asked:${id}:${now.toISOString()}`,
    state: "created",
    at: now,
  });
  if (!message) return;
  await countAnswer(unitCode, weekOf(now), "asked");
  await deps.enqueueDelivery(message);
}

/** A tap on one of the three: counted, once, and nothing of it is stored with the person. */
export async function takeCloseAnswer(
  deps: {
    clock: Clock;
    zalo: { sendMessage(oaId: string, userId: string, message: { text: string }): Promise<unknown> };
  },
  { text, oaId, userId, unitCode, at }: Inbound,
): Promise<boolean> {
  const [tap, choice = ""] = text.trim().split(" ");
  const answer = tap === TAP ? rowOf(ANSWERS, choice) : undefined;
  if (!answer) return false;
  const now = deps.clock.now();
  await noteQuietly(oaId, userId, at);
  const open = await takeAsked(oaId, userId, new Date(now.getTime() - days(OPEN_DAYS)));
  if (!open) return true;
  await countAnswer(unitCode, weekOf(now), answer);
  const thanks = "Trân trọng cảm ơn Ông/Bà.";
  const more = answer === "solved" ? "" : " Việc chưa xong, Ông/Bà nhắn tiếp tại đây hoặc nhắn “gặp cán bộ”.";
  await deps.zalo.sendMessage(oaId, userId, { text: `${thanks}${more}` });
  return true;
}
