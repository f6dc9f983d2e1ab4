import { type MarkDeps, noteActed, noteLeaving } from "../broadcasts/note-leaving.ts";
import { chooseTopic, resumeReceiving, stopReceiving } from "../citizens/choose.ts";
import type { Citizen } from "../citizens/citizen.model.ts";
import { noteInteraction } from "../citizens/citizen.store.ts";
import { listItems } from "../content/item.store.ts";
import { liveWord } from "../content/kinds.ts";
import { listDrafts } from "../drafts/draft.store.ts";
import { phaseOf } from "../drafts/rules.ts";
import { listRunning } from "../frames/frame.store.ts";
import { formatDate, formatMoment } from "../kernel/dates.ts";
import { fold, nfc } from "../kernel/vietnamese.ts";
import type { Unit } from "../units/unit.model.ts";
import { addTester, findUnit, withParents } from "../units/unit.store.ts";
import type { ZaloClient } from "../zalo/client.ts";
import { button, goesOn, leaveDialogue, leaves, runDialogue } from "./dialogue.ts";
import type { DialogueDeps } from "./dialogue-step.ts";
import { type DialogueKind, findDialogue } from "./dialogue.model.ts";
import type { Conversation } from "./conversation.model.ts";
import {
  addMessage,
  clearMisunderstood,
  countMisunderstood,
  findMessageByKey,
  handOver,
  listMessages,
  noteLast,
  noteWaiting,
  openConversation,
} from "./conversation.store.ts";
import { DEFAULT_REPLIES, type ReplyName, type ReplyTemplate } from "./default-replies.ts";
import { erasePerson } from "./erase-person.ts";
import { type Intent, INTENTS } from "./intents.ts";
import { type Match, matchIntent } from "./match-intent.ts";
import { automaticLabel, fillContact, renderReply, type ReplyValues } from "./render-reply.ts";
import { openRounds } from "./quiz-dialogue.ts";
import { newestReplies } from "./reply.store.ts";

export interface ChatDeps extends MarkDeps, DialogueDeps {
  zalo: Pick<ZaloClient, "sendMessage" | "deleteUserInfo">;
  enqueueDelivery(messageId: string): Promise<void>;
  /** asks for the display name of this row of `citizens` */
  enqueueName(citizenId: string): Promise<void>;
}

export interface Inbound {
  eventKey: string;
  oaId: string;
  unitCode: string;
  userId: string;
  userIdByApp: string;
  at: Date;
  text: string;
  image: string;
  /** "" for text; else "ảnh", "tệp", "vị trí", "nhãn dán"… */
  kind: string;
}

export type Handled = "replied" | "kept-quiet" | "handed-over" | "erased" | "already" | "counted" | "registered";

/** Intents after which a person should look at the conversation as well. */
const FOR_A_PERSON: ReadonlySet<Intent> = new Set(["can-bo", "khan-cap"]);

/**
 * A resident wrote. Stores it once, obeys DUNG and NHAN whoever is replying, answers by the bot unless a person has
 * the conversation, and calls a person when asked or after two messages it did not understand. Running it again for
 * the same event finishes what was cut off and answers once: the reply's key is unique.
 */
export async function handleMessage(deps: ChatDeps, inbound: Inbound): Promise<Handled> {
  const unit = await findUnit(inbound.unitCode);
  if (!unit) return "already";
  const citizen = await noteInteraction(inbound, inbound.at);
  if (citizen.displayName === "") await deps.enqueueName(String(citizen._id));
  const special = (await countActed(deps, inbound, unit)) ?? (await registerTester(deps, inbound, unit, citizen));
  if (special) return special;
  const begun = await inDialogue(deps, inbound, unit, citizen);
  if (begun) return begun;
  const conversation = await openConversation(inbound, inbound.at);
  const own = await newestReplies(inbound.unitCode);
  const keywords = Object.fromEntries(INTENTS.map((intent) => [intent, own.get(intent)?.keywords ?? []]));
  const match = inbound.text === "" ? undefined : matchIntent(inbound.text, keywords);
  const text = nfc(inbound.text);
  await addMessage({
    conversation: conversation._id,
    unitCode: inbound.unitCode,
    oaId: inbound.oaId,
    userId: inbound.userId,
    author: "resident",
    authorName: "",
    text,
    image: inbound.image,
    kind: inbound.kind,
    buttons: [],
    intent: inbound.text === "" ? "" : (match?.intent ?? "unknown"),
    key: inbound.eventKey,
    state: "",
    at: inbound.at,
  });
  await noteLast(conversation._id, inbound.at, text || `[${inbound.kind}]`, "resident");
  const turn: Turn = {
    deps,
    inbound,
    unit,
    citizen,
    conversation,
    match,
    own: (name) => own.get(name) ?? DEFAULT_REPLIES[name],
  };
  await obeyStop(turn);
  const dialogue = DIALOGUES.find((kind) => kind === match?.intent);
  if (dialogue && conversation.state === "bot" && (await mayBegin(turn, dialogue))) {
    await runDialogue(deps, unit, { ...heardOf(inbound, citizen), text: "" }, dialogue);
    return "replied";
  }
  if (match?.intent === "xoa-du-lieu" && match.argument === "dong-y") return erase(turn);
  const mustAnswer = match?.intent === "dung" || match?.intent === "nhan";
  if (conversation.state !== "bot" && !mustAnswer) {
    if (await findMessageByKey(replyKey(turn))) return "already";
    await noteWaiting(conversation._id, inbound.at);
    return "kept-quiet";
  }
  return answer(turn);
}

const DIALOGUES: readonly DialogueKind[] = ["gop-y", "phan-anh", "thi", "khung"];
const heardOf = (inbound: Inbound, citizen: Citizen) => ({
  ...inbound,
  name: citizen.displayName,
  appUserId: inbound.userIdByApp || citizen.userIdByApp,
});

/** A dialogue under way hears this message; nothing of it is stored (domain.md §5-3). */
async function inDialogue(
  deps: ChatDeps,
  inbound: Inbound,
  unit: Unit,
  citizen: Citizen,
): Promise<Handled | undefined> {
  const dialogue = await findDialogue(inbound.oaId, inbound.userId);
  const kind = goesOn(dialogue, inbound.text);
  if (kind) return (await runDialogue(deps, unit, heardOf(inbound, citizen), kind)) ? "replied" : "already";
  if (dialogue) await leaveDialogue(deps, dialogue, heardOf(inbound, citizen));
  if (!dialogue || !leaves(inbound.text)) return undefined;
  await deps.zalo.sendMessage(inbound.oaId, inbound.userId, {
    text: `Đã dừng việc đang làm dở. Việc nhận tin của Ông/Bà vẫn như cũ.\n\n${automaticLabel(unit.office)}`,
    buttons: [button("Về danh mục", "#menu")],
  });
  return "replied";
}

/** A comment needs an open draft and a contest an open round, else the unit's own words are said; a report can always begin. */
const mayBegin = async (turn: Turn, kind: DialogueKind): Promise<boolean> =>
  kind === "phan-anh" ||
  (kind === "khung" &&
    (await listRunning(await withParents(turn.unit._id, turn.deps.clock.now()), turn.deps.clock.now())).length > 0) ||
  (kind === "thi" && (await openRounds(turn.unit._id, turn.deps.clock.now())).length > 0) ||
  (kind === "gop-y" &&
    (await listDrafts(turn.unit._id, ["published"])).some((draft) => phaseOf(draft, turn.deps.clock.now()) === "open"));

/**
 * "Tôi đã nhận" under an emergency: a person is counted and nothing about it is stored, neither the tap nor the thanks,
 * so that no list of who answered can be made (domain.md S2-17, §5-7).
 */
async function countActed(deps: ChatDeps, inbound: Inbound, unit: Unit): Promise<Handled | undefined> {
  const broadcastId = /^#da-nhan ([0-9a-f]{24})$/.exec(inbound.text)?.[1];
  if (!broadcastId) return undefined;
  const counted = await noteActed(deps, broadcastId, inbound.oaId, inbound.userId, inbound.at);
  if (!counted) return "already";
  await deps.zalo.sendMessage(inbound.oaId, inbound.userId, {
    text: `${unit.office} đã ghi nhận. Kính chúc Ông/Bà và gia đình an toàn. Cần giúp khẩn cấp, gọi ${fillContact(unit.contact).dutyPhone}.\n\n${automaticLabel(unit.office)}`,
  });
  return "counted";
}

/** A colleague types the unit's code to be sent drafts for a look; nobody else can be put on that list. */
async function registerTester(
  deps: ChatDeps,
  inbound: Inbound,
  unit: Unit,
  citizen: Citizen,
): Promise<Handled | undefined> {
  const code = /^thu tin ([a-z0-9]{6})$/.exec(fold(inbound.text))?.[1];
  if (!code || unit.testCode === "" || code !== unit.testCode.toLowerCase()) return undefined;
  const name = citizen.displayName || `Đồng nghiệp ${unit.testers.length + 1}`;
  await addTester(unit._id, { userId: inbound.userId, name, at: inbound.at });
  await deps.zalo.sendMessage(inbound.oaId, inbound.userId, {
    text: `Đã thêm Ông/Bà vào danh sách xem thử tin của ${unit.office}. Tin thử có ghi “Gửi thử” ở đầu.\n\n${automaticLabel(unit.office)}`,
  });
  return "registered";
}

interface Turn {
  deps: ChatDeps;
  inbound: Inbound;
  unit: Unit;
  citizen: Citizen;
  conversation: Conversation;
  match: Match | undefined;
  own(name: ReplyName): ReplyTemplate;
}

const replyKey = (turn: Turn): string => `reply:${turn.inbound.eventKey}`;

async function obeyStop({ deps, inbound, match }: Turn): Promise<void> {
  const who = {
    oaId: inbound.oaId,
    userId: inbound.userId,
    eventKey: inbound.eventKey,
    at: inbound.at,
    method: "chat" as const,
  };
  if (match?.intent === "dung") {
    await stopReceiving(who);
    await noteLeaving(deps, inbound.oaId, inbound.userId, inbound.at);
  }
  if (match?.intent === "nhan") await resumeReceiving(who);
}

async function erase({ deps, inbound, unit, own }: Turn): Promise<Handled> {
  await erasePerson(deps, inbound.oaId, inbound.userId);
  const { text } = renderReply(own("xoa-du-lieu"), { office: unit.office, contact: fillContact(unit.contact) });
  await deps.zalo.sendMessage(inbound.oaId, inbound.userId, { text });
  return "erased";
}

async function answer(turn: Turn): Promise<Handled> {
  const { match, inbound, conversation } = turn;
  const done = await findMessageByKey(replyKey(turn));
  if (done) {
    if (done.state === "created") await turn.deps.enqueueDelivery(String(done._id));
    return "already";
  }
  if (match) {
    await clearMisunderstood(conversation._id);
    const { name, values, extra } = await compose(turn, match);
    await reply(turn, name, values, extra);
    if (!FOR_A_PERSON.has(match.intent)) return "replied";
    await handOver(conversation._id, inbound.at);
    return "handed-over";
  }
  if (inbound.text === "") {
    await reply(turn, inbound.kind === "nhãn dán" ? "khong-phai-chu" : "anh", { kind: inbound.kind });
    return "replied";
  }
  if ((await countMisunderstood(conversation._id)) < 2) {
    await reply(turn, "unknown", {});
    return "replied";
  }
  await reply(turn, "handed-over", {});
  await handOver(conversation._id, inbound.at);
  return "handed-over";
}

interface Composed {
  name: ReplyName;
  values: Partial<ReplyValues>;
  extra?: ReplyTemplate["buttons"];
}

/** What the reply to an intent needs to know, and which reply it is. */
async function compose(turn: Turn, match: Match): Promise<Composed> {
  const { unit, inbound, citizen, deps } = turn;
  const nameOf = (key: string): string => unit.topics.find((topic) => topic.key === key)?.name ?? key;
  const now = deps.clock.now();
  switch (match.intent) {
    case "tin": {
      const items = await listItems(unit._id, ["approved"], 5);
      return {
        name: "tin",
        values: {
          items: items.map((item) => ({
            title:
              liveWord(item.kind, item.details, now) === "đã kết thúc" ? `${item.title} (đã kết thúc)` : item.title,
            date: formatDate(item.approval?.at ?? item.updatedAt),
          })),
        },
      };
    }
    case "chu-de": {
      if (unit.topics.some((topic) => topic.key === match.argument)) {
        const added = !citizen.topics.includes(match.argument);
        await chooseTopic(
          { oaId: inbound.oaId, userId: inbound.userId, eventKey: inbound.eventKey, at: inbound.at, method: "chat" },
          match.argument,
          added,
        );
        const chosen = added
          ? [...citizen.topics, match.argument]
          : citizen.topics.filter((topic) => topic !== match.argument);
        return {
          name: "chu-de-doi",
          values: { added, topic: nameOf(match.argument), chosen: chosen.map(nameOf).join(", ") },
        };
      }
      return {
        name: "chu-de",
        values: { chosen: citizen.topics.map(nameOf).join(", ") },
        extra: unit.topics.slice(0, 5).map((topic) => ({
          title: `${citizen.topics.includes(topic.key) ? "✓ " : ""}${topic.name}`,
          command: `#chu-de ${topic.key}`,
        })),
      };
    }
    case "du-lieu":
      return {
        name: "du-lieu",
        values: {
          own: {
            name: citizen.displayName || "chưa có",
            followedAt: citizen.followedAt ? formatDate(citizen.followedAt) : "chưa rõ",
            lastAt: citizen.lastInteractionAt ? formatMoment(citizen.lastInteractionAt, now) : "chưa có",
            topics: citizen.topics.map(nameOf).join(", ") || "chưa chọn",
            receiving: citizen.receiving ? "có" : "đã ngừng",
            messages: (await listMessages(turn.conversation._id)).length,
          },
        },
      };
    case "xoa-du-lieu":
      return { name: "xoa-hoi", values: {} };
    default:
      return { name: match.intent, values: {} };
  }
}

async function reply(
  turn: Turn,
  name: ReplyName,
  values: Partial<ReplyValues>,
  extra: ReplyTemplate["buttons"] = [],
): Promise<void> {
  const { deps, inbound, unit, conversation } = turn;
  const template = turn.own(name);
  const rendered = renderReply(
    { text: template.text, buttons: [...extra, ...template.buttons] },
    { office: unit.office, contact: fillContact(unit.contact), ...values },
  );
  const id = await addMessage({
    conversation: conversation._id,
    unitCode: inbound.unitCode,
    oaId: inbound.oaId,
    userId: inbound.userId,
    author: "bot",
    authorName: "Trả lời tự động",
    text: rendered.text,
    image: "",
    kind: "",
    buttons: rendered.buttons,
    intent: "",
    key: replyKey(turn),
    state: "created",
    at: deps.clock.now(),
  });
  if (!id) return;
  await deps.enqueueDelivery(id);
}
