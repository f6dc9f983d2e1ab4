import { BEHAVIOURS } from "./behaviours.ts";
import { checkMessage } from "./check-message.ts";
import { miniToken } from "./graph.ts";
import { type Call, json, parse } from "./http.ts";
import { accept } from "./send.ts";
import { newId, type PackageName, type Resident, type SimOa, type SimState } from "./state.ts";
import { followEvent, userEvent, type EventBody, type WebhookSender } from "./webhooks.ts";

/**
 * The simulator's own handles (`/sim/*`): what tests, the launcher and the phone page use. The product never
 * calls them.
 */
export async function control(state: SimState, sender: WebhookSender, call: Call): Promise<void> {
  const body = parse(call.body);
  const answer = (value: unknown): void => json(call.response, value);
  const missing = (): void => json(call.response, { error: "no such OA or resident" }, {}, 404);
  const oa = state.oas.get(String(body["oa"] ?? call.query.get("oa") ?? ""));
  const resident = oa?.residents.get(String(body["user"] ?? call.query.get("user") ?? ""));
  switch (`${call.method} ${call.path}`) {
    case "GET /sim/health":
      return answer({ ok: true, oas: state.oas.size });
    case "GET /sim/state":
      return answer({
        counters: state.counters,
        webhook: state.webhook,
        oas: [...state.oas.values()].map((o) => ({
          id: o.id,
          name: o.name,
          package: o.package,
          type: o.type,
          residents: o.residents.size,
        })),
      });
    case "POST /sim/oas": {
      state.addOa({
        id: String(body["id"]),
        name: String(body["name"]),
        type: Number(body["type"] ?? 2) as 2 | 4,
        package: (body["package"] ?? "Growth") as PackageName,
      });
      return answer({ ok: true });
    }
    case "POST /sim/residents":
      return oa ? answer(addResidents(state, oa, body)) : missing();
    case "GET /sim/residents":
      return oa ? answer(listResidents(oa, call.query.get("find") ?? "")) : missing();
    case "POST /sim/tokens":
      return oa ? answer(state.issueTokens(oa.id, Number(body["life"] ?? 90_000))) : missing();
    case "POST /sim/mini-token":
      return oa && resident ? answer({ token: miniToken(oa, resident), byApp: resident.byApp }) : missing();
    case "POST /sim/expire-tokens":
      for (const row of state.access.values()) row.accessExpires = 0;
      return answer({ ok: true });
    case "POST /sim/say":
      return oa && resident ? answer(say(state, sender, oa, resident, body)) : missing();
    case "POST /sim/photo":
      return oa && resident ? answer(photo(state, sender, oa, resident, body)) : missing();
    case "POST /sim/follow":
    case "POST /sim/unfollow":
      return oa && resident ? answer(follow(state, sender, oa, resident, call.path.endsWith("/follow"))) : missing();
    case "POST /sim/officer": {
      if (!oa || !resident) return missing();
      const checked = checkMessage({ text: body["text"] }, -210);
      return answer({ id: accept(state, sender, oa, resident, checked, String(body["admin"] ?? "7755")) });
    }
    case "POST /sim/emit":
      sender.emit(body["event"] as EventBody, (body["mode"] ?? "") as "");
      return answer({ ok: true });
    case "POST /sim/register":
      return answer({ ok: await sender.register(String(body["url"])) });
    case "POST /sim/webhook-on":
      state.webhook.disabled = false;
      return answer({ ok: true });
    case "POST /sim/clock":
      state.skewMs = Number(body["skewMs"] ?? 0);
      return answer({ ok: true });
    case "POST /sim/age": {
      if (!oa || !resident) return missing();
      resident.lastInteraction = state.now() - Number(body["ms"] ?? 0);
      return answer({ ok: true });
    }
    case "POST /sim/settings":
      Object.assign(state.settings, body);
      return answer({ ok: true });
    case "GET /sim/messages":
      return resident
        ? answer({ follows: resident.follows, name: resident.name, messages: resident.messages })
        : missing();
    case "GET /sim/outbox":
      return answer({
        total: state.outbox.length,
        messages: state.outbox.filter((m) => !oa || m.oaId === oa.id).slice(-Number(call.query.get("last") ?? 100)),
      });
    case "GET /sim/accepted":
      return oa
        ? answer(
            Object.fromEntries([...oa.residents.values()].filter((r) => r.accepted > 0).map((r) => [r.id, r.accepted])),
          )
        : missing();
    default:
      return json(call.response, { error: "no such handle" }, {}, 404);
  }
}

/** Adds `count` residents named after `name`, ids from `firstId` on; `within` spreads their last interaction over so many days. */
function addResidents(state: SimState, oa: SimOa, body: Record<string, unknown>): { added: number } {
  const count = Number(body["count"] ?? 1);
  const first = BigInt(String(body["firstId"] ?? "2468458835291900000"));
  const within = Number(body["within"] ?? 0) * 86_400_000;
  for (let n = 0; n < count; n += 1) {
    const id = String(body["id"] ?? first + BigInt(n));
    const number = String(Number(body["from"] ?? 1) + n).padStart(4, "0");
    state.addResident(oa, {
      id,
      name: count === 1 && body["name"] ? String(body["name"]) : `Người dân mẫu ${number}`,
      follows: body["follows"] !== false,
      magic: String(body["magic"] ?? ""),
      lastInteraction: body["never"] === true ? 0 : state.now() - Math.floor((within * n) / Math.max(1, count)),
    });
  }
  return { added: count };
}

const listResidents = (oa: SimOa, find: string): unknown =>
  [...oa.residents.values()]
    .filter((r) => find === "" || r.name.includes(find) || r.magic.includes(find) || r.id.includes(find))
    .toSorted((a, b) => (b.messages.at(-1)?.at ?? 0) - (a.messages.at(-1)?.at ?? 0) || b.magic.localeCompare(a.magic))
    .slice(0, 40)
    .map((r) => ({
      id: r.id,
      name: r.name,
      follows: r.follows,
      magic: r.magic,
      doc: BEHAVIOURS[r.magic]?.doc ?? "",
      last: r.messages.at(-1)?.text ?? "",
    }));

function emitCopies(sender: WebhookSender, resident: Resident, event: EventBody): void {
  const copies = BEHAVIOURS[resident.magic]?.copies ?? 1;
  for (let n = 0; n < copies; n += 1) sender.emit(event);
}

function say(
  state: SimState,
  sender: WebhookSender,
  oa: SimOa,
  resident: Resident,
  body: Record<string, unknown>,
): { id: string } {
  const id = newId();
  const at = Number(body["at"] ?? state.now());
  const text = String(body["text"] ?? "");
  resident.lastInteraction = state.now();
  if (body["hidden"] !== true) resident.messages.push({ id, from: "user", at, text });
  emitCopies(sender, resident, userEvent(oa, resident, "user_send_text", { msg_id: id, text }, at));
  state.touch();
  return { id };
}

function photo(
  state: SimState,
  sender: WebhookSender,
  oa: SimOa,
  resident: Resident,
  body: Record<string, unknown>,
): { id: string } {
  const id = newId();
  const type = String(body["type"] ?? "image/jpeg");
  const media = state.keepUpload("image", type, Buffer.from(String(body["base64"] ?? ""), "base64"));
  const url = `${state.settings.SIM_PUBLIC_URL}/media/${media}`;
  resident.lastInteraction = state.now();
  resident.messages.push({ id, from: "user", at: state.now(), text: "", image: `/media/${media}` });
  const message = { msg_id: id, text: "", attachments: [{ type: "image", payload: { thumbnail: url, url } }] };
  emitCopies(sender, resident, userEvent(oa, resident, "user_send_image", message, state.now()));
  state.touch();
  return { id };
}

function follow(
  state: SimState,
  sender: WebhookSender,
  oa: SimOa,
  resident: Resident,
  follows: boolean,
): { ok: boolean } {
  resident.follows = follows;
  if (follows) resident.lastInteraction = state.now();
  emitCopies(sender, resident, followEvent(oa, resident, follows, state.now()));
  state.touch();
  return { ok: true };
}
