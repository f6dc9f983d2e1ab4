import type { Core } from "../../src/compose.ts";
import { decide, lookAt } from "../../src/decisions/decide.ts";
import { fieldsOf } from "../../src/period-reports/form.ts";
import { loadReport, mustFindPeriod, type ReportDeps } from "../../src/period-reports/load-report.ts";
import { openPeriod, type PeriodFields } from "../../src/period-reports/open-period.ts";
import { submission } from "../../src/period-reports/submission.decision.ts";
import { reportId, UnitReportModel } from "../../src/period-reports/unit-report.model.ts";
import { beginReport } from "../../src/period-reports/unit-report.store.ts";

export const CLERK = { id: "clerk", name: "Cán bộ mẫu A" };
export const CHIEF = { id: "chief", name: "Lãnh đạo mẫu" };

export const openFor = async (
  core: Core,
  department: string,
  days: Pick<PeriodFields, "from" | "cutoff" | "due">,
  kind: PeriodFields["kind"] = "half-year",
): Promise<string> =>
  (
    await openPeriod(
      core,
      department,
      { kind, title: "Báo cáo 6 tháng", wish: "Theo yêu cầu", strictness: "before", ...days },
      CLERK,
    )
  ).id;

/** Hands in a unit's report: what records do not give is 0, or what is given here. */
export async function handIn(
  deps: ReportDeps,
  periodId: string,
  unitCode: string,
  given: Readonly<Record<string, number>> = {},
): Promise<void> {
  const period = await mustFindPeriod(periodId);
  const row = await beginReport(periodId, unitCode, period.formVersion);
  const { form } = await loadReport(deps, period, unitCode);
  const at = deps.clock.now();
  const answers = Object.fromEntries(
    fieldsOf(form)
      .filter(({ fact, kind, code }) => (fact === "" && kind !== "text") || Object.hasOwn(given, code))
      .map(({ code, kind, options }) => {
        const value = kind === "yes-no" ? "co" : kind === "choice" ? (options[0] ?? "") : (given[code] ?? 0);
        return [code, { value, was: null, reason: "ghi theo sổ", by: CLERK.name, at }];
      }),
  );
  await UnitReportModel.updateOne(
    { _id: row._id },
    {
      $set: {
        answers,
        state: "waiting",
        asked: { by: CLERK, at },
        openedAt: row.openedAt ?? at,
        note: "bổ sung theo sổ",
      },
    },
  );
  const seen = await lookAt(submission, deps, unitCode, reportId(periodId, unitCode));
  await decide(submission, deps, { unitCode, id: row._id, seen, by: CHIEF, wish: undefined });
}
