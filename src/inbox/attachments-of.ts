import { clip } from "../kernel/vietnamese.ts";
import { rowOf } from "../kernel/table.ts";
import type { ZaloEvent } from "../zalo/events.ts";
import type { AttachmentFacts, AttachmentKind } from "./attachment.model.ts";

export interface Sent extends AttachmentFacts {
  kind: AttachmentKind;
}

/** So many of one message are taken; the app sends ten photos at most in one go. */
const MOST = 12;

const KINDS: Readonly<Record<string, AttachmentKind>> = {
  user_send_image: "picture",
  user_send_gif: "picture",
  user_send_audio: "voice",
  user_send_video: "video",
  user_send_file: "file",
  user_send_location: "place",
  user_send_business_card: "card",
  anonymous_send_image: "picture",
  anonymous_send_file: "file",
};

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** Zalo writes degrees as text; "" and what is no place on earth is none. */
function degrees(value: unknown, most: number): number | undefined {
  const n = text(value).trim() === "" ? Number.NaN : Number(value);
  return Number.isFinite(n) && Math.abs(n) <= most ? n : undefined;
}

/** The number on a contact card; its description is JSON in a text. */
function phoneOn(description: unknown): string {
  try {
    const card = JSON.parse(text(description)) as { phone?: unknown };
    return text(card?.phone)
      .replace(/[^\d+]/g, "")
      .slice(0, 20);
  } catch {
    return "";
  }
}

/** What came beside the words of a message (zalo/webhook.md §4.2). */
export function attachmentsOf(event: ZaloEvent): Sent[] {
  const kind = rowOf(KINDS, event.event_name);
  if (!kind) return [];
  return (event.message?.attachments ?? []).slice(0, MOST).flatMap(({ payload = {} }): Sent[] => {
    const facts = {
      url: text(payload["url"] ?? payload["thumbnail"]).slice(0, 2000),
      name: clip(text(payload["name"]), 200),
    };
    if (kind === "card")
      return [
        { kind, ...facts, url: "", name: clip(event.message?.text ?? "", 200), phone: phoneOn(payload["description"]) },
      ];
    if (kind !== "place") return [{ kind, ...facts }];
    const { latitude, longitude } = (payload["coordinates"] ?? {}) as Record<string, unknown>;
    return [{ kind, url: "", name: "", latitude: degrees(latitude, 90), longitude: degrees(longitude, 180) }];
  });
}
