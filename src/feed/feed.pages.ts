import { z } from "zod";
import type { Item } from "../content/item.model.ts";
import { findForAll } from "../content/item.store.ts";
import { startOfDay } from "../kernel/dates.ts";
import { notFound } from "../kernel/errors.ts";
import { publicPage, type PublicPage, type PublicResult } from "../kernel/public-page.ts";
import { byVietnamese } from "../kernel/vietnamese.ts";
import { isDepartment } from "../units/kinds.ts";
import { historyOf } from "../units/lines.ts";
import { scopeOf } from "../units/scope-of.ts";
import type { Unit } from "../units/unit.model.ts";
import { findUnit, isInForce, listUnits } from "../units/unit.store.ts";
import { urnOf } from "./feed-id.ts";
import { publicDays } from "./public-days.ts";
import { asEntries, type FeedEntry, readFeed, showPictures } from "./read-feed.ts";
import { listNotices } from "./notice.store.ts";
import { asCalendar } from "./write-calendar.ts";
import { asAtom, asJsonFeed, asRss, type Feed } from "./write-feed.ts";

const PER_PAGE = 20;
const A_MINUTE = 60;
const PRESS = "Thông cáo báo chí";

async function unitOf(code: string): Promise<Unit> {
  const unit = await findUnit(code);
  if (!unit) throw notFound("đơn vị này");
  return unit;
}

/** What anybody reads without following, log-in or cookie: items, press releases, feeds, days, standing notices. */
export function feedPages({ publicUrl }: { publicUrl: string }): PublicPage[] {
  const homeOf = (unit: Pick<Unit, "_id">): string => `${publicUrl}/cong-khai/bang-tin/${unit._id}`;
  const entriesOf = async ({ _id }: Unit, now: Date): Promise<FeedEntry[]> =>
    readFeed(await scopeOf({ unitCode: _id }, now), publicUrl, now);
  const feedOf = async (code: string, file: string, now: Date): Promise<Feed> => {
    const unit = await unitOf(code);
    return {
      id: urnOf("feed", unit._id),
      title: `Bảng tin ${unit.name}`,
      office: unit.office,
      home: homeOf(unit),
      self: `${homeOf(unit)}/${file}`,
      entries: await entriesOf(unit, now),
      now: startOfDay(now),
    };
  };
  const asFile = (type: string, text: string): PublicResult => ({
    kind: "file",
    type: `${type}; charset=utf-8`,
    body: Buffer.from(text),
    seconds: A_MINUTE,
  });
  const itemPage = async (item: Item, now: Date): Promise<PublicResult> => {
    await showPictures(await scopeOf(item, now), [item]);
    const [entry] = await asEntries([item], publicUrl, now);
    const unit = await findUnit(item.unitCode);
    if (!entry) throw notFound("tin này");
    const wrong = item.details.corrects ? await findForAll(item.details.corrects, now) : null;
    return {
      kind: "page",
      view: "feed/item",
      title: entry.title,
      // gone for good, and said so: a reader that kept the address learns it, too
      status: entry.withdrawn ? 410 : 200,
      data: {
        office: entry.office,
        entry,
        unit: item.unitCode,
        history: unit ? await historyOf(unit, now) : "",
        wrong: wrong?.state === "approved" ? { title: wrong.title, url: `/cong-khai/tin/${String(wrong._id)}` } : null,
      },
    };
  };
  return [
    publicPage({
      path: "/",
      async handle({ now }) {
        const units = (await listUnits()).filter((unit) => isInForce(unit, now));
        const rows = units
          .toSorted((a, b) => Number(isDepartment(b)) - Number(isDepartment(a)) || byVietnamese(a.name, b.name))
          .map(({ _id, name }) => ({ code: _id, name }));
        return { kind: "page", view: "feed/index", title: "Trang công khai", data: { office: "Loa Số", rows } };
      },
    }),
    publicPage({
      path: "/bang-tin/:unit",
      query: z.object({
        trang: z.coerce.number().int().min(1).max(100).default(1),
        loai: z.enum(["", "thong-cao"]).default(""),
      }),
      async handle({ params, query, now }) {
        const unit = await unitOf(params["unit"] ?? "");
        const press = query.loai === "thong-cao";
        const all = (await entriesOf(unit, now)).filter(({ kind }) => !press || kind === PRESS);
        const pages = Math.max(1, Math.ceil(all.length / PER_PAGE));
        const at = Math.min(query.trang, pages);
        return {
          kind: "page",
          view: "feed/list",
          title: press ? `${PRESS}: ${unit.name}` : `Bảng tin ${unit.name}`,
          data: {
            office: unit.office,
            unit: unit._id,
            press,
            history: await historyOf(unit, now),
            rows: all.slice((at - 1) * PER_PAGE, at * PER_PAGE),
            notices: (await listNotices([unit._id])).map(({ kind, title }) => ({ kind, title })),
            contact: unit.contact,
            previous: at > 1 ? at - 1 : 0,
            next: at < pages ? at + 1 : 0,
            page: at,
            pages,
          },
        };
      },
    }),
    publicPage({
      path: "/bang-tin/:unit/atom.xml",
      leadsOn: "to-one",
      handle: async ({ params, now }) =>
        asFile("application/atom+xml", asAtom(await feedOf(params["unit"] ?? "", "atom.xml", now))),
    }),
    publicPage({
      path: "/bang-tin/:unit/rss.xml",
      leadsOn: "to-one",
      handle: async ({ params, now }) =>
        asFile("application/rss+xml", asRss(await feedOf(params["unit"] ?? "", "rss.xml", now))),
    }),
    publicPage({
      path: "/bang-tin/:unit/feed.json",
      leadsOn: "to-one",
      handle: async ({ params, now }) =>
        asFile(
          "application/feed+json",
          JSON.stringify(asJsonFeed(await feedOf(params["unit"] ?? "", "feed.json", now))),
        ),
    }),
    publicPage({
      path: "/bang-tin/:unit/lich.ics",
      leadsOn: "to-one",
      async handle({ params, now }) {
        const unit = await unitOf(params["unit"] ?? "");
        const days = await publicDays(await scopeOf({ unitCode: unit._id }, now), publicUrl, now);
        // the same words all day: whoever asks with If-None-Match is told so
        return asFile("text/calendar", asCalendar(`Lịch công khai ${unit.name}`, days, startOfDay(now)));
      },
    }),
    publicPage({
      path: "/tin/:id",
      async handle({ params, now }) {
        const item = await findForAll(params["id"] ?? "", now);
        if (!item) throw notFound("tin này");
        return itemPage(item, now);
      },
    }),
    publicPage({
      path: "/trang/:kind/:unit",
      async handle({ params }) {
        const unit = await unitOf(params["unit"] ?? "");
        const notice = (await listNotices([unit._id])).find(({ kind }) => kind === params["kind"]);
        if (!notice) throw notFound("trang này");
        return {
          kind: "page",
          view: "feed/notice",
          title: notice.title,
          data: { office: unit.office, unit: unit._id, notice },
        };
      },
    }),
  ];
}
