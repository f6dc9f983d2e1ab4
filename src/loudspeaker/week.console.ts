import { toString as toSvg } from "qrcode";
import { z } from "zod";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatNumber } from "../kernel/dates.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { findUnit } from "../units/unit.store.ts";
import { inMinutes, judgeLength } from "../voice/length.ts";
import { findBook } from "../voice/voice.store.ts";
import { changeRule, importLog, planWeek, readyReadings, tickPlayed, type WeekDeps } from "./plan-week.ts";
import type { Slot } from "./slot.model.ts";
import { findRule, listSlots } from "./slot.store.ts";
import { asPlaylist, weekZip } from "./week-files.ts";
import { DAY_NAMES, hoursOf, nameOf, nextWeek, weekName, weekOf } from "./week-rules.ts";

const text = (most: number) => z.string().max(most).default("");
const asked = z.object({ tuan: text(20) });
const HOW = { tick: "Cán bộ ghi", log: "Theo nhật ký đài" } as const;

/** Loa tuần: the list of one week of a commune's loudspeaker, its files, and what was played. */
export function weekRoutes(deps: WeekDeps & { publicUrl: string }): ConsoleRoute[] {
  const home = (monday: Date, note: string) => redirect(`/console/loa-tuan?tuan=${dayKey(monday)}`, note);
  /** slots of a week whose file may still be played, and those to be chosen anew */
  const load = async ({ me, now }: RouteContext, typed: string) => {
    const monday = weekOf(typed, now);
    const [rule, slots, ready] = await Promise.all([
      findRule(me.scope.unit),
      listSlots(me.scope, monday, nextWeek(monday)),
      readyReadings(me.scope),
    ]);
    const good = (slot: Slot): boolean =>
      ready.some(({ _id, sound }) => String(_id) === slot.readingId && sound?.hash === slot.hash);
    return { monday, rule, slots, ready, good };
  };
  const headingOf = (monday: Date, place: string): string =>
    `Loa tuần ${weekName(monday)}${place === "" ? "" : `, ${place}`}`;

  const view = async (context: RouteContext, typed: string) => {
    const { me, now } = context;
    const { monday, rule, slots, ready, good } = await load(context, typed);
    const book = await findBook(me.scope.unit);
    const hours = hoursOf(rule, monday);
    const extra = slots.filter(({ at }) => !hours.some((hour) => hour.at.getTime() === at.getTime()));
    const rows = [...hours, ...extra.map(({ _id, at }) => ({ key: _id.slice(-16), at, name: nameOf(at) }))]
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .map(({ key, at, name }) => {
        const slot = slots.find((one) => one.at.getTime() === at.getTime());
        const length = slot ? judgeLength(slot.seconds, book.most) : undefined;
        return {
          key,
          name,
          id: slot?._id ?? "",
          title: slot?.title ?? "",
          about: slot ? `${inMinutes(slot.seconds)} · ${slot.label}` : "",
          warned: length && length.kind !== "good" ? length.words : "",
          stale: slot ? !good(slot) && !slot.played : false,
          played: slot?.played ? HOW[slot.played.how] : "",
          ticked: slot?.played?.how === "tick",
          due: slot ? at <= now : false,
          choices: ready.map((one) => ({
            value: String(one._id),
            name: `${one.title} · ${inMinutes(one.sound?.seconds ?? 0)}`,
            picked: String(one._id) === slot?.readingId,
          })),
        };
      });
    return page("loudspeaker/week", "Loa tuần", {
      tuan: dayKey(monday),
      week: weekName(monday),
      earlier: dayKey(nextWeek(monday, -1)),
      later: dayKey(nextWeek(monday)),
      place: rule.place,
      times: rule.times.join(", "),
      days: DAY_NAMES.map((name, n) => ({ value: String(n + 1), name, picked: rule.days.includes(n + 1) })),
      rows,
      filled: slots.length,
      ready: formatNumber(ready.length),
      hasReady: ready.length > 0,
      canEdit: me.permissions.includes("content.write"),
    });
  };
  return [
    route({
      method: "get",
      path: "/loa-tuan",
      may: "content.view",
      query: asked,
      handle: (context) => view(context, context.query.tuan),
    }),
    route({
      method: "post",
      path: "/loa-tuan/lich",
      may: "content.write",
      body: z.object({
        place: text(120),
        times: text(200),
        tuan: text(20),
        days: z
          .union([z.string(), z.array(z.string().max(1)).max(7)])
          .default([])
          .transform((value) => [value].flat()),
      }),
      async handle(context) {
        await changeRule(context.me.scope, context.body);
        await context.audit("loudspeaker-hours", context.body.times);
        return home(weekOf(context.body.tuan, context.now), "Đã lưu ngày, giờ phát.");
      },
    }),
    route({
      method: "post",
      path: "/loa-tuan/xep",
      may: "content.write",
      body: z.looseObject({ tuan: text(20) }),
      async handle(context) {
        const monday = weekOf(context.body.tuan, context.now);
        const body: Readonly<Record<string, unknown>> = context.body;
        const n = await planWeek(context.me.scope, monday, (key) => String(body[`slot.${key}`] ?? "").slice(0, 40));
        await context.audit("loudspeaker-planned", weekName(monday), { lượt: n });
        return home(monday, `Đã lưu danh sách tuần: ${n} lượt.`);
      },
    }),
    route({
      method: "post",
      path: "/loa-tuan/da-phat",
      may: "content.write",
      body: z.object({ slot: text(120), on: text(1), tuan: text(20) }),
      async handle(context) {
        const { slot, on, tuan } = context.body;
        await tickPlayed(deps, context.me.scope, slot, on === "1", byMe(context));
        await context.audit("loudspeaker-played", slot);
        return home(weekOf(tuan, context.now), on === "1" ? "Đã ghi lượt phát." : "Đã bỏ dấu đã phát.");
      },
    }),
    route({
      method: "post",
      path: "/loa-tuan/nhat-ky",
      may: "content.write",
      file: "file",
      body: asked,
      async handle(context) {
        if (!context.file) throw invalid({ file: "Chọn tệp nhật ký của đài (.xlsx hoặc .csv)" });
        const done = await importLog(deps, context.me.scope, context.file.bytes, byMe(context));
        await context.audit("loudspeaker-log", context.file.name, { lượt: done.noted });
        const known = done.known > 0 ? ` ${done.known} lượt đã ghi từ trước.` : "";
        const first = done.unread.slice(0, 10).join(", ");
        const left =
          done.unread.length > 0
            ? ` ${done.unread.length} dòng không khớp lượt nào trong danh sách: dòng ${first}.`
            : "";
        return home(weekOf(context.body.tuan, context.now), `Đã ghi ${done.noted} lượt phát.${known}${left}`);
      },
    }),
    ...(["tuan.zip", "tuan.m3u8"] as const).map((name) =>
      route({
        method: "get",
        path: `/loa-tuan/${name}`,
        may: "content.view",
        query: asked,
        async handle(context) {
          const { monday, rule, slots, good } = await load(context, context.query.tuan);
          const fit = slots.filter(good);
          if (fit.length === 0) throw conflict("Tuần này chưa có bài nào phát được. Chọn bài cho từng giờ trước.");
          const file = `loa-tuan-${dayKey(monday)}`;
          if (name === "tuan.m3u8")
            return { kind: "file", name: `${file}.m3u8`, type: "audio/mpegurl", body: Buffer.from(asPlaylist(fit)) };
          const body = await weekZip(headingOf(monday, rule.place), fit, context.now);
          return { kind: "file", name: `${file}.zip`, type: "application/zip", body };
        },
      }),
    ),
    route({
      method: "get",
      path: "/loa-tuan/in",
      may: "content.view",
      query: asked,
      async handle(context) {
        const { monday, rule, slots, good } = await load(context, context.query.tuan);
        const rows = slots.filter(good).map(async ({ at, title, seconds, label, readingId }) => {
          const url = `${deps.publicUrl}/cong-khai/ban-doc/${readingId}`;
          const svg = await toSvg(url, { type: "svg", margin: 2, errorCorrectionLevel: "M" });
          const picture = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
          return { name: nameOf(at), at, title, about: `${inMinutes(seconds)} · ${label}`, url, picture };
        });
        return page("loudspeaker/print", headingOf(monday, rule.place), {
          heading: headingOf(monday, rule.place),
          office: (await findUnit(context.me.scope.unit))?.office ?? "",
          tuan: dayKey(monday),
          rows: await Promise.all(rows),
        });
      },
    }),
  ];
}
