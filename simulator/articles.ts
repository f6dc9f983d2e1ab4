import type { Answer, Inner } from "./answer.ts";
import { no, ok } from "./replies.ts";
import type { Checked } from "./check-message.ts";
import { isNight, accept } from "./send.ts";
import { type SimOa, newId } from "./state.ts";

/** Openings of an article: residents who saw the message that carried it. */
export const viewsOf = (oa: SimOa, title: string): number =>
  [...oa.residents.values()].filter((resident) =>
    resident.messages.some((message) => message.seen && message.elements?.some((element) => element.title === title)),
  ).length;

/** Articles to every follower: 06:00–21:59, 1–5 articles, a monthly cap (OpenAPI sheet §2.6, §6.3). */
export function broadcast({ state, sender, oa }: Inner, checked: Checked): Answer {
  if (checked.articles.length === 0 || checked.articles.length > 5) return no(-201, "elements is invalid!");
  if (checked.articles.some((id) => !oa.articles.has(id))) return no(-201, "attachment_id is invalid!");
  if (isNight(state.now())) return no(-234, "This message cannot be sent at night (10:00PM - 6:00AM)");
  const month = new Date(state.now()).toISOString().slice(0, 7);
  const used = oa.broadcasts.filter((b) => new Date(b.at).toISOString().startsWith(month)).length;
  if (used >= state.settings.SIM_BROADCASTS_A_MONTH) return no(-211, "Out of quota");
  const followers = [...oa.residents.values()].filter((resident) => resident.follows);
  const elements = checked.articles.map((id) => ({
    title: oa.articles.get(id)?.title ?? "",
    subtitle: "",
    image_url: "",
  }));
  for (const resident of followers) accept(state, sender, oa, resident, { ...checked, text: "", elements });
  const id = newId();
  oa.broadcasts.push({ id, at: state.now(), articles: checked.articles, reached: followers.length });
  return ok({ message_id: id });
}

export function createArticle({ state, oa, body }: Inner): Answer {
  const long = (key: string, max: number): boolean => [...String(body[key] ?? "")].length > max;
  if (body["type"] !== "normal" && body["type"] !== "video")
    return no(-201, "type accept only 2 value normal and video.");
  if (!body["title"] || long("title", 150)) return no(-201, "title is invalid!");
  if (long("author", 50)) return no(-201, "author is invalid!");
  if (long("description", 300)) return no(-201, "description is invalid!");
  const cover = body["cover"] as Record<string, unknown> | undefined;
  if (!cover?.["photo_url"] || cover["status"] !== "show") return no(-201, "create media fail");
  const id = String(body["id"] ?? newId());
  const token = newId();
  oa.articles.set(id, {
    id,
    token,
    title: String(body["title"]),
    readyAt: state.now() + state.settings.SIM_ARTICLE_MS,
    body: body["body"],
    createdAt: state.now(),
  });
  state.touch();
  return ok({ token });
}

export function verifyArticle({ state, oa, body }: Inner): Answer {
  const article = [...oa.articles.values()].find((a) => a.token === body["token"]);
  if (!article) return no(-201, "token is invalid!");
  return article.readyAt > state.now() ? no(-214, "Article is being processed") : ok({ id: article.id });
}
