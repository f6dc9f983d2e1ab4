import { z } from "zod";
import { startOfDay } from "../../src/kernel/dates.ts";
import { addRating, noteNotice } from "../../src/zalo/notice.store.ts";
import type { EventHandler } from "./event-handler.ts";

/** Numbers come as numbers or as text (zalo/webhook.md §4.10). */
const word = z.union([z.string(), z.number()]).transform(String).catch("");
const templateSchema = z.looseObject({
  template_id: word,
  status: z.looseObject({ prev_status: word, new_status: word }).catch({ prev_status: "", new_status: "" }),
  reason: word,
});
const quotaSchema = z.looseObject({
  quota: z.looseObject({ prev_value: word, new_value: word }).catch({ prev_value: "", new_value: "" }),
});
const rateSchema = z.looseObject({ message: z.looseObject({ rate: z.coerce.number().int().min(1).max(5) }) });
const MOST = 300;

/** A template was passed, refused or taken back. */
export const templateChanged: EventHandler = async (_deps, event, { oaId, at }) => {
  const { template_id: about, status, reason } = templateSchema.parse(event);
  if (about === "" || status.new_status === "") return;
  await noteNotice({
    oaId,
    kind: "template",
    about: about.slice(0, MOST),
    value: status.new_status.slice(0, MOST),
    before: status.prev_status.slice(0, MOST),
    reason: reason.slice(0, MOST),
    at,
  });
};

/** How many messages a day the OA may send from now on. */
export const quotaChanged: EventHandler = async (_deps, event, { oaId, at }) => {
  const { prev_value: before, new_value: value } = quotaSchema.parse(event).quota;
  if (value !== "") await noteNotice({ oaId, kind: "daily-quota", about: "", value, before, reason: "", at });
};

/** Stars and day are kept; words that came with them are not: they may name whom nobody asked. */
export const rated: EventHandler = async (_deps, event, { oaId, at, eventKey }) => {
  const given = rateSchema.safeParse(event);
  if (given.success) await addRating({ _id: eventKey, oaId, rate: given.data.message.rate, at: startOfDay(at) });
};
