import { z } from "zod";
import { listCampaigns } from "../content/campaign.store.ts";
import { byMe, type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import { liveForm } from "./find-form.ts";
import { mustFindPeriod, ownPeriod, type ReportDeps, unitsAsked } from "./load-report.ts";
import { openPeriod } from "./open-period.ts";
import { listAsked, listPeriods } from "./period.store.ts";
import { presentPeriod, presentStanding } from "./present.ts";
import { remindNow } from "./remind.ts";
import { KIND_NAMES, PERIOD_KINDS, STRICTNESS, STRICTNESS_NAMES, usualDays } from "./rules.ts";
import { connectSource, tellSource } from "./source-system.ts";
import { STANDING_WORDS, standingOfRow, standingsOf } from "./standings.ts";
import { reportsOfUnits } from "./unit-report.store.ts";

const text = (most: number) => z.string().max(most).default("");
const many = z
  .union([
    z.array(z.string().max(60)),
    z
      .string()
      .max(60)
      .transform((one) => [one]),
  ])
  .default([]);

/** Periods of a department: opened, watched, reminded of; and what a unit is asked for. */
export function periodRoutes(deps: ReportDeps): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/bao-cao",
      may: "reports.view",
      async handle({ me, now }) {
        const own = await listPeriods(me.scope);
        const asked = await listAsked(me.scope.above);
        const rows = asked.length === 0 ? [] : await reportsOfUnits(me.scope.own);
        return page("period-reports/list", "Báo cáo", {
          own: await Promise.all(
            own.map(async (one) => ({ ...presentPeriod(one, now), tally: (await standingsOf(one, now)).tally })),
          ),
          asked: asked.map((one) => {
            const mine = rows.filter(({ periodId }) => periodId === String(one._id));
            const row = mine.find(({ unitCode }) => unitCode === me.scope.unit) ?? mine[0] ?? null;
            return { ...presentPeriod(one, now), standing: presentStanding(row, one, now) };
          }),
          campaigns: (await listCampaigns([...me.scope.own])).map(({ _id, name }) => ({ id: String(_id), name })),
          mayRun: me.permissions.includes("reports.run"),
          isAsked: me.scope.above.length > 0,
        });
      },
    }),
    route({
      method: "get",
      path: "/bao-cao/moi",
      may: "reports.run",
      query: z.object({ loai: z.enum(PERIOD_KINDS).catch("half-year") }),
      async handle({ me, now, query }) {
        const { from, cutoff, due } = usualDays(query.loai, now);
        return page("period-reports/new", "Mở kỳ báo cáo", {
          kinds: PERIOD_KINDS.map((key) => ({ key, name: KIND_NAMES[key], selected: key === query.loai })),
          kindName: KIND_NAMES[query.loai],
          strictness: STRICTNESS.map((key) => ({ key, name: STRICTNESS_NAMES[key] })),
          form: await liveForm(me.scope.unit),
          from,
          cutoff,
          due,
        });
      },
    }),
    route({
      method: "post",
      path: "/bao-cao/moi",
      may: "reports.run",
      body: z.object({
        kind: z.enum(PERIOD_KINDS),
        title: text(300),
        wish: text(3000),
        from: text(20),
        cutoff: text(20),
        due: text(20),
        strictness: z.enum(STRICTNESS).default("before"),
      }),
      async handle(context) {
        const { id, gap } = await openPeriod(deps, context.me.scope, context.body, byMe(context));
        await context.audit("report-period-opened", context.body.title);
        return redirect(`/console/bao-cao/${id}`, `Đã mở kỳ báo cáo.${gap === "" ? "" : ` ${gap}`}`);
      },
    }),
    route({
      method: "get",
      path: "/bao-cao/:id",
      may: "reports.view",
      async handle({ me, params, now }) {
        const period = await mustFindPeriod(params["id"] ?? "");
        if (!holds(me.scope, period.unitCode)) {
          if (!me.scope.above.includes(period.unitCode)) throw notFound("kỳ báo cáo này");
          const [unit] = await unitsAsked(me.scope, period, now);
          if (unit === undefined) throw conflict("Đơn vị không có trong danh sách báo cáo của kỳ này.");
          return redirect(`/console/bao-cao/${String(period._id)}/don-vi/${unit}`);
        }
        const { units, tally, stray } = await standingsOf(period, now);
        const connected = new Set(period.source);
        return page("period-reports/period", period.title, {
          period: presentPeriod(period, now),
          tally,
          frozenAt: period.expected?.at ?? null,
          legend: Object.entries(STANDING_WORDS).map(([key, words]) => ({
            ...words,
            n: units.filter(({ standing }) => standing === key).length,
          })),
          units: units.map(({ code, name, tier, row }) => ({
            code,
            name: tier === "" ? name : `${name} (${tier})`,
            standing: presentStanding(row, period, now),
            connected: connected.has(code),
            toldSource: row?.source ?? null,
          })),
          stray: stray.map((row) => ({ code: row.unitCode, ...STANDING_WORDS[standingOfRow(row, period, now)] })),
          reminders: period.reminders.map((one) => ({ days: one.days, at: one.at, n: one.units.length })),
          forwarded: period.forwarded,
          mayRun: me.permissions.includes("reports.run"),
          path: `/console/bao-cao/${String(period._id)}`,
        });
      },
    }),
    route({
      method: "post",
      path: "/bao-cao/:id/nhac",
      may: "reports.run",
      body: z.object({}),
      async handle(context) {
        const period = await ownPeriod(context.me.scope, context.params["id"] ?? "");
        const n = await remindNow(deps, period);
        await context.audit("report-period-reminded", period.title, { "đơn vị": n });
        return redirect(`/console/bao-cao/${String(period._id)}`, `Đã nhắc ${n} đơn vị chưa nộp.`);
      },
    }),
    route({
      method: "post",
      path: "/bao-cao/:id/ket-noi-nguon",
      may: "reports.run",
      mostFields: 2000,
      body: z.object({ units: many }),
      async handle(context) {
        const period = await ownPeriod(context.me.scope, context.params["id"] ?? "");
        const n = await connectSource(deps, period, context.body.units);
        await context.audit("report-source-connected", period.title, { "đơn vị": n });
        return redirect(`/console/bao-cao/${String(period._id)}`, `${n} đơn vị báo cáo trên HTTT nguồn.`);
      },
    }),
    route({
      method: "post",
      path: "/bao-cao/:id/nguon",
      may: "reports.run",
      body: z.object({ unit: text(60), note: text(300) }),
      async handle(context) {
        const period = await ownPeriod(context.me.scope, context.params["id"] ?? "");
        if (context.body.unit === "") throw invalid({ unit: "Chọn đơn vị" });
        await tellSource(deps, period, context.body, byMe(context));
        await context.audit("report-source-told", `${period.title} · ${context.body.unit}`);
        return redirect(`/console/bao-cao/${String(period._id)}`, "Đã ghi: đơn vị báo cáo trên HTTT nguồn.");
      },
    }),
  ];
}
