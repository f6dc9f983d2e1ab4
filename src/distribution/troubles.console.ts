import { z } from "zod";
import { type Clock, days } from "../kernel/clock.ts";
import { byMe, type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import { codeOf } from "../kernel/scope.ts";
import { findUnits } from "../units/unit.store.ts";
import { unitsBelow } from "./push-package.ts";
import { answerTimes, answerTrouble, helpUnit, tellTrouble, waitOf } from "./tell-trouble.ts";
import type { Trouble } from "./trouble.model.ts";
import { noteRead, troublesFor, troublesOf } from "./trouble.store.ts";

const SPAN_DAYS = 90;
export const presentTrouble = (trouble: Trouble, now: Date) => ({
  id: trouble._id,
  about: trouble.about,
  text: trouble.text,
  by: trouble.by.name,
  at: trouble.at,
  wait: waitOf(trouble, now),
  answer: trouble.answer?.text ?? "",
  answeredBy: trouble.answer?.by.name ?? "",
  answeredAt: trouble.answer?.at ?? null,
});

/** Vướng mắc: a commune tells, its department answers, both see how long it took. */
export function troublesRoutes(deps: { clock: Clock }): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/vuong-mac",
      may: "packages.inbox",
      async handle({ me, now, again }) {
        const own = await troublesOf(me.scope);
        const unread = own.filter((one) => one.answer && !one.readAt).map(({ _id }) => _id);
        const canTell = me.permissions.includes("packages.take");
        // whoever only looks leaves it new for who works there
        if (unread.length > 0 && canTell && !again) await noteRead(unread, now);
        return page("distribution/troubles", "Vướng mắc", {
          rows: own.map((one) => ({ ...presentTrouble(one, now), fresh: unread.includes(one._id) })),
          canTell,
        });
      },
    }),
    route({
      method: "post",
      path: "/vuong-mac",
      may: "packages.take",
      body: z.object({ about: z.string().max(1000).default(""), text: z.string().max(20_000).default("") }),
      async handle(context) {
        await tellTrouble(deps, context.me.scope, context.body, byMe(context));
        await context.audit("trouble-told", context.body.about);
        return redirect("/console/vuong-mac", "Đã báo Sở. Câu trả lời hiện ở trang này và ở Hôm nay.");
      },
    }),
    route({
      method: "get",
      path: "/can-ho-tro/vuong-mac",
      may: "packages.edit",
      async handle({ me, now }) {
        const told = await troublesFor(me.scope, new Date(now.getTime() - days(SPAN_DAYS)));
        // by name also those that have ended since
        const units = await findUnits([...new Set(told.map(({ unitCode }) => unitCode))]);
        const names = new Map(units.map(({ _id, name }) => [_id, name]));
        const rows = told.map((one) => ({
          ...presentTrouble(one, now),
          unit: names.get(one.unitCode) ?? one.unitCode,
        }));
        return page("distribution/troubles-below", "Vướng mắc của đơn vị", {
          span: SPAN_DAYS,
          times: answerTimes(told, now),
          // who waits longest stands first
          open: rows.filter((one) => one.answer === "").toReversed(),
          answered: rows.filter((one) => one.answer !== ""),
        });
      },
    }),
    route({
      method: "post",
      path: "/can-ho-tro/vuong-mac/:trouble",
      may: "packages.edit",
      body: z.object({ answer: z.string().max(20_000).default("") }),
      async handle(context) {
        const id = context.params["trouble"] ?? "";
        const { about } = await answerTrouble(deps, context.me.scope, id, context.body.answer, byMe(context));
        await context.audit("trouble-answered", about);
        return redirect("/console/can-ho-tro/vuong-mac", "Đã trả lời. Đơn vị thấy ở Hôm nay.");
      },
    }),
    route({
      method: "post",
      path: "/can-ho-tro/don-vi/:code/giup",
      may: "packages.edit",
      body: z.object({ shown: z.string().max(60).default(""), what: z.enum(["nhan", "thoi"]) }),
      async handle(context) {
        const unitCode = context.params["code"] ?? "";
        const unit = (await unitsBelow(codeOf(context.me.scope), context.now)).find(({ _id }) => _id === unitCode);
        if (!unit) throw notFound("đơn vị này trong các đơn vị của Sở hôm nay");
        const stops = context.body.what === "thoi";
        await helpUnit(deps, context.me.scope, { unitCode, shown: context.body.shown, stops }, byMe(context));
        await context.audit("unit-helped", unit.name);
        const note = stops
          ? `Đã thôi giúp ${unit.name}.`
          : `Ông/Bà nhận giúp ${unit.name}. Người khác thấy tên Ông/Bà.`;
        return redirect("/console/can-ho-tro", note);
      },
    }),
  ];
}
