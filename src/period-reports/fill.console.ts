import { z } from "zod";
import { decide, lookAt } from "../decisions/decide.ts";
import type { Person } from "../decisions/decision.ts";
import {
  byMe,
  type ConsoleRoute,
  fragment,
  page,
  redirect,
  route,
  type RouteContext,
  StoredButRefused,
} from "../kernel/console-route.ts";
import { AppError, notFound } from "../kernel/errors.ts";
import { factByCode } from "./count-facts.ts";
import { askForLeader, beginSupplement, openReport, saveReport, sendBack, type Typed } from "./fill-report.ts";
import { type Access, accessTo, loadReport, mustFindPeriod, type ReportDeps } from "./load-report.ts";
import { momentWords, presentPeriod } from "./present.ts";
import { presentReport } from "./present-report.ts";
import { submission } from "./submission.decision.ts";
import { reportId, type UnitReport } from "./unit-report.model.ts";
import { findReport } from "./unit-report.store.ts";

const text = (most: number) => z.string().max(most).default("");
/** As many rows of a fact as a page shows at a time. */
const ROWS = 20;

const accessOf = async ({ me, params, now }: RouteContext): Promise<Access> =>
  accessTo(me.scope, await mustFindPeriod(params["id"] ?? ""), params["unit"] ?? "", now);
/** Only the unit itself writes; who is above reads. */
const ownAccess = async (context: RouteContext): Promise<Access> => {
  const access = await accessOf(context);
  if (access.side !== "own") throw notFound("báo cáo này");
  return access;
};
const mustHave = async ({ period, unitCode }: Access): Promise<UnitReport> => {
  const row = await findReport(String(period._id), unitCode);
  if (!row) throw notFound("báo cáo này");
  return row;
};
const at = ({ period, unitCode }: Access): string => `/console/bao-cao/${String(period._id)}/don-vi/${unitCode}`;
const idOf = ({ period, unitCode }: Access): string => reportId(String(period._id), unitCode);
const back = (access: Access, note: string) => redirect(at(access), note);
const log = (context: RouteContext, action: string, { period, unitCode }: Access): Promise<void> =>
  context.audit(action, `${period.title} · ${unitCode}`);
const typedOf = (body: Readonly<Record<string, string | string[]>>): Typed & { next: string } => {
  const fields = Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === "string" ? value : (value[0] ?? "")]),
  );
  return {
    revision: Number(fields["revision"]) || 0,
    formVersion: Number(fields["version"]) || 0,
    note: fields["note"] ?? "",
    next: fields["next"] ?? "",
    fields,
  };
};

/** A unit's own report: filled from its records, corrected with a reason, handed in by its leader, supplemented. */
export function fillRoutes(deps: ReportDeps): ConsoleRoute[] {
  /** What is stored stays; the form goes on with what keeps it from the leader. */
  const ask = async (access: Access, revision: number, by: Person): Promise<void> => {
    try {
      await askForLeader(deps, access.period, await mustHave(access), revision, by);
    } catch (error) {
      throw error instanceof AppError ? new StoredButRefused(at(access), error) : error;
    }
  };
  return [
    route({
      method: "get",
      path: "/bao-cao/:id/don-vi/:unit",
      may: "reports.view",
      async handle(context) {
        const access = await accessOf(context);
        const mayFill = access.side === "own" && context.me.permissions.includes("reports.fill");
        if (mayFill && !context.again) await openReport(deps, access.period, access.unitCode);
        const shown = await presentReport(deps, access, context);
        return page("period-reports/fill", access.period.title, {
          ...shown,
          seen: shown.mayDecide ? await lookAt(submission, deps, context.me.scope, idOf(access)) : "",
          mayFill,
          // nothing is reproached before somebody has saved
          touched: shown.revision > 1,
          path: at(access),
        });
      },
    }),
    route({
      method: "post",
      path: "/bao-cao/:id/don-vi/:unit",
      may: "reports.fill",
      mostFields: 400,
      body: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      async handle(context) {
        const access = await ownAccess(context);
        const [typed, by] = [typedOf(context.body), byMe(context)];
        await saveReport(deps, access.period, access.unitCode, typed, by);
        await log(context, "period-report-filled", access);
        if (typed.next !== "trinh") return back(access, "Đã lưu và kiểm tra.");
        await ask(access, typed.revision + 1, by);
        await log(context, "period-report-asked", access);
        return back(access, "Đã trình lãnh đạo. Báo cáo tính là đã nộp khi lãnh đạo duyệt.");
      },
    }),
    route({
      method: "post",
      path: "/bao-cao/:id/don-vi/:unit/duyet",
      may: submission.may,
      body: z.object({ seen: z.string().max(80).default("") }),
      async handle(context) {
        const access = await ownAccess(context);
        const press = {
          unitCode: context.me.scope,
          id: idOf(access),
          seen: context.body.seen,
          by: byMe(context),
          wish: undefined,
        };
        await decide(submission, deps, press);
        await log(context, "period-report-submitted", access);
        return back(access, "Đã nộp và khoá báo cáo. Từ nay chỉ bổ sung, không sửa.");
      },
    }),
    route({
      method: "post",
      path: "/bao-cao/:id/don-vi/:unit/tra-lai",
      may: submission.may,
      body: z.object({ reason: text(500) }),
      async handle(context) {
        const access = await ownAccess(context);
        await sendBack(await mustHave(access), context.body.reason, byMe(context), context.now);
        await log(context, "period-report-returned", access);
        return back(access, "Đã trả lại để sửa.");
      },
    }),
    route({
      method: "post",
      path: "/bao-cao/:id/don-vi/:unit/bo-sung",
      may: "reports.fill",
      body: z.object({}),
      async handle(context) {
        const access = await ownAccess(context);
        await beginSupplement(await mustHave(access));
        await log(context, "period-report-reopened", access);
        return back(access, "Điền phần bổ sung. Báo cáo đã nộp vẫn giữ nguyên.");
      },
    }),
    route({
      method: "get",
      path: "/bao-cao/:id/don-vi/:unit/so-lieu/:code",
      may: "reports.view",
      query: z.object({ tu: z.coerce.number().int().min(0).max(1_000_000).catch(0) }),
      async handle(context) {
        const access = await accessOf(context);
        const loaded = await loadReport(deps, access.period, access.unitCode);
        const figure = loaded.figures.find(({ field }) => field.code === context.params["code"]);
        const fact = figure && factByCode(deps, figure.field.fact);
        if (!figure || !fact) throw notFound("số liệu này");
        const skip = context.query.tu;
        const rows = await fact.open(loaded.scope, loaded.span, { skip, limit: ROWS });
        const next = `${at(access)}/so-lieu/${figure.field.code}?tu=${skip + rows.length}`;
        const data = {
          label: figure.field.label,
          noun: fact.noun,
          n: figure.fact ?? 0,
          // who is above reads figures and titles; the records themselves are the unit's
          rows: rows.map((one) => ({
            ...one,
            at: momentWords(one.at),
            path: access.side === "own" ? one.path : "",
          })),
          more: rows.length === ROWS ? next : "",
          period: presentPeriod(access.period, context.now),
          path: at(access),
        };
        return context.partial
          ? fragment("period-reports/facts", data)
          : page("period-reports/facts-page", figure.field.label, data);
      },
    }),
  ];
}
