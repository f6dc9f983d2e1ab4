import { z } from "zod";
import type { Campaign } from "../content/campaign.model.ts";
import { findCampaign } from "../content/campaign.store.ts";
import { type ConsoleRoute, page, route, type RouteContext } from "../kernel/console-route.ts";
import { formatNumber } from "../kernel/dates.ts";
import { notFound } from "../kernel/errors.ts";
import { byVietnamese } from "../kernel/vietnamese.ts";
import { finalData, finalFile, finalSheets } from "./describe-final.ts";
import { type FileDeps, FORMATS, issuerOf, json, skin, writerOf } from "./files.console.ts";
import { type FinalLine, type FinalReport, gatherFinal } from "./gather-final.ts";
import { momentWords } from "./present.ts";

/** A campaign of one's own: those above see their own sums, and nobody another's. */
async function ownCampaign({ me, params }: RouteContext): Promise<Campaign> {
  const campaign = await findCampaign([...me.scope.own], params["id"] ?? "");
  if (!campaign) throw notFound("chiến dịch này");
  return campaign;
}

/** Stage by stage, each cell with what it is called on a narrow screen. */
const cellsOf = ({ stages }: FinalReport, n: readonly number[]) =>
  stages.map(({ name }, k) => ({ stage: name, n: formatNumber(n[k] ?? 0) }));

/** One figure unit by unit, in the order of the alphabet, never a rank. */
function byUnit(report: FinalReport, code: string) {
  const { lines, units } = report;
  const line = lines.find((one) => one.code === code);
  if (!line) return null;
  const rows = units.map((unit) => {
    const n = unit.figures[code] ?? [];
    return {
      name: unit.tier === "" ? unit.name : `${unit.name} (${unit.tier})`,
      cells: cellsOf(report, n),
      total: formatNumber(n.reduce((all, one) => all + one, 0)),
    };
  });
  return { name: line.name, rows: rows.toSorted((a, b) => byVietnamese(a.name, b.name)) };
}

/** What a campaign came to, before, during and after it; as a page and as files, from the records of this moment. */
export function finalRoutes(deps: FileDeps): ConsoleRoute[] {
  const write = writerOf(deps);
  const fileRoute = (format: keyof typeof FORMATS): ConsoleRoute =>
    route({
      method: "get",
      path: `/bao-cao/chien-dich/:id/bao-cao.${format}`,
      may: "reports.view",
      query: skin,
      async handle(context) {
        const campaign = await ownCampaign(context);
        const report = await gatherFinal(deps, campaign, context.now);
        await context.audit("campaign-report-downloaded", campaign.name, { tệp: format });
        if (format === "xlsx") return write("tong-ket", { format, sheets: finalSheets(report) });
        const [above = ""] = context.me.scope.above;
        const by = await issuerOf(campaign.unitCode, above, context.query.mau, report.at);
        return write("tong-ket", { format, file: finalFile(report, by) });
      },
    });
  return [
    route({
      method: "get",
      path: "/bao-cao/chien-dich/:id",
      may: "reports.view",
      query: z.object({ muc: z.string().max(60).default("") }),
      async handle(context) {
        const campaign = await ownCampaign(context);
        const report = await gatherFinal(deps, campaign, context.now);
        const shown = ({ code, name, n, total }: FinalLine) => ({
          code,
          name,
          cells: cellsOf(report, n),
          total: formatNumber(total),
        });
        return page("period-reports/final", `Tổng kết ${campaign.name}`, {
          name: campaign.name,
          path: `/console/bao-cao/chien-dich/${String(campaign._id)}`,
          at: momentWords(report.at),
          units: report.units.length,
          stages: report.stages.map(({ name, words }) => ({ name, words })),
          topics: report.topics.map(shown),
          lines: report.lines.map(shown),
          chosen: byUnit(report, context.query.muc),
        });
      },
    }),
    ...(["docx", "pdf", "xlsx"] as const).map(fileRoute),
    route({
      method: "get",
      path: "/bao-cao/chien-dich/:id/bao-cao.json",
      may: "reports.view",
      async handle(context) {
        const campaign = await ownCampaign(context);
        const report = await gatherFinal(deps, campaign, context.now);
        await context.audit("campaign-report-downloaded", campaign.name, { tệp: "json" });
        return json("tong-ket.json", finalData(report));
      },
    }),
  ];
}
