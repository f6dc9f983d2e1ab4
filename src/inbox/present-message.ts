import { INTENT_NAMES } from "../chatbot/commands.ts";
import type { Message } from "../chatbot/conversation.model.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { formatNumber } from "../kernel/dates.ts";
import { rowOf } from "../kernel/table.ts";
import { phraseOf } from "../zalo/error-meanings.ts";
import type { Attachment } from "./attachment.model.ts";
import { factsOf } from "./attachment.store.ts";
import { drawPlace, PLACE_HEIGHT, PLACE_WIDTH } from "./draw-place.ts";

const AUTHORS: Readonly<Record<Message["author"], string>> = {
  resident: "Người dân",
  bot: "Trả lời tự động",
  officer: "Cán bộ",
  "zalo-tool": "Gửi từ Zalo OA",
};

/** A message as the page shows it. */
export function presentMessage(
  message: Message,
  attachments: readonly Record<string, unknown>[],
): Record<string, unknown> {
  return {
    id: String(message._id),
    mine: message.author !== "resident",
    author: message.author === "officer" ? message.authorName : AUTHORS[message.author],
    icon: message.author === "bot" ? "reply" : message.author === "resident" ? "" : "person",
    text: message.text || (attachments.length > 0 ? "" : `[${message.kind || "tin không có chữ"}]`),
    attachments,
    at: message.at,
    // whether one person received or read something is not shown (design rule: totals only)
    state: message.state === "received" || message.state === "seen" ? "accepted" : message.state,
    failed: message.state === "failed",
    doubtful: message.state === "unknown",
    readAs: message.author === "resident" ? (rowOf(INTENT_NAMES, message.intent) ?? "") : "",
    because: (message.because ?? []).join(", "),
    why: message.reason ? phraseOf(message.reason).phrase : "",
  };
}

const sizeOf = (bytes: number): string =>
  bytes >= 1_000_000
    ? `${(bytes / 1_000_000).toFixed(1).replace(".", ",")} MB`
    : `${formatNumber(Math.max(1, bytes / 1000))} KB`;

/** What came or went beside words, as the page shows it; its address is one of ours. */
export function presentAttachment(box: SecretBox, attachment: Attachment): Record<string, unknown> {
  const { _id, kind, state, type, bytes, width, height, seconds, why } = attachment;
  const facts = factsOf(box, attachment);
  const { latitude, longitude } = facts;
  return {
    id: _id,
    kind,
    waiting: state === "waiting",
    refused: state === "refused",
    why,
    url: `/console/hop-thu/${String(attachment.conversation)}/tep/${encodeURIComponent(_id)}`,
    type,
    name: facts.name,
    size: bytes > 0 ? sizeOf(bytes) : "",
    seconds,
    width,
    height,
    phone: facts.phone ?? "",
    place:
      latitude !== undefined && longitude !== undefined
        ? { ...drawPlace(latitude, longitude), width: PLACE_WIDTH, height: PLACE_HEIGHT }
        : null,
  };
}
