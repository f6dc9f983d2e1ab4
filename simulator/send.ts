import { BEHAVIOURS } from "./behaviours.ts";
import type { Checked } from "./check-message.ts";
import { newId, type Resident, type SimOa, type SimState } from "./state.ts";
import { oaEvent, type WebhookSender } from "./webhooks.ts";

const DAY = 86_400_000;
const triedOnce = new WeakSet<Resident>();

/** Vietnamese hour of a time; the zone is an assumption of every source (OpenAPI sheet §6.4). */
export const isNight = (ms: number): boolean => {
  const hour = new Date(ms + 7 * 3_600_000).getUTCHours();
  return hour >= 22 || hour < 6;
};

/** Whether a consultation message may go to this person now: 0, or Zalo's number. */
export function gate(state: SimState, oa: SimOa, resident: Resident | undefined): number {
  if (oa.package === "Basic" || oa.package === "Standard") return -224;
  if (!resident) return -201;
  const magic = BEHAVIOURS[resident.magic];
  if (magic?.code && !(magic.once && triedOnce.has(resident))) {
    if (magic.once) triedOnce.add(resident);
    return magic.code;
  }
  if (resident.lastInteraction === 0) return -232;
  if (state.now() - resident.lastInteraction > 7 * DAY) return -230;
  return 0;
}

/** Puts an accepted message on the resident's phone and sets echo and receipts going. */
export function accept(
  state: SimState,
  sender: WebhookSender,
  oa: SimOa,
  resident: Resident,
  checked: Checked,
  typedBy = "",
): string {
  const { settings } = state;
  const id = newId();
  const at = state.now();
  const image = checked.imageId
    ? /^https?:/.test(checked.imageId)
      ? checked.imageId
      : `/media/${checked.imageId}`
    : "";
  resident.messages.push({
    id,
    from: "oa",
    at,
    text: checked.text,
    ...(image ? { image } : {}),
    ...(checked.fileToken ? { file: fileOf(state, checked.fileToken) } : {}),
    ...(checked.buttons.length > 0 ? { buttons: checked.buttons } : {}),
    ...(checked.elements.length > 0
      ? {
          elements: checked.elements.map((e) => ({
            title: String(e["title"] ?? ""),
            subtitle: String(e["subtitle"] ?? ""),
            image: String(e["image_url"] ?? ""),
          })),
        }
      : {}),
    ...(typedBy ? { typedBy } : {}),
  });
  if (resident.messages.length > 200) resident.messages.splice(0, 100);
  resident.accepted += 1;
  state.count("accepted");
  state.outbox.push({ oaId: oa.id, userId: resident.id, messageId: id, text: checked.text, at });
  if (state.outbox.length > settings.SIM_OUTBOX_MAX) state.outbox.splice(0, Math.ceil(settings.SIM_OUTBOX_MAX / 10));
  state.touch();
  const magic = BEHAVIOURS[resident.magic];
  const copies = magic?.copies ?? 1;
  const emit = (name: string, message: Record<string, unknown>, admin = ""): void => {
    const event = oaEvent(oa, resident, name, message, state.now(), admin);
    for (let n = 0; n < copies; n += 1) sender.emit(event);
  };
  const name = checked.fileToken
    ? "oa_send_file"
    : checked.imageId
      ? "oa_send_image"
      : checked.elements.length > 0
        ? "oa_send_list"
        : "oa_send_text";
  if (settings.SIM_ECHO === "on" || typedBy) emit(name, { text: checked.text, msg_id: id }, typedBy);
  if (settings.SIM_RECEIPTS === "on") sendReceipts(state, resident, id, emit);
  return id;
}

const fileOf = (state: SimState, token: string) => {
  const kept = state.readUpload(token);
  return { name: kept?.name ?? "", address: `/media/${token}`, bytes: kept?.bytes.length ?? 0 };
};

function sendReceipts(
  state: SimState,
  resident: Resident,
  id: string,
  emit: (name: string, message: Record<string, unknown>) => void,
): void {
  const { settings } = state;
  const magic = BEHAVIOURS[resident.magic];
  const find = () => resident.messages.find((message) => message.id === id);
  const received = (): void => {
    const message = find();
    if (message) message.received = true;
    emit("user_received_message", { msg_id: id });
  };
  const seen = (): void => {
    const message = find();
    if (message) message.seen = true;
    emit("user_seen_message", { msg_ids: [id] });
  };
  const opens = !magic?.neverSees && shareOf(resident.id) < settings.SIM_SEEN_SHARE;
  const [first, second] = magic?.outOfOrder ? [seen, received] : [received, opens ? seen : undefined];
  setTimeout(first, settings.SIM_RECEIVED_MS).unref();
  if (second) setTimeout(second, settings.SIM_SEEN_MS).unref();
}

/** A steady number in [0, 1) for a person, so that the same people open their messages every time. */
function shareOf(id: string): number {
  let hash = 7;
  for (const char of id) hash = (hash * 31 + char.charCodeAt(0)) % 1_000_003;
  return (hash % 1000) / 1000;
}
