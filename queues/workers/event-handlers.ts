import { noteLeaving } from "../../src/broadcasts/note-leaving.ts";
import { eraseByAppUser, erasePerson } from "../../src/citizens/erase-person.ts";
import { greetFollower, noteUnfollow } from "../../src/chatbot/greet-follower.ts";
import { handleMessage, meet } from "../../src/chatbot/handle-message.ts";
import { takeCloseAnswer } from "../../src/inbox/close.ts";
import { joinWatch } from "../../src/inbox/join-watch.ts";
import { noteZaloTool } from "../../src/inbox/note-zalo-tool.ts";
import { tendMessage } from "../../src/inbox/tend-message.ts";
import { noteQuietly } from "../../src/citizens/citizen.store.ts";
import { type KnownEvent, type ZaloEvent } from "../../src/zalo/events.ts";
import { markRevoked } from "../../src/zalo/oa.store.ts";
import { rowOf } from "../../src/kernel/table.ts";
import type { EventHandler } from "./event-handler.ts";
import { quotaChanged, rated, templateChanged } from "./oa-notices.ts";

/**
 * What is meant for the inbox itself (an official's code, a tap after the close) is no message. Of everything else first
 * what is answered, then what officers are to see of it.
 */
const message: EventHandler = async (deps, event, inbound) => {
  if ((await joinWatch(deps, inbound)) || (await takeCloseAnswer(deps, inbound))) return;
  await handleMessage(deps, inbound);
  await tendMessage(deps, event, inbound);
};
const interaction: EventHandler = (deps, _event, inbound) => meet(deps, inbound);
/** A look into the chat comes before an anonymous comment as well: its time would be that comment's. */
const look: EventHandler = (_deps, _event, { oaId, userId, at }) => noteQuietly(oaId, userId, at);

/** A message an officer typed in Zalo's tool; echoes of our own sends never get here (see ingest.ts). */
const fromZaloTool: EventHandler = (_deps, event, inbound) =>
  noteZaloTool({ ...inbound, kind: event.message?.text ? "" : "tệp", messageId: event.message?.msg_id ?? "" });

/** Receipts are applied in the ingest, by message id; here only if one was recorded as an event by mistake. */
const nothing: EventHandler = async () => undefined;

/** Every known event has its handler, or this does not compile. */
export const EVENT_HANDLERS: Readonly<Record<KnownEvent, EventHandler>> = {
  follow: (deps, _event, inbound) => greetFollower(deps, inbound),
  async unfollow(deps, _event, inbound) {
    await noteUnfollow(deps, inbound);
    await noteLeaving(deps, inbound.oaId, inbound.userId, inbound.at);
  },
  user_click_chatnow: look,
  user_send_text: message,
  user_send_image: message,
  user_send_gif: message,
  user_send_link: message,
  user_send_audio: message,
  user_send_video: message,
  user_send_sticker: message,
  user_send_location: message,
  user_send_business_card: message,
  user_send_file: message,
  user_received_message: nothing,
  user_seen_message: nothing,
  user_reacted_message: look,
  user_submit_info: interaction,
  user_withdraw: (deps, event, inbound) =>
    inbound.userId ? erasePerson(deps, inbound.oaId, inbound.userId) : eraseByAppUser(deps, event.user_id_by_app ?? ""),
  oa_send_text: fromZaloTool,
  oa_send_image: fromZaloTool,
  oa_send_gif: fromZaloTool,
  oa_send_list: fromZaloTool,
  oa_send_file: fromZaloTool,
  oa_send_sticker: fromZaloTool,
  oa_send_template: fromZaloTool,
  permission_revoked: (deps, _event, inbound) =>
    markRevoked(inbound.oaId, "OA đã rút quyền của ứng dụng", deps.clock.now()),
  anonymous_send_text: message,
  anonymous_send_image: message,
  anonymous_send_file: message,
  anonymous_send_sticker: message,
  oa_send_anonymous_text: fromZaloTool,
  oa_send_anonymous_image: fromZaloTool,
  oa_send_anonymous_file: fromZaloTool,
  oa_send_anonymous_sticker: fromZaloTool,
  user_feedback: rated,
  change_template_status: templateChanged,
  change_oa_daily_quota: quotaChanged,
};

const KINDS: Readonly<Record<string, string>> = {
  user_send_image: "ảnh",
  user_send_gif: "ảnh động",
  user_send_link: "liên kết",
  user_send_audio: "tin thoại",
  user_send_video: "video",
  user_send_sticker: "nhãn dán",
  user_send_location: "vị trí",
  user_send_business_card: "danh thiếp",
  user_send_file: "tệp",
  anonymous_send_image: "ảnh",
  anonymous_send_file: "tệp",
  anonymous_send_sticker: "nhãn dán",
};

export const kindOf = (event: ZaloEvent): string => rowOf(KINDS, event.event_name) ?? "";

/** Address of the first picture, when it is an https or http address. */
export function pictureOf(event: ZaloEvent): string {
  const payload = event.message?.attachments?.[0]?.payload;
  const url = payload?.["url"] ?? payload?.["thumbnail"];
  return typeof url === "string" && /^https?:\/\//.test(url) && /^(?:user|anonymous)_send_image$/.test(event.event_name)
    ? url.slice(0, 2000)
    : "";
}

/** Latitude and longitude of a pin on the map, when they are numbers. */
export function pinOf(event: ZaloEvent): { pin?: string } {
  const at = event.message?.attachments?.[0]?.payload?.["coordinates"];
  if (event.event_name !== "user_send_location" || typeof at !== "object" || at === null) return {};
  const { latitude, longitude } = at as Record<string, unknown>;
  const numbers = [latitude, longitude].map((one) => String(one).trim());
  return numbers.every((one) => /^-?\d{1,3}(?:\.\d{1,15})?$/.test(one)) ? { pin: numbers.join(", ") } : {};
}

/** Name and number of a contact card: its description is a text of JSON (zalo/webhook.md §4.2). */
export function cardOf(event: ZaloEvent): { card?: string } {
  if (event.event_name !== "user_send_business_card") return {};
  const description = event.message?.attachments?.[0]?.payload?.["description"];
  const found = typeof description === "string" ? readJson(description) : undefined;
  const phone = typeof found === "object" && found !== null ? (found as Record<string, unknown>)["phone"] : undefined;
  const number = typeof phone === "string" || typeof phone === "number" ? String(phone).slice(0, 20) : "";
  const card = [event.message?.text?.slice(0, 100) ?? "", number].filter((part) => part !== "").join(", ");
  return card === "" ? {} : { card };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
