import { noteActed } from "../broadcasts/note-leaving.ts";
import { erasePerson } from "../citizens/erase-person.ts";
import type { Party } from "../kernel/dialogue/dialogue.ts";
import { addTester } from "../units/unit.store.ts";
import { unsentRepliesTo } from "./conversation.store.ts";
import type { Decision, Talk } from "./decide.ts";
import { DEFAULT_REPLIES } from "./default-replies.ts";
import { answerInBetween, dropWhatWasSaid, leaveDialogue, runDialogue, type Spoken } from "./dialogue.ts";
import { keepPicture } from "./earlier-pictures.ts";
import { finishDialogue } from "./finish-dialogue.ts";
import type { Found } from "./gather-facts.ts";
import type { ChatDeps, Inbound } from "./inbound.ts";
import type { Aside } from "./interrupt-dialogue.ts";
import { fillReply } from "./compose-reply.ts";
import { withoutReceiving } from "./without-receiving.ts";
import { automaticLabel, fillContact, renderReply } from "./render-reply.ts";

export type Handled =
  | "replied"
  | "kept-quiet"
  | "handed-over"
  | "erased"
  | "already"
  | "counted"
  | "registered"
  | "held"
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
      return goOnAfterCut(deps, inbound, found);
    case "count-acted":
      return countActed(deps, inbound, found);
    case "add-tester":
      return registerTester(deps, inbound, found);
    case "go-on":
      return HANDLED[await runDialogue(deps, partyOf(inbound, found), spokenOf(inbound, found), decision.dialogue)];
    case "answer-in-between":
      return answer(deps, inbound, found, decision.question);
    case "leave-dialogue":
      if (found.dialogue) await leaveDialogue(deps, partyOf(inbound, found), spokenOf(inbound, found), found.dialogue);
      return "left";
    case "erase":
      return erase(deps, inbound, found);
    case "talk":
      return talk(deps, inbound, found, decision, written);
  }
}

/** What an earlier run wrote down and was cut off before it did: nothing else is done for the event. */
async function goOnAfterCut(deps: ChatDeps, inbound: Inbound, found: Found): Promise<Handled> {
  // a question that is held for a second bubble is asked when its time is over
  if (found.dialogue?.due && !found.dialogue.heldUntil) await finishDialogue(deps, partyOf(inbound, found));
  for (const id of await unsentRepliesTo(inbound.eventKey)) await deps.enqueueDelivery(id);
  return "already";
}

const HANDLED = { no: "already", said: "replied", held: "held" } as const;

export const partyOf = (inbound: Inbound, { citizen, unit }: Pick<Found, "citizen" | "unit">): Party => ({
  oaId: inbound.oaId,
  userId: inbound.userId,
  appUserId: inbound.userIdByApp || citizen.userIdByApp,
  name: citizen.displayName,
  unitCode: unit._id,
  office: unit.office,
});
const spokenOf = (inbound: Inbound, { facts }: Found): Spoken => ({
  eventKey: inbound.eventKey,
  // the words of a card are its name, which it carries itself
  text: inbound.card ? "" : inbound.text,
  kind: inbound.kind,
  image: inbound.image,
  pin: inbound.pin ?? "",
  card: inbound.card ?? "",
  short: facts.reading.short,
  line: inbound.line ?? "",
});

/** The answer in the unit's own words, and the question of the dialogue again; neither is stored as a message. */
async function answer(deps: ChatDeps, inbound: Inbound, found: Found, question: Aside): Promise<Handled> {
  if (!found.dialogue) return "already";
  const words = await fillReply(found, question, deps.clock.now());
  await answerInBetween(deps, partyOf(inbound, found), spokenOf(inbound, found), found.dialogue, { words });
  return "replied";
}

async function talk(
  deps: ChatDeps,
  inbound: Inbound,
  found: Found,
  decided: Talk,
  written: readonly string[],
): Promise<Handled> {
  const party = partyOf(inbound, found);
  // who is told that it is over finds it over
  if (decided.endsDialogue && !decided.begins && found.facts.dialogue && found.dialogue)
    await dropWhatWasSaid(deps, party, inbound.eventKey, found.dialogue);
  for (const id of written) await deps.enqueueDelivery(id);
  if (decided.begins) {
    const spoken = spokenOf(inbound, found);
    const text = decided.consent ? withoutReceiving(spoken.text) : spoken.text;
    const begun = await runDialogue(deps, party, { ...spoken, text }, decided.begins, "begin");
    if (begun === "held") return "held";
  }
  if (found.facts.wordless !== "" && inbound.image !== "") await keepPicture(deps, party, inbound.image);
  if (decided.person === "called" || decided.person === "urgent") return "handed-over";
  return written.length > 0 || decided.begins ? "replied" : "kept-quiet";
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
