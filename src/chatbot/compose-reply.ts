import { NOTHING_ALLOWED } from "../gate/allowed.ts";
import { hideLinks } from "../gate/hide-links.ts";
import type { Types } from "mongoose";
import { listShown } from "../content/item.store.ts";
import { liveWord } from "../content/kinds.ts";
import { formatDate, formatMoment } from "../kernel/dates.ts";
import { scopeOf } from "../units/scope-of.ts";
import type { Button } from "../zalo/messages.ts";
import { listMessages } from "./conversation.store.ts";
import { DEFAULT_REPLIES, ENGLISH_LINES, type ReplyName, type ReplyTemplate } from "./default-replies.ts";
import type { Found } from "./gather-facts.ts";
import type { Inbound } from "./inbound.ts";
import { fillContact, renderReply, renderWords, type ReplyValues } from "./render-reply.ts";

interface Ready {
  conversation: Types.ObjectId;
  text: string;
  buttons: Button[];
}
interface Asked {
  found: Found;
  conversation: Types.ObjectId;
  inbound: Inbound;
  now: Date;
}
interface Filled {
  values: Partial<ReplyValues>;
  buttons?: ReplyTemplate["buttons"];
}

/** A reply as it leaves: the unit's own words or ours, filled with what this person and this moment need. */
export async function composeReply(
  found: Found,
  conversation: Types.ObjectId,
  inbound: Inbound,
  name: ReplyName,
  now: Date,
): Promise<Ready> {
  const template = found.replies.get(name) ?? DEFAULT_REPLIES[name];
  const { values, buttons = [] } = (await FILL[name]?.({ found, conversation, inbound, now })) ?? { values: {} };
  const english = found.facts.reading.language === "en" ? ENGLISH_LINES[name] : undefined;
  return {
    conversation,
    ...renderReply(
      {
        text: english ? `${english}\n${template.text}` : template.text,
        buttons: [...buttons, ...template.buttons],
      },
      { office: found.unit.office, contact: fillContact(found.unit.contact), ...values },
    ),
  };
}

/** A reply that depends on nobody: its words alone, without label and buttons. */
export async function fillReply(found: Found, name: "gio" | "thu-tuc" | "tin" | "nghe", now: Date): Promise<string> {
  const template = found.replies.get(name) ?? DEFAULT_REPLIES[name];
  const values = name === "tin" ? { items: await newestItems(found, now) } : {};
  const { office, contact } = found.unit;
  return renderWords(template, { office, contact: fillContact(contact), ...values });
}

async function newestItems({ unit }: Found, now: Date): Promise<{ title: string; date: string }[]> {
  const items = await listShown(await scopeOf({ unitCode: unit._id }, now), now, 5);
  return items.map((item) => ({
    title: liveWord(item.kind, item.details, now) === "đã kết thúc" ? `${item.title} (đã kết thúc)` : item.title,
    date: formatDate(item.approval?.at ?? item.updatedAt),
  }));
}

const FILL: Readonly<Partial<Record<ReplyName, (asked: Asked) => Promise<Filled>>>> = {
  tin: async ({ found, now }) => ({ values: { items: await newestItems(found, now) } }),
  "chu-de": async ({ found }) => topicsOf(found, found.citizen.topics),
  async "chu-de-doi"({ found }) {
    const key = found.facts.command?.argument ?? "";
    const known = found.unit.topics.some((topic) => topic.key === key);
    if (!known) return topicsOf(found, found.citizen.topics);
    const added = !found.citizen.topics.includes(key);
    const chosen = added ? [...found.citizen.topics, key] : found.citizen.topics.filter((topic) => topic !== key);
    return {
      values: { added, topic: topicName(found, key), chosen: chosen.map((one) => topicName(found, one)).join(", ") },
    };
  },
  async "du-lieu"({ found, conversation, now }) {
    const { citizen } = found;
    return {
      values: {
        own: {
          name: hideLinks(citizen.displayName, NOTHING_ALLOWED) || "chưa có",
          followedAt: citizen.followedAt ? formatDate(citizen.followedAt) : "chưa rõ",
          lastAt: citizen.lastInteractionAt ? formatMoment(citizen.lastInteractionAt, now) : "chưa có",
          topics: citizen.topics.map((key) => topicName(found, key)).join(", ") || "chưa chọn",
          receiving: citizen.receiving ? "có" : "đã ngừng",
          messages: (await listMessages(conversation)).length,
        },
      },
    };
  },
  anh: async ({ inbound }) => ({ values: { kind: inbound.kind } }),
};

const topicName = (found: Found, key: string): string =>
  found.unit.topics.find((topic) => topic.key === key)?.name ?? key;

const topicsOf = (found: Found, chosen: readonly string[]): Filled => ({
  values: { chosen: chosen.map((key) => topicName(found, key)).join(", ") },
  buttons: found.unit.topics.slice(0, 5).map((topic) => ({
    title: `${chosen.includes(topic.key) ? "✓ " : ""}${topic.name}`,
    command: `#chu-de ${topic.key}`,
  })),
});
