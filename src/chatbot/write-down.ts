import { noteLeaving } from "../broadcasts/note-leaving.ts";
import { askWhetherToStop, chooseTopic, resumeReceiving, stopReceiving } from "../citizens/choose.ts";
import { isVisitor } from "../zalo/visitor.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { composeReply } from "./compose-reply.ts";
import {
  addMessage,
  callPerson,
  clearMisunderstood,
  countMisunderstood,
  findMessageByKey,
  noteLast,
  noteUrgent,
  noteWaiting,
  openConversation,
} from "./conversation.store.ts";
import type { Talk } from "./decide.ts";
import type { Found } from "./gather-facts.ts";
import type { ChatDeps, Inbound } from "./inbound.ts";

/**
 * Writes down what was decided: the message, consent, who is called, the replies. Everything is keyed by the event, so
 * that a run that was cut off is finished by the next. Returns the replies that wait to be sent.
 */
export async function writeDown(deps: ChatDeps, inbound: Inbound, found: Found, talk: Talk): Promise<string[]> {
  if (talk.keep === "nothing") {
    await keepConsent(deps, inbound, found, talk);
    return [];
  }
  const conversation = await openConversation(inbound, inbound.at);
  const kept = whatIsKept(inbound, found, talk);
  await addMessage({
    ...whoOf(inbound),
    ...kept,
    conversation: conversation._id,
    author: "resident",
    authorName: "",
    buttons: [],
    intent: talk.meanings[0] ?? "",
    key: inbound.eventKey,
    state: "",
    at: inbound.at,
  });
  await noteLast(conversation._id, inbound.at, kept.text || `[${kept.kind}]`, "resident", talk.meanings[0] ?? "");
  await keepConsent(deps, inbound, found, talk);
  await CALLS[talk.person](conversation._id, inbound);
  if (talk.misunderstood === "more") await countMisunderstood(conversation._id, inbound.eventKey);
  if (talk.misunderstood === "none") await clearMisunderstood(conversation._id);
  const written: string[] = [];
  for (const [n, name] of talk.replies.entries()) {
    const key = n === 0 ? `reply:${inbound.eventKey}` : `reply:${inbound.eventKey}:${n + 1}`;
    const id = await writeReply(
      deps,
      inbound,
      key,
      await composeReply(found, conversation._id, inbound, name, deps.clock.now()),
    );
    if (id !== undefined) written.push(id);
  }
  return written;
}

/** A message that a dialogue answers, for the officer who holds the conversation; nobody waits because of it. */
export async function showToOfficer(inbound: Inbound): Promise<void> {
  const { _id } = await openConversation(inbound, inbound.at);
  const { text } = inbound;
  await addMessage({
    ...whoOf(inbound),
    conversation: _id,
    author: "resident",
    authorName: "",
    text,
    image: "",
    kind: inbound.kind,
    buttons: [],
    intent: "",
    key: inbound.eventKey,
    state: "",
    at: inbound.at,
  });
  await noteLast(_id, inbound.at, text || `[${inbound.kind}]`, "resident");
}

function whatIsKept(inbound: Inbound, { facts }: Found, { keep }: Talk) {
  const { kind } = inbound;
  const because = facts.command ? [] : [...facts.reading.because];
  if (keep === "because" && !facts.command) return { text: nfc(because.join(" ")), image: "", kind, because };
  // the address of a picture stands sealed with the attachment (src/inbox)
  return { text: inbound.text, image: "", kind, because };
}

const whoOf = ({ unitCode, oaId, userId }: Inbound) => ({ unitCode, oaId, userId });

const CALLS: Readonly<
  Record<Talk["person"], (id: Parameters<typeof noteWaiting>[0], inbound: Inbound) => Promise<unknown>>
> = {
  none: () => Promise.resolve(),
  waits: (id, { at }) => noteWaiting(id, at),
  called: (id, { at, eventKey }) => callPerson(id, at, eventKey),
  urgent: (id, { at, eventKey }) => noteUrgent(id, at, eventKey),
};

async function keepConsent(deps: ChatDeps, inbound: Inbound, found: Found, talk: Talk): Promise<void> {
  const { oaId, userId, eventKey, at } = inbound;
  // a visitor of the web receives nothing that could be stopped
  if (isVisitor(userId)) return;
  const who = { oaId, userId, eventKey, at, method: "chat" as const };
  if (talk.consent === "stop") {
    await stopReceiving(who);
    await noteLeaving(deps, oaId, userId, at);
  }
  if (talk.consent === "resume") await resumeReceiving(who);
  if (talk.consent === "ask") await askWhetherToStop(who);
  const topic = talk.replies.includes("chu-de-doi") ? (found.facts.command?.argument ?? "") : "";
  if (found.unit.topics.some(({ key }) => key === topic))
    await chooseTopic(who, topic, !found.citizen.topics.includes(topic));
}

/** Stores a reply once. Returns its id while it waits to be sent, whether this run wrote it or one that was cut off. */
async function writeReply(
  deps: ChatDeps,
  inbound: Inbound,
  key: string,
  reply: Awaited<ReturnType<typeof composeReply>>,
): Promise<string | undefined> {
  const id = await addMessage({
    ...whoOf(inbound),
    conversation: reply.conversation,
    author: "bot",
    authorName: "Trả lời tự động",
    text: reply.text,
    image: "",
    kind: "",
    buttons: reply.buttons,
    intent: "",
    because: [],
    key,
    state: "created",
    at: deps.clock.now(),
  });
  if (id !== undefined) return id;
  const there = await findMessageByKey(key);
  return there?.state === "created" ? String(there._id) : undefined;
}
