import { wroteLast } from "../chatbot/wrote-last.ts";
import { findCitizen } from "../citizens/citizen.store.ts";
import { waitsForStopAnswer } from "../citizens/rules.ts";
import type { Conversation, Message } from "../chatbot/conversation.model.ts";
import { findNewestOfOffice, listMessages } from "../chatbot/conversation.store.ts";
import type { RouteContext } from "../kernel/console-route.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Attachment } from "./attachment.model.ts";
import { listAttachments } from "./attachment.store.ts";
import { nameOf, waitingOf } from "./present-list.ts";
import { presentAttachment, presentMessage } from "./present-message.ts";
import { meterOf } from "./reply-meter.ts";
import { listColleagues, loadConversation } from "./steer-conversation.ts";
import { noteSeen } from "./handover.store.ts";
import { readSettings } from "./inbox-settings.store.ts";
import { othersAt } from "./present-colleagues.ts";
import { phraseGroups, phraseInBox } from "./present-phrases.ts";
import { phrasesFor } from "./write-phrase.ts";
import type { ListQuery } from "./read-list.ts";

export interface ThreadDeps {
  box: SecretBox;
  waitingAlertMinutes: number;
  priceVnd: number;
}

/** The bubbles of a conversation, each with what came beside its words. */
function bubblesOf(box: SecretBox, messages: readonly Message[], attachments: readonly Attachment[]) {
  const of = new Map<string, Record<string, unknown>[]>();
  for (const one of attachments) of.set(one.message, [...(of.get(one.message) ?? []), presentAttachment(box, one)]);
  return messages.map((message) => presentMessage(message, of.get(message.key) ?? []));
}

type Asked = Pick<RouteContext<unknown, ListQuery>, "me" | "now" | "params" | "query" | "again">;

/** The bubbles and who else is here: what an open page asks for again and again. */
export async function readTalk(
  { box }: Pick<ThreadDeps, "box">,
  { me, now, params, again }: Asked,
): Promise<{ conversation: Conversation; shown: Record<string, unknown> }> {
  const conversation = await loadConversation(me.scope, params["id"] ?? "");
  if (!again) await look(conversation, me.id, now);
  const [messages, colleagues] = await Promise.all([listMessages(conversation._id), listColleagues(me.scope)]);
  const attachments = messages[0] ? await listAttachments(conversation._id, messages[0].at) : [];
  return {
    conversation,
    shown: {
      id: String(conversation._id),
      messages: bubblesOf(box, messages, attachments),
      others: await othersAt(conversation, colleagues, me.id, now),
      colleagues: colleagues.filter(({ id }) => id !== me.id),
    },
  };
}

/** Everything the page of one conversation shows. */
export async function readThread(deps: ThreadDeps, asked: Asked): Promise<Record<string, unknown>> {
  const { me, now, query } = asked;
  const { conversation, shown } = await readTalk(deps, asked);
  const [citizen, unit, newest, settings, phrases] = await Promise.all([
    findCitizen(conversation.oaId, conversation.userId),
    findUnit(me.scope.unit),
    findNewestOfOffice(conversation._id),
    readSettings(me.scope.unit),
    phrasesFor(me),
  ]);
  const topics = (citizen?.topics ?? []).map((key) => unit?.topics.find((topic) => topic.key === key)?.name ?? key);
  return {
    ...shown,
    conversation: {
      ...conversation,
      id: String(conversation._id),
      name: nameOf(citizen?.displayName),
      isMine: conversation.state === "officer" && conversation.assigneeId === me.id,
    },
    ...waitingOf(conversation, now, deps.waitingAlertMinutes),
    last: newest ? String(newest._id) : "",
    person: citizen ? { ...citizen, topics: topics.join(", "), asked: waitsForStopAnswer(citizen) } : null,
    meter: meterOf(wroteLast(conversation, citizen), now, deps.priceVnd),
    office: unit?.office ?? "",
    labels: labelsOf(settings.labels, conversation.labels ?? []),
    phrases: phraseGroups(phrases),
    draft: query.cau === "" ? "" : await phraseInBox(query.cau, { me, name: citizen?.displayName ?? "", unit }),
  };
}

/** Seen at most every ten seconds: polls of an open page are no writes. */
const LOOK_MS = 10_000;
async function look({ _id, lookedAt = {}, residentAt }: Conversation, me: string, now: Date): Promise<void> {
  const last = lookedAt[me]?.getTime() ?? 0;
  if (now.getTime() - last > LOOK_MS || (residentAt?.getTime() ?? 0) > last) await noteSeen(_id, me, now);
}

const labelsOf = (all: readonly string[], own: readonly string[]) =>
  [...new Set([...all, ...own])].map((name) => ({ name, chosen: own.includes(name) }));
