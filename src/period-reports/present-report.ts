import type { RouteContext } from "../kernel/console-route.ts";
import { findUnit } from "../units/unit.store.ts";
import { type Access, loadReport, type ReportDeps } from "./load-report.ts";
import { momentWords, presentForm, presentPeriod, presentSeal, presentStanding } from "./present.ts";
import type { ReportPeriod } from "./period.model.ts";
import { isLate } from "./rules.ts";
import { sealProblems } from "./seal.ts";
import { submission } from "./submission.decision.ts";
import type { UnitReport } from "./unit-report.model.ts";

/** What is written of a report, or of one nobody has opened. */
const written = (row: UnitReport | null, period: ReportPeriod) => {
  const { state, revision, note, returned, seals } = row ?? BLANK;
  return {
    state,
    filling: state === "filling",
    revision,
    note,
    returned: returned ? { ...returned, at: momentWords(returned.at) } : null,
    isSupplement: seals.length > 0,
    seals: seals.map((seal, n) => presentSeal(seal, seals[n - 1])),
    broken: row !== null && sealProblems(row._id, period, seals).length > 0,
  };
};
const BLANK: Pick<UnitReport, "state" | "revision" | "note" | "returned" | "seals"> = {
  state: "filling",
  revision: 0,
  note: "",
  returned: null,
  seals: [],
};

/** What the page of a report shows, to whoever fills it and to whoever reads it. */
export async function presentReport(deps: ReportDeps, { period, unitCode, side }: Access, context: RouteContext) {
  const { me, now } = context;
  const loaded = await loadReport(deps, period, unitCode);
  const { row, form } = loaded;
  const unit = await findUnit(unitCode);
  const mayDecide = side === "own" && me.permissions.includes(submission.may) && row?.state === "waiting";
  return {
    period: presentPeriod(period, now),
    standing: presentStanding(row, period, now),
    unitName: unit?.name ?? unitCode,
    unitCode,
    formTitle: form.title,
    version: form.version,
    isOlder: form.version !== period.formVersion,
    // "nộp muộn" is said before the press, not after it
    late: isLate(now, period),
    mayDecide,
    isOwn: side === "own",
    mine: row?.asked?.by.id === me.id,
    ...written(row, period),
    ...presentForm(deps, loaded),
  };
}
