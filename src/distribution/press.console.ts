import { z } from "zod";
import { type Clock, days } from "../kernel/clock.ts";
import { byMe, type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { formatDate, parseLocal } from "../kernel/dates.ts";
import { notFound } from "../kernel/errors.ts";
import { rowsBy } from "../kernel/rows-by.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { askedWords, daysBetween, judgeDay, judgeWorks } from "./press.ts";
import type { PressLog, PressTarget } from "./press.model.ts";
import { dropTarget, listPress, listTargets } from "./press.store.ts";
import { planPress, tellPress } from "./tell-press.ts";

const SHOWN_DAYS = 14;
const count = z.coerce.number().catch(-1);
const text = (most: number) => z.string().max(most).default("");
const shownDay = (day: string): string => formatDate(parseLocal(day) ?? new Date(0));

/** One series: its phases, the last fourteen days of what is daily, the works of each phase. */
function presentSeries(series: string, phases: readonly PressTarget[], logs: readonly PressLog[], now: Date) {
  const own = logs.filter((one) => one.series === series);
  const today = dayKey(now);
  const since = dayKey(new Date(now.getTime() - days(SHOWN_DAYS - 1)));
  return {
    series,
    phases: phases.map((one) => ({
      id: one._id,
      from: shownDay(one.from),
      to: shownDay(one.to),
      asked: `${askedWords(one)} ${one.each === "ngay" ? "mỗi ngày" : "tác phẩm"}`,
      minutes: one.minutesTo === 0 ? "" : `${one.minutesFrom}–${one.minutesTo} phút`,
      works: one.each === "dot" ? judgeWorks(one, own) : null,
    })),
    days: phases.some(({ each }) => each === "ngay")
      ? daysBetween(since, today)
          .toReversed()
          .map((day) => ({ ...judgeDay(phases, day, own), day: shownDay(day) }))
          .filter(({ state, published }) => state !== "ngoai" || published > 0)
      : [],
    works: own
      .filter(({ title }) => title !== "")
      .map(({ title, day, minutes, published }) => ({ title, day: shownDay(day), minutes, out: published > 0 })),
  };
}

/** Báo chí: what press organs registered and what came out, held against the phases of the plan. */
export function pressRoutes(deps: { clock: Clock }): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/bao-chi",
      may: "packages.view",
      async handle({ me, now }) {
        const targets = await listTargets(me.scope);
        const first = targets.map(({ from }) => from).toSorted()[0] ?? dayKey(now);
        const logs = await listPress(me.scope, first);
        const series = [...rowsBy(targets, (one) => one.series)];
        return page("distribution/press", "Báo chí", {
          series: series.map(([name, phases]) => presentSeries(name, phases, logs, now)),
          names: series.map(([name]) => ({ value: name, name })),
          today: dayKey(now),
          canEdit: me.permissions.includes("packages.edit"),
        });
      },
    }),
    route({
      method: "post",
      path: "/bao-chi/chi-tieu",
      may: "packages.edit",
      body: z.object({
        series: text(500),
        each: z.enum(["ngay", "dot"]).catch("ngay"),
        from: text(30),
        to: text(30),
        least: count,
        most: count,
        minutesFrom: z.coerce.number().default(0).catch(-1),
        minutesTo: z.coerce.number().default(0).catch(-1),
      }),
      async handle(context) {
        await planPress(context.me.scope, context.body);
        await context.audit("press-planned", context.body.series);
        return redirect("/console/bao-chi", "Đã thêm chỉ tiêu.");
      },
    }),
    route({
      method: "post",
      path: "/bao-chi/chi-tieu/:target/bo",
      may: "packages.edit",
      async handle(context) {
        if (!(await dropTarget(context.me.scope, context.params["target"] ?? ""))) throw notFound("chỉ tiêu này");
        await context.audit("press-planned", "");
        return redirect("/console/bao-chi", "Đã bỏ chỉ tiêu. Số đã ghi vẫn còn.");
      },
    }),
    route({
      method: "post",
      path: "/bao-chi/so",
      may: "packages.edit",
      body: z.object({
        series: text(500),
        day: text(30),
        title: text(1000),
        registered: z.coerce.number().default(0).catch(-1),
        published: z.coerce.number().default(0).catch(-1),
        minutes: z.coerce.number().default(0).catch(-1),
        links: text(100_000),
      }),
      async handle(context) {
        await tellPress(deps, context.me.scope, context.body, byMe(context));
        await context.audit("press-told", context.body.series);
        return redirect("/console/bao-chi", "Đã ghi. Ghi lại cùng ngày hoặc cùng tên thì thay số cũ.");
      },
    }),
  ];
}
