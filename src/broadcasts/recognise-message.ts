import { days } from "../kernel/clock.ts";
import { publicPage, type PublicPage } from "../kernel/public-page.ts";
import { notFound } from "../kernel/errors.ts";
import { fold } from "../kernel/vietnamese.ts";
import type { Whose } from "../kernel/scope.ts";
import { scopeOf } from "../units/scope-of.ts";
import { findUnit } from "../units/unit.store.ts";
import { listSentContents } from "./broadcast-times.store.ts";

/** Days back in which a message is looked for. */
const BACK_DAYS = 180;
/** Shorter pieces could be of anything. */
const LEAST_WORDS = 6;

/** Whether a piece of text stands, word for word, in something this unit sent; says when. */
async function recogniseMessage(whose: Whose, text: string, now: Date): Promise<Date | undefined> {
  const wanted = fold(text);
  if (wanted.split(" ").length < LEAST_WORDS) return undefined;
  for (const { sentAt, messages } of await listSentContents(whose, new Date(now.getTime() - days(BACK_DAYS))))
    if (messages.some((message) => ` ${fold(message)} `.includes(` ${wanted} `))) return sentAt;
  return undefined;
}

/** "Đây có phải tin của xã?": paste what came, see whether the commune sent it (domain.md §5-23). */
export const recognisePages = (): PublicPage[] => [
  publicPage({
    path: "/tin-that/:unit",
    async handle({ params }) {
      const unit = await findUnit(params["unit"] ?? "");
      if (!unit) throw notFound("đơn vị này");
      const data = { office: unit.office, unit: unit._id, phone: unit.contact.phone, asked: false };
      return { kind: "page", view: "broadcasts/recognise", title: "Đây có phải tin của xã?", data };
    },
  }),
  publicPage({
    method: "post",
    path: "/tin-that/:unit",
    async handle({ params, body, now }) {
      const unit = await findUnit(params["unit"] ?? "");
      if (!unit) throw notFound("đơn vị này");
      const text = (body["text"] ?? "").slice(0, 4000);
      const sentAt = await recogniseMessage(await scopeOf({ unitCode: unit._id }, now), text, now);
      const short = fold(text).split(" ").length < LEAST_WORDS;
      const data = { office: unit.office, unit: unit._id, phone: unit.contact.phone, asked: true, sentAt, short, text };
      return { kind: "page", view: "broadcasts/recognise", title: "Đây có phải tin của xã?", data };
    },
  }),
];
