import { z } from "zod";
import {
  type ConsoleRoute,
  redirect,
  byMe,
  route,
  type RouteContext,
  type RouteResult,
} from "../kernel/console-route.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import type { Outside } from "../outside/task.ts";
import { findUnit } from "../units/unit.store.ts";
import { type Issuer, rollupFile, rollupSheets, unitFile, unitSheets } from "./describe.ts";
import { plainValue } from "./field-value.ts";
import { figuresByCode, figuresFile } from "./figures-file.ts";
import { gatherRollup, toPrint } from "./gather-rollup.ts";
import { accessTo, loadReport, mustFindPeriod, ownPeriod, type ReportDeps } from "./load-report.ts";
import type { Order } from "./report-file.ts";
import { writePeriodReportTask } from "./report.tasks.ts";
import { sealedValues, sealProblems } from "./seal.ts";
import { takeSourceFile } from "./source-system.ts";

export type FileDeps = ReportDeps & { outside: Outside };
export const FORMATS = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  pdf: "application/pdf",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;
type Format = keyof typeof FORMATS;
export const skin = z.object({ mau: z.enum(["state", "party"]).catch("state") });
export const json = (name: string, value: unknown): RouteResult => ({
  kind: "file",
  name,
  type: "application/json; charset=utf-8",
  body: Buffer.from(`${JSON.stringify(value, null, 2)}\n`),
});

/** Files are written in a process of their own. */
export const writerOf =
  ({ outside }: FileDeps) =>
  async (name: string, order: Order): Promise<RouteResult> => ({
    kind: "file",
    name: `${name}.${order.format}`,
    type: FORMATS[order.format],
    body: Buffer.from(await outside.run(writePeriodReportTask, order)),
  });
export const issuerOf = async (unitCode: string, above: string, mau: Issuer["skin"], at: Date): Promise<Issuer> => ({
  unit: await findUnit(unitCode),
  above: above === "" ? null : await findUnit(above),
  skin: mau,
  at,
});

/** Reports as files: the administrative form in both skins, sheets, and figures by their codes. */
export function fileRoutes(deps: FileDeps): ConsoleRoute[] {
  const write = writerOf(deps);
  const unitReport = async ({ me, params, now }: RouteContext) => {
    const access = await accessTo(me.scope, await mustFindPeriod(params["id"] ?? ""), params["unit"] ?? "", now);
    const loaded = await loadReport(deps, access.period, access.unitCode);
    const { row } = loaded;
    const seal = row?.seals.at(-1);
    // no file goes out under a hash it is not the content of
    if (row && sealProblems(row._id, access.period, row.seals).length > 0)
      throw conflict(
        "Niêm phong của báo cáo này không khớp nội dung nên chưa tải được. Báo quản trị hệ thống kiểm tra.",
      );
    return { ...loaded, seal, values: seal?.values ?? sealedValues(loaded.figures) };
  };
  const unitRoute = (format: Format): ConsoleRoute =>
    route({
      method: "get",
      path: `/bao-cao/:id/don-vi/:unit/bao-cao.${format}`,
      may: "reports.view",
      query: skin,
      async handle(context) {
        const report = await unitReport(context);
        const { period, unitCode, seal, values } = report;
        const name = `bao-cao-${unitCode}`;
        await context.audit("period-report-downloaded", `${period.title} · ${unitCode}`, { tệp: format });
        if (format === "xlsx") return write(name, { format, sheets: unitSheets(values, seal?.hash ?? "") });
        const by = await issuerOf(unitCode, period.unitCode, context.query.mau, seal?.at ?? context.now);
        return write(name, { format, file: unitFile(report, seal, by) });
      },
    });
  const rollupRoute = (format: Format): ConsoleRoute =>
    route({
      method: "get",
      path: `/bao-cao/:id/bao-cao.${format}`,
      may: "reports.view",
      query: skin,
      async handle(context) {
        const period = await ownPeriod(context.me.scope, context.params["id"] ?? "");
        const { rollup, hash, at } = toPrint(period, await gatherRollup(period, context.now), context.now);
        await context.audit("report-rollup-downloaded", period.title, { tệp: format });
        if (format === "xlsx")
          return write("tong-hop", { format, sheets: rollupSheets(rollup.lines, rollup.units, hash) });
        const by = await issuerOf(period.unitCode, "", context.query.mau, at);
        return write("tong-hop", { format, file: rollupFile(period, rollup, hash, by) });
      },
    });
  return [
    ...(["docx", "pdf", "xlsx"] as const).flatMap((format) => [unitRoute(format), rollupRoute(format)]),
    route({
      method: "get",
      path: "/bao-cao/:id/don-vi/:unit/bao-cao.json",
      may: "reports.view",
      async handle(context) {
        const { period, unitCode, form, seal, values } = await unitReport(context);
        await context.audit("period-report-downloaded", `${period.title} · ${unitCode}`, { tệp: "json" });
        return json(`bao-cao-${unitCode}.json`, figuresFile(period, unitCode, form, seal, values));
      },
    }),
    route({
      method: "get",
      path: "/bao-cao/:id/bao-cao.json",
      may: "reports.view",
      async handle(context) {
        const period = await ownPeriod(context.me.scope, context.params["id"] ?? "");
        const { rollup, hash } = toPrint(period, await gatherRollup(period, context.now), context.now);
        const { form, tally, lines, units } = rollup;
        await context.audit("report-rollup-downloaded", period.title, { tệp: "json" });
        return json("tong-hop.json", {
          form: form.code,
          from: period.from,
          cutoff: period.cutoff,
          due: period.due,
          tally,
          values: lines.map((one) => ({ ...one, sum: plainValue(one, one.sum) })),
          units: units.map(({ values, ...one }) => ({ ...one, values: figuresByCode(values) })),
          seal: hash,
        });
      },
    }),
    route({
      method: "post",
      path: "/bao-cao/:id/tep-nguon",
      may: "reports.run",
      file: "file",
      body: z.object({ unit: z.string().max(60).default("") }),
      async handle(context) {
        const period = await ownPeriod(context.me.scope, context.params["id"] ?? "");
        if (!context.file) throw invalid({ file: "Chọn tệp JSON số liệu của đơn vị" });
        await takeSourceFile(deps, period, { unit: context.body.unit, ...context.file }, byMe(context));
        await context.audit("report-source-told", `${period.title} · ${context.body.unit}`, { tệp: context.file.name });
        return redirect(`/console/bao-cao/${String(period._id)}`, "Đã nhận số liệu từ HTTT nguồn.");
      },
    }),
  ];
}
