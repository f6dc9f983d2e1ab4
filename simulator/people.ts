import type { Answer, Inner } from "./answer.ts";
import { no, ok } from "./replies.ts";
import type { SimOa, SimState, Resident } from "./state.ts";

export function listUsers({ state, oa, data }: Inner): Answer {
  const offset = Number(data["offset"] ?? 0);
  const count = Number(data["count"] ?? 0);
  if (count < 1 || count > 50 || offset < 0 || offset > 9951)
    return no(state.settings.SIM_LIST_TOO_FAR, "Parameter exceeds allowable limit");
  const chosen = usersFor(oa, state, data);
  return ok({
    total: chosen.length,
    count: Math.max(0, Math.min(count, chosen.length - offset)),
    offset,
    users: chosen.slice(offset, offset + count).map((r) => ({ user_id: r.id })),
  });
}

function usersFor(oa: SimOa, state: SimState, data: Record<string, unknown>): Resident[] {
  const period = periodOf(String(data["last_interaction_period"] ?? ""), state.now());
  const follower = data["is_follower"];
  const tag = data["tag_name"];
  return [...oa.residents.values()].filter(
    (r) =>
      (follower === undefined || String(r.follows) === String(follower)) &&
      (tag === undefined || r.tags.includes(String(tag))) &&
      (!period || (r.lastInteraction >= period[0] && r.lastInteraction < period[1])),
  );
}

/** `TODAY`, `YESTERDAY`, `L7D`, `L30D` or `YYYY_MM_DD:YYYY_MM_DD`, in Vietnamese days. */
function periodOf(text: string, now: number): [number, number] | undefined {
  if (!text) return undefined;
  const day = 86_400_000;
  const shift = 7 * 3_600_000;
  const today = Math.floor((now + shift) / day) * day - shift;
  if (text === "TODAY") return [today, today + day];
  if (text === "YESTERDAY") return [today - day, today];
  if (text === "L7D") return [today - 7 * day, today + day];
  if (text === "L30D") return [today - 30 * day, today + day];
  const match = /^(\d{4})_(\d{2})_(\d{2}):(\d{4})_(\d{2})_(\d{2})$/.exec(text);
  if (!match) return [0, 0];
  const [, y1, m1, d1, y2, m2, d2] = match.map(Number);
  return [Date.UTC(y1 ?? 0, (m1 ?? 1) - 1, d1) - shift, Date.UTC(y2 ?? 0, (m2 ?? 1) - 1, d2) - shift + day];
}

export function userDetail({ oa, data }: Inner): Answer {
  const r = oa.residents.get(String(data["user_id"] ?? ""));
  if (!r) return no(-201, "user_id is invalid!");
  const d = new Date(r.lastInteraction + 7 * 3_600_000);
  const two = (n: number): string => String(n).padStart(2, "0");
  return ok({
    user_id: r.id,
    user_id_by_app: r.byApp,
    user_external_id: "",
    display_name: r.name,
    user_alias: r.name,
    is_sensitive: false,
    user_last_interaction_date: r.lastInteraction
      ? `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}/${d.getUTCFullYear()}`
      : "",
    user_is_follower: r.follows,
    avatar: "",
    avatars: { "120": "", "240": "" },
    tags_and_notes_info: { notes: [], tag_names: r.tags },
    shared_info: { address: "", city: "", district: "", phone: 0, name: "" },
  });
}

export function tag({ oa, body }: Inner, add: boolean): Answer {
  const r = oa.residents.get(String(body["user_id"] ?? ""));
  const name = String(body["tag_name"] ?? "");
  if (!r) return no(-201, "user_id is invalid!");
  r.tags = r.tags.filter((t) => t !== name);
  if (add) r.tags.push(name);
  return ok({});
}
