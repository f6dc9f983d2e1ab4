import { type Resident, newId, type SimOa, type SimState } from "./state.ts";
import { type EventBody, userEvent } from "./webhooks.ts";

/** What a resident sends beside words, in Zalo's shapes (webhook sheet §4.2). */
const SHAPES = {
  image: ({ url }) => ({ type: "image", payload: { thumbnail: url, url } }),
  gif: ({ url }) => ({ type: "gif", payload: { thumbnail: url, url } }),
  audio: ({ url }) => ({ type: "audio", payload: { url } }),
  video: ({ url }) => ({ type: "video", payload: { url, thumbnail: url, description: "" } }),
  file: ({ url, name, bytes }) => ({
    type: "file",
    payload: { url, name, size: String(bytes.length), checksum: "", type: name.split(".").at(-1) ?? "" },
  }),
  sticker: ({ url }) => ({ type: "sticker", payload: { id: "50326", url } }),
  location: ({ latitude, longitude }) => ({ type: "location", payload: { coordinates: { latitude, longitude } } }),
  business_card: ({ url, phone }) => ({
    type: "link",
    payload: { thumbnail: url, url, description: JSON.stringify({ phone, qrCodeUrl: url }) },
  }),
} satisfies Record<string, (sent: Sent) => Record<string, unknown>>;

interface Sent {
  url: string;
  name: string;
  bytes: Buffer;
  latitude: string;
  longitude: string;
  phone: string;
}
const isShape = (kind: string): kind is keyof typeof SHAPES => Object.hasOwn(SHAPES, kind);

/** A resident sends a picture, a voice, a file, a place; `url` names another host than ours. */
export function attach(
  state: SimState,
  emit: (event: EventBody) => void,
  oa: SimOa,
  resident: Resident,
  body: Record<string, unknown>,
): { id: string } {
  const kind = String(body["kind"] ?? "image");
  if (!isShape(kind)) return { id: "" };
  const id = newId();
  const text = String(body["text"] ?? "");
  const bytes = Buffer.from(String(body["base64"] ?? ""), "base64");
  const media =
    bytes.length > 0 ? state.keepUpload(kind, String(body["type"] ?? "application/octet-stream"), bytes) : "";
  const sent: Sent = {
    url: String(body["url"] ?? (media ? `${state.settings.SIM_PUBLIC_URL}/media/${media}` : "")),
    name: String(body["name"] ?? ""),
    bytes,
    latitude: String(body["latitude"] ?? ""),
    longitude: String(body["longitude"] ?? ""),
    phone: String(body["phone"] ?? ""),
  };
  resident.lastInteraction = state.now();
  const shown = kind === "image" || kind === "gif" ? { image: `/media/${media}` } : {};
  const words = kind === "location" ? `[vị trí ${sent.latitude}, ${sent.longitude}]` : `[${sent.name || kind}]`;
  resident.messages.push({ id, from: "user", at: state.now(), text: text || (shown.image ? "" : words), ...shown });
  const message = { msg_id: id, text, attachments: [SHAPES[kind](sent)] };
  emit(userEvent(oa, resident, `user_send_${kind}`, message, Number(body["at"] ?? state.now())));
  state.touch();
  return { id };
}
