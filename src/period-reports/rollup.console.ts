import { z } from "zod";
import { decide, lookOf } from "../decisions/decide.ts";
import { rangesOf } from "../kernel/charts.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { conflict, notFound } from "../kernel/errors.ts";
import { byVietnamese } from "../kernel/vietnamese.ts";
import { findUnits } from "../units/unit.store.ts";
import { periodClosing } from "./closing.decision.ts";
import { saidWords } from "./describe.ts";
import { shownValue } from "./field-value.ts";
import { isSummed } from "./form.ts";
import { gatherRollup, isNews, type Rollup, rollupFaults } from "./gather-rollup.ts";
import { ownPeriod, type ReportDeps } from "./load-report.ts";
import { noteForwarded } from "./period.store.ts";
import { momentWords, presentPeriod } from "./present.ts";
import { perThousand, type RollupLine, tiersOf } from "./roll-up.ts";
import { STANDING_WORDS } from "./standings.ts";

const rate = (value: number): string => value.toFixed(2).replace(".", ",");

/** One field unit by unit: figure, and per 1,000 people with its range; in the order of the alphabet, never a rank. */
async function byUnit({ units }: Rollup, line: RollupLine) {
  const people = new Map((await findUnits(units.map(({ code }) => code))).map((one) => [one._id, one.population]));
  const rows = units
    .map(({ code, name, values, standing }) => {
      const value = values.find((one) => one.code === line.code)?.value ?? null;
      const of = line.kind === "count" && typeof value === "number" ? perThousand(value, people.get(code) ?? 0) : null;
      return { name, value: shownValue(line, value), standing: STANDING_WORDS[standing].word, of };
    })
    .toSorted((a, b) => byVietnamese(a.name, b.name));
  const measured = rows.flatMap(({ name, of }) => (of ? [{ name, ...of }] : []));
  const most = Math.max(1, ...measured.map(({ high }) => high));
  return {
    label: line.label,
    rows: rows.map(({ of, ...one }) => ({
      ...one,
      low: of ? rate(of.low) : "",
      mean: of ? rate(of.mean) : "",
      high: of ? rate(of.high) : "",
    })),
    drawn: rangesOf(measured, most, 420, 22),
    height: measured.length * 22 + 10,
    most: rate(most),
  };
}

const presentLine = (line: RollupLine, { units }: Rollup) => ({
  code: line.code,
  label: line.label,
  shown: isSummed(line.kind) ? shownValue(line, line.sum) : saidWords(line) || "–",
  recorded: line.fact === null ? "" : shownValue(line, line.fact),
  differs: line.fact !== null && line.fact !== line.sum,
  n: line.n,
  tiers: tiersOf(units).map((tier) => ({
    tier,
    shown: shownValue(
      line,
      units
        .filter((one) => one.tier === tier)
        .reduce((sum, { values }) => sum + (Number(values.find(({ code }) => code === line.code)?.value) || 0), 0),
    ),
  })),
});

/** What all units say, added up; sealed by the department's leader, and told to the Cục. */
export function rollupRoutes(deps: ReportDeps): ConsoleRoute[] {
  const load = ({ me, params }: RouteContext) => ownPeriod(me.scope, params["id"] ?? "");
  return [
    route({
      method: "get",
      path: "/bao-cao/:id/tong-hop",
      may: "reports.view",
      query: z.object({ muc: z.string().max(60).default("") }),
      async handle(context) {
        const { me, now } = context;
        const period = await load(context);
        const rollup = await gatherRollup(period, now);
        const chosen = rollup.lines.find(({ code, kind }) => code === context.query.muc && isSummed(kind));
        const mayClose = me.permissions.includes(periodClosing.may);
        return page("period-reports/rollup", `Tổng hợp ${period.title}`, {
          period: presentPeriod(period, now),
          path: `/console/bao-cao/${String(period._id)}`,
          tally: rollup.tally,
          lines: rollup.lines.filter(({ kind }) => kind !== "text").map((line) => presentLine(line, rollup)),
          chosen: chosen ? await byUnit(rollup, chosen) : null,
          faults: await rollupFaults(deps, period, rollup),
          seen: mayClose ? await lookOf(periodClosing, String(period._id), { period, rollup }, now) : "",
          mine: period.by.id === me.id,
          moved: period.rollups.length > 0 && isNews({ period, rollup }),
          seals: period.rollups.map(({ n, at, by, hash }) => ({ n, at: momentWords(at), by: by.name, hash })),
          forwarded: period.forwarded ? { ...period.forwarded, at: momentWords(period.forwarded.at) } : null,
          mayRun: me.permissions.includes("reports.run"),
        });
      },
    }),
    route({
      method: "post",
      path: "/bao-cao/:id/chot",
      may: periodClosing.may,
      body: z.object({ seen: z.string().max(80).default("") }),
      async handle(context) {
        const period = await load(context);
        const id = String(period._id);
        const press = { unitCode: period.unitCode, id, seen: context.body.seen, by: byMe(context), wish: undefined };
        await decide(periodClosing, deps, press);
        await context.audit("report-rollup-sealed", period.title);
        return redirect(`/console/bao-cao/${id}/tong-hop`, "Đã chốt tổng hợp.");
      },
    }),
    route({
      method: "post",
      path: "/bao-cao/:id/chuyen",
      may: "reports.run",
      body: z.object({ note: z.string().max(300).default("") }),
      async handle(context) {
        const period = await load(context);
        const hash = period.rollups.at(-1)?.hash;
        if (hash === undefined) throw conflict("Chốt tổng hợp trước khi chuyển lên Cục.");
        const forwarded = { by: byMe(context), at: context.now, note: context.body.note.trim(), hash };
        if (!(await noteForwarded(period, forwarded))) throw notFound("kỳ báo cáo này");
        await context.audit("report-rollup-forwarded", period.title);
        return redirect(`/console/bao-cao/${String(period._id)}/tong-hop`, "Đã ghi: tổng hợp đã chuyển lên Cục.");
      },
    }),
  ];
}
