import { noteActed } from "../broadcasts/note-leaving.ts";
import { addTester } from "../units/unit.store.ts";
import type { Decision, Talk } from "./decide.ts";
import { button, leaveDialogue, runDialogue } from "./dialogue.ts";
import { DEFAULT_REPLIES } from "./default-replies.ts";
import type { Heard } from "./dialogue-step.ts";
import { erasePerson } from "../citizens/erase-person.ts";
import type { Found } from "./gather-facts.ts";
import type { ChatDeps, Inbound } from "./inbound.ts";
import { automaticLabel, fillContact, renderReply } from "./render-reply.ts";

export type Handled =
  | "replied"
  | "kept-quiet"
  | "handed-over"
  | "erased"
  | "already"
  | "counted"
  | "registered"
  | "left";

/** Does what was decided: sends, goes on with a dialogue or ends it, erases. What had to last is written already. */
export async function carryOut(
  deps: ChatDeps,
  inbound: Inbound,
  found: Found,
  decision: Decision,
  written: readonly string[],
): Promise<Handled> {
  switch (decision.deed) {
    case "nothing":
      return "already";
    case "count-acted":
      return countActed(deps, inbound, found);
    case "add-tester":
      return registerTester(deps, inbound, found);
    case "go-on":
      return (await runDialogue(deps, found.unit, heardOf(inbound, found), decision.dialogue)) ? "replied" : "already";
    case "leave-dialogue":
      return leave(deps, inbound, found);
    case "erase":
      return erase(deps, inbound, found);
    case "talk":
      return talk(deps, inbound, found, decision, written);
  }
}

const heardOf = (inbound: Inbound, { citizen, facts }: Found): Heard => ({
  ...inbound,
  name: citizen.displayName,
  appUserId: inbound.userIdByApp || citizen.userIdByApp,
  reading: facts.reading,
});

async function talk(
  deps: ChatDeps,
  inbound: Inbound,
  found: Found,
  decided: Talk,
  written: readonly string[],
): Promise<Handled> {
  if (decided.endsDialogue && found.dialogue) await leaveDialogue(deps, found.dialogue, heardOf(inbound, found));
  for (const id of written) await deps.enqueueDelivery(id);
  if (decided.begins) await runDialogue(deps, found.unit, heardOf(inbound, found), decided.begins, "begin");
  if (decided.person === "called" || decided.person === "urgent") return "handed-over";
  return written.length > 0 || decided.begins ? "replied" : "kept-quiet";
}

/** The dialogue is dropped after it was said so: cut off in between it is said again, never left without a word. */
async function leave(deps: ChatDeps, inbound: Inbound, found: Found): Promise<Handled> {
  await deps.zalo.sendMessage(inbound.oaId, inbound.userId, {
    text: `Đã dừng việc đang làm dở. Việc nhận tin của Ông/Bà vẫn như cũ.\n\n${automaticLabel(found.unit.office)}`,
    buttons: [button("Về danh mục", "#menu")],
  });
  if (found.dialogue) await leaveDialogue(deps, found.dialogue, heardOf(inbound, found));
  return "left";
}

/**
 * "Tôi đã nhận" under an emergency: a person is counted and nothing about it is stored, neither the tap nor the thanks,
 * so that no list of who answered can be made (domain.md S2-17, §5-7).
 */
async function countActed(deps: ChatDeps, inbound: Inbound, { unit, facts }: Found): Promise<Handled> {
  const counted = await noteActed(deps, facts.actedOn, inbound.oaId, inbound.userId, inbound.at);
  if (!counted) return "already";
  await deps.zalo.sendMessage(inbound.oaId, inbound.userId, {
    text: `${unit.office} đã ghi nhận. Kính chúc Ông/Bà và gia đình an toàn. Cần giúp khẩn cấp, gọi ${fillContact(unit.contact).dutyPhone}.\n\n${automaticLabel(unit.office)}`,
  });
  return "counted";
}

/** A colleague typed the unit's code to be sent drafts for a look; nobody else can be put on that list. */
async function registerTester(deps: ChatDeps, inbound: Inbound, { unit, citizen }: Found): Promise<Handled> {
  const name = citizen.displayName || `Đồng nghiệp ${unit.testers.length + 1}`;
  await addTester(unit._id, { userId: inbound.userId, name, at: inbound.at });
  await deps.zalo.sendMessage(inbound.oaId, inbound.userId, {
    text: `Đã thêm Ông/Bà vào danh sách xem thử tin của ${unit.office}. Tin thử có ghi “Gửi thử” ở đầu.\n\n${automaticLabel(unit.office)}`,
  });
  return "registered";
}

async function erase(deps: ChatDeps, inbound: Inbound, { unit, replies }: Found): Promise<Handled> {
  await erasePerson(deps, inbound.oaId, inbound.userId);
  const template = replies.get("xoa-du-lieu") ?? DEFAULT_REPLIES["xoa-du-lieu"];
  const { text } = renderReply(template, { office: unit.office, contact: fillContact(unit.contact) });
  await deps.zalo.sendMessage(inbound.oaId, inbound.userId, { text });
  return "erased";
}
