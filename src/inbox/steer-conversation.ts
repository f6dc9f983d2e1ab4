import type { Conversation } from "../chatbot/conversation.model.ts";
import { addNote, findConversation, setState } from "../chatbot/conversation.store.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { ownOf, type Whose } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { listOfUnits } from "../officials/official.store.ts";
import { mayDo } from "../officials/rules.ts";
import { giveBack, takeHold } from "./handover.store.ts";

export interface Officer {
  id: string;
  name: string;
}
interface Deps {
  clock: Clock;
}

export const loadConversation = async (whose: Whose, id: string): Promise<Conversation> => {
  const conversation = await findConversation(whose, id);
  if (!conversation) throw notFound("hội thoại này");
  return conversation;
};

/** A person takes the conversation over; the bot keeps quiet from here on. */
export async function takeOver({ clock }: Deps, whose: Whose, id: string, officer: Officer): Promise<void> {
  await loadConversation(whose, id);
  if (await takeHold(id, officer, clock.now())) return;
  throw conflict(`${(await loadConversation(whose, id)).assigneeName} đang trả lời người này.`);
}

/** Whoever answers gives the conversation back. Returns whether it stays among those in danger. @throws AppError 409 for anybody else */
export async function handBack(whose: Whose, id: string, officer: Pick<Officer, "id">): Promise<boolean> {
  const conversation = await loadConversation(whose, id);
  if (!(await giveBack(conversation, officer.id)))
    throw conflict("Chỉ người đang trả lời mới trả lại cho máy tự động.");
  return Boolean(conversation.urgentSince);
}

/** Who may answer the inbox of a unit. */
export const listColleagues = async (whose: Whose): Promise<Officer[]> =>
  (await listOfUnits(ownOf(whose)))
    .filter((one) => one.active && mayDo(one.role, "inbox.use"))
    .map((one) => ({ id: String(one._id), name: one.name }));

/** One conversation or several go to a colleague, with one reason. Returns who that is. */
export async function assignTo(
  { clock }: Deps,
  whose: Whose,
  ids: readonly string[],
  toId: string,
  by: Officer,
  why: string,
): Promise<Officer> {
  for (const id of ids) await loadConversation(whose, id);
  const to = (await listColleagues(whose)).find((one) => one.id === toId);
  if (!to || toId === by.id) throw invalid({ to: "Chọn một đồng nghiệp trả lời hộp thư" });
  if (why.trim() === "") throw invalid({ why: "Cần ghi lý do chuyển" });
  for (const id of ids) {
    await setState(id, ["bot", "waiting", "officer"], "officer", to, clock.now());
    await addNote(id, { at: clock.now(), by: by.name, text: `Chuyển cho ${to.name}: ${nfc(why.trim())}` });
  }
  return to;
}

export async function writeNote({ clock }: Deps, whose: Whose, id: string, by: Officer, text: string): Promise<void> {
  if (text.trim() === "") throw invalid({ note: "Ghi chú còn trống" });
  await loadConversation(whose, id);
  await addNote(id, { at: clock.now(), by: by.name, text: nfc(text.trim()).slice(0, 1000) });
}
