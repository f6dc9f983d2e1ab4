import { attach } from "./attach.ts";
import { BEHAVIOURS } from "./behaviours.ts";
import { checkMessage } from "./check-message.ts";
import { miniToken } from "./graph.ts";
import { type Call, json, parse } from "./http.ts";
import { accept } from "./send.ts";
import { newId, type PackageName, type Resident, type SimOa, type SimState } from "./state.ts";
import { followEvent, userEvent, type EventBody, type WebhookSender } from "./webhooks.ts";

type Body = Record<string, unknown>;

/** What a handle is asked with; `oa` and `resident` are those that its body or its address names. */
interface Asked {
  state: SimState;
  sender: WebhookSender;
  call: Call;
  body: Body;
  oa: SimOa | undefined;
  resident: Resident | undefined;
}
type Handle = (asked: Asked) => unknown;

/** A handle that needs an OA, or a resident of one, answers 404 without. */
const ofOa =
  (handle: (oa: SimOa, asked: Asked) => unknown): Handle =>
  (asked) =>
    asked.oa ? handle(asked.oa, asked) : undefined;
const ofResident = (handle: (oa: SimOa, resident: Resident, asked: Asked) => unknown): Handle =>
  ofOa((oa, asked) => (asked.resident ? handle(oa, asked.resident, asked) : undefined));
const done =
  (work: (asked: Asked) => void): Handle =>
  (asked) => {
    work(asked);
    return { ok: true };
  };

const HANDLES: ReadonlyMap<string, Handle> = new Map(
  Object.entries<Handle>({
    "GET /sim/health": ({ state }) => ({ ok: true, oas: state.oas.size }),
    "GET /sim/state": ({ state }) => describe(state),
    "POST /sim/oas": done(addOa),
    "POST /sim/residents": ofOa((oa, { state, body }) => addResidents(state, oa, body)),
    "GET /sim/residents": ofOa((oa, { call }) => listResidents(oa, call.query.get("find") ?? "")),
    "POST /sim/tokens": ofOa((oa, { state, body }) => state.issueTokens(oa.id, Number(body["life"] ?? 90_000))),
    "POST /sim/mini-token": ofResident((oa, resident) => ({ token: miniToken(oa, resident), byApp: resident.byApp })),
    "POST /sim/expire-tokens": done(({ state }) => {
      for (const row of state.access.values()) row.accessExpires = 0;
    }),
    "POST /sim/say": ofResident((oa, resident, { state, sender, body }) => say(state, sender, oa, resident, body)),
    "POST /sim/photo": ofResident((oa, resident, { state, sender, body }) => photo(state, sender, oa, resident, body)),
    "POST /sim/attach": ofResident((oa, resident, { state, sender, body }) =>
      attach(state, (event) => emitCopies(sender, resident, event), oa, resident, body),
    ),
    "POST /sim/follow": ofResident((oa, resident, { state, sender }) => follow(state, sender, oa, resident, true)),
    "POST /sim/unfollow": ofResident((oa, resident, { state, sender }) => follow(state, sender, oa, resident, false)),
    "POST /sim/officer": ofResident((oa, resident, { state, sender, body }) => {
      const checked = checkMessage({ text: body["text"] }, -210);
      return { id: accept(state, sender, oa, resident, checked, String(body["admin"] ?? "7755")) };
    }),
    "POST /sim/emit": done(({ sender, body }) => sender.emit(body["event"] as EventBody, (body["mode"] ?? "") as "")),
    "POST /sim/register": async ({ sender, body }) => ({ ok: await sender.register(String(body["url"])) }),
    "POST /sim/webhook-on": done(({ state }) => {
      state.webhook.disabled = false;
    }),
    "POST /sim/clock": done(({ state, body }) => {
      state.skewMs = Number(body["skewMs"] ?? 0);
    }),
    "POST /sim/age": ofResident((_oa, resident, { state, body }) => {
      resident.lastInteraction = state.now() - Number(body["ms"] ?? 0);
      return { ok: true };
    }),
    "POST /sim/settings": done(({ state, body }) => Object.assign(state.settings, body)),
    "GET /sim/messages": ofResident((_oa, { follows, name, messages }) => ({ follows, name, messages })),
    "GET /sim/outbox": ({ state, oa, call }) => ({
      total: state.outbox.length,
      messages: state.outbox.filter((m) => !oa || m.oaId === oa.id).slice(-Number(call.query.get("last") ?? 100)),
    }),
    "GET /sim/accepted": ofOa((oa) =>
      Object.fromEntries([...oa.residents.values()].filter((r) => r.accepted > 0).map((r) => [r.id, r.accepted])),
    ),
  }),
);

/**
 * The simulator's own handles (`/sim/*`): what tests, the launcher and the phone page use. Of the product
 * only a house to practise in calls them (`src/practice/phone.ts`).
 */
export async function control(state: SimState, sender: WebhookSender, call: Call): Promise<void> {
  const handle = HANDLES.get(`${call.method} ${call.path}`);
  if (!handle) return json(call.response, { error: "no such handle" }, {}, 404);
  const body = parse(call.body);
  const oa = state.oas.get(String(body["oa"] ?? call.query.get("oa") ?? ""));
  const resident = oa?.residents.get(String(body["user"] ?? call.query.get("user") ?? ""));
  const answer = await handle({ state, sender, call, body, oa, resident });
  if (answer === undefined) return json(call.response, { error: "no such OA or resident" }, {}, 404);
  json(call.response, answer);
}

const describe = (state: SimState): unknown => ({
  counters: state.counters,
  webhook: state.webhook,
  oas: [...state.oas.values()].map((oa) => ({
    id: oa.id,
    name: oa.name,
    package: oa.package,
    type: oa.type,
    residents: oa.residents.size,
  })),
});

function addOa({ state, body }: Asked): void {
  state.addOa({
    id: String(body["id"]),
    name: String(body["name"]),
    type: Number(body["type"] ?? 2) as 2 | 4,
    package: (body["package"] ?? "Growth") as PackageName,
  });
}

/** Adds `count` residents named after `name`, ids from `firstId` on; `within` spreads their last interaction over so many days. */
function addResidents(state: SimState, oa: SimOa, body: Body): { added: number } {
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

function say(state: SimState, sender: WebhookSender, oa: SimOa, resident: Resident, body: Body): { id: string } {
  const id = newId();
  const at = Number(body["at"] ?? state.now());
  const text = String(body["text"] ?? "");
  resident.lastInteraction = state.now();
  if (body["hidden"] !== true) resident.messages.push({ id, from: "user", at, text });
  emitCopies(sender, resident, userEvent(oa, resident, "user_send_text", { msg_id: id, text }, at));
  state.touch();
  return { id };
}

function photo(state: SimState, sender: WebhookSender, oa: SimOa, resident: Resident, body: Body): { id: string } {
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
