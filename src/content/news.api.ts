import { z } from "zod";
import { type ApiRoute, apiRoute } from "../kernel/api-route.ts";
import { notFound } from "../kernel/errors.ts";
import { ownOf } from "../kernel/scope.ts";
import { byVietnamese } from "../kernel/vietnamese.ts";
import { scopeOf } from "../units/scope-of.ts";
import { findUnit, findUnits, isInForce, listUnits } from "../units/unit.store.ts";
import { findOaOfUnit, listOas } from "../zalo/oa.store.ts";
import { listShown } from "./item.store.ts";
import { publishPictures } from "./publish-pictures.store.ts";
import { KIND_RULES, liveWord } from "./kinds.ts";

const unitCard = z.object({
  code: z.string(),
  name: z.string(),
  office: z.string(),
  province: z.string(),
  oaId: z.string(),
  topics: z.array(z.object({ key: z.string(), name: z.string() })),
  contact: z.object({ address: z.string(), hours: z.string(), phone: z.string(), dutyPhone: z.string() }),
  /** units that came whole to this one: a phone that remembers one of them is told what it is now */
  formerly: z.array(z.object({ code: z.string(), name: z.string() })).optional(),
});
export type UnitCard = z.infer<typeof unitCard>;

const newsItem = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  text: z.string(),
  source: z.string(),
  office: z.string(),
  at: z.string(),
  picture: z.object({ url: z.string(), alt: z.string() }).nullable(),
  media: z.object({ url: z.string(), seconds: z.number(), transcript: z.string() }).nullable(),
  live: z.string(),
});
export type NewsItem = z.infer<typeof newsItem>;

/** What a commune is and what it tells: open to everybody. */
export const newsApi = (): ApiRoute[] => [
  apiRoute({
    method: "get",
    path: "/units",
    auth: "anyone",
    summary: "Units whose OA is connected, by name.",
    answer: z.object({ units: z.array(z.object({ code: z.string(), name: z.string() })) }),
    async handle({ now }) {
      const connected = new Set((await listOas()).map((oa) => oa.unitCode));
      const units = (await listUnits()).filter((unit) => connected.has(unit._id) && isInForce(unit, now));
      return {
        units: units.map(({ _id: code, name }) => ({ code, name })).toSorted((a, b) => byVietnamese(a.name, b.name)),
      };
    },
  }),
  apiRoute({
    method: "get",
    path: "/units/:unit",
    auth: "anyone",
    summary: "A unit: its names, topics, contact and OA.",
    answer: unitCard,
    async handle({ params, now }) {
      const unit = await findUnit(params["unit"] ?? "");
      if (!unit || !isInForce(unit, now)) throw notFound("đơn vị này");
      const { _id: code, name, office, province, topics, contact } = unit;
      const oa = await findOaOfUnit(code);
      const came = await findUnits(unit.held.filter(({ from }) => from <= now).map((one) => one.code));
      const formerly = came.map((one) => ({ code: one._id, name: one.name }));
      return {
        code,
        name,
        office,
        province,
        topics,
        contact,
        oaId: oa?._id ?? "",
        ...(came.length > 0 ? { formerly } : {}),
      };
    },
  }),
  apiRoute({
    method: "get",
    path: "/units/:unit/news",
    auth: "anyone",
    summary: "Approved items of a unit, newest first, with audio and its transcript.",
    answer: z.object({ items: z.array(newsItem) }),
    async handle({ params, now }) {
      const unit = await findUnit(params["unit"] ?? "");
      if (!unit) throw notFound("đơn vị này");
      const scope = await scopeOf({ unitCode: unit._id }, now);
      const items = await listShown(scope, now, 30);
      const offices = new Map((await findUnits(ownOf(scope))).map((one) => [one._id, one.office]));
      await publishPictures(
        ownOf(scope),
        items.flatMap((item) => (item.pictureId ? [item.pictureId] : [])),
      );
      return {
        items: items.map((item) => ({
          id: String(item._id),
          kind: KIND_RULES[item.kind].name,
          title: item.title,
          text: item.text,
          source: item.source,
          office: offices.get(item.unitCode) ?? unit.office,
          at: (item.approval?.at ?? item.updatedAt).toISOString(),
          picture: item.pictureId ? { url: `/cong-khai/anh/${item.pictureId}`, alt: item.pictureAlt } : null,
          media: item.details.mediaUrl
            ? { url: item.details.mediaUrl, seconds: item.details.mediaSeconds, transcript: item.details.transcript }
            : null,
          live: liveWord(item.kind, item.details, now) ?? "",
        })),
      };
    },
  }),
];
