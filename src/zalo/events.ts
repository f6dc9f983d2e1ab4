import { z, type ZodType } from "zod";
import { sha256Hex } from "../kernel/crypto.ts";
import { visitorId } from "./visitor.ts";

/**
 * What Zalo tells an app about its OAs (zalo/webhook.md §3, §4). Every event has the same loose envelope; the
 * family decides where the ids sit.
 */
const id = z.union([z.string(), z.number().transform(String)]);
/** Zalo writes `null` for what is not there as readily as it leaves it out. */
const maybe = <T extends ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);
const idHolder = z.looseObject({ id: maybe(id) });

export const eventSchema = z.looseObject({
  event_name: z.string().min(1).max(80),
  app_id: maybe(id),
  oa_id: maybe(id),
  oaId: maybe(id),
  user_id: maybe(id),
  user_id_by_app: maybe(id),
  timestamp: maybe(id),
  sender: maybe(z.looseObject({ id: maybe(id), admin_id: maybe(id) })),
  recipient: maybe(idHolder),
  follower: maybe(idHolder),
  message: maybe(
    z.looseObject({
      msg_id: maybe(id),
      msg_ids: maybe(z.array(id).max(20_000)),
      text: maybe(z.string()),
      quote_msg_id: maybe(id),
      conversation_id: maybe(id),
      attachments: maybe(
        z.array(z.looseObject({ type: maybe(z.string()), payload: maybe(z.looseObject({})) })).max(200),
      ),
    }),
  ),
});
export type ZaloEvent = z.infer<typeof eventSchema>;

/** Events with a deed of their own. Everything else is kept and counted. */
export const KNOWN_EVENTS = [
  "follow",
  "unfollow",
  "user_click_chatnow",
  "user_send_text",
  "user_send_image",
  "user_send_gif",
  "user_send_link",
  "user_send_audio",
  "user_send_video",
  "user_send_sticker",
  "user_send_location",
  "user_send_business_card",
  "user_send_file",
  "user_received_message",
  "user_seen_message",
  "user_reacted_message",
  "user_submit_info",
  "user_withdraw",
  "oa_send_text",
  "oa_send_image",
  "oa_send_gif",
  "oa_send_list",
  "oa_send_file",
  "oa_send_sticker",
  "oa_send_template",
  "permission_revoked",
  "anonymous_send_text",
  "anonymous_send_image",
  "anonymous_send_file",
  "anonymous_send_sticker",
  "oa_send_anonymous_text",
  "oa_send_anonymous_image",
  "oa_send_anonymous_file",
  "oa_send_anonymous_sticker",
  "user_feedback",
  "change_template_status",
  "change_oa_daily_quota",
] as const;
export type KnownEvent = (typeof KNOWN_EVENTS)[number];
export const isKnownEvent = (name: string): name is KnownEvent => (KNOWN_EVENTS as readonly string[]).includes(name);

/** What Zalo tells about messages of ours: the echo of a send, and receipts of it. */
export const isSpokenByUs = (name: string): boolean =>
  name.startsWith("oa_send_") || name === "user_received_message" || name === "user_seen_message";

const oaSpeaks = (name: string): boolean =>
  name.startsWith("oa_send") ||
  name.startsWith("oa_reacted") ||
  name === "user_received_message" ||
  name === "user_seen_message";

/** The OA's id, wherever the family keeps it, `oaId` spelling included. */
export const oaIdOf = (event: ZaloEvent): string =>
  event.oa_id ?? event.oaId ?? (oaSpeaks(event.event_name) ? event.sender?.id : event.recipient?.id) ?? "";

/** The resident's id for this OA; of a visitor on the web the id that holds the conversation as well. */
export const userIdOf = (event: ZaloEvent): string =>
  /^(?:oa_send_)?anonymous_/.test(event.event_name)
    ? visitorId(ofZalo(event), event.message?.conversation_id ?? "")
    : ofZalo(event);
const ofZalo = (event: ZaloEvent): string =>
  event.follower?.id ?? event.user_id ?? (oaSpeaks(event.event_name) ? event.recipient?.id : event.sender?.id) ?? "";

/** When it happened; `fallback` when the event does not say or says nonsense. */
export function timeOf(event: ZaloEvent, fallback: Date): Date {
  const ms = Number(event.timestamp);
  const plausible = ms > 1_400_000_000_000 && ms < fallback.getTime() + 86_400_000;
  return plausible ? new Date(ms) : fallback;
}

/**
 * The same key for every delivery of one event: its message id, else name + time + person, as there is no
 * event id (zalo/webhook.md §2).
 */
export function eventKeyOf(event: ZaloEvent): string {
  const about = event.message?.msg_id
    ? ["m", event.message.msg_id]
    : ["t", event.timestamp ?? "", userIdOf(event), ...(event.message?.msg_ids ?? [])];
  return sha256Hex([event.event_name, oaIdOf(event), ...about].join("\n")).slice(0, 40);
}
