import type { Clock } from "../kernel/clock.ts";
import { conflict, notFound } from "../kernel/errors.ts";
import type { Span } from "../kernel/fact.ts";
import { holds, type Scope } from "../kernel/scope.ts";
import { scopeOf } from "../units/scope-of.ts";
import { countFacts, type FactDeps, factsOf } from "./count-facts.ts";
import { expectedOf, lastMoment } from "./expected.ts";
import { type Figure, figuresOf } from "./figures.ts";
import { formOf } from "./find-form.ts";
import type { Form } from "./form.ts";
import type { ReportPeriod } from "./period.model.ts";
import { findPeriod } from "./period.store.ts";
import { spanOf } from "./rules.ts";
import type { UnitReport } from "./unit-report.model.ts";
import { findReport } from "./unit-report.store.ts";

export interface ReportDeps extends FactDeps {
  clock: Clock;
}

export const mustFindPeriod = async (id: string): Promise<ReportPeriod> => {
  const period = await findPeriod(id);
  if (!period) throw notFound("kỳ báo cáo này");
  return period;
};
/** A period of one's own department. */
export async function ownPeriod(scope: Scope, id: string): Promise<ReportPeriod> {
  const period = await mustFindPeriod(id);
  if (!holds(scope, period.unitCode)) throw notFound("kỳ báo cáo này");
  return period;
}

/** Units of a period somebody reports for: the own one, and those that came whole to it after the list was frozen. */
export const unitsAsked = async (scope: Scope, period: ReportPeriod, now: Date): Promise<string[]> =>
  (await expectedOf(period, now)).flatMap(({ code }) => (holds(scope, code) ? [code] : []));

/** `own`: fills or hands in; `above`: reads what its units wrote. */
export interface Access {
  period: ReportPeriod;
  unitCode: string;
  side: "own" | "above";
}
/** @throws AppError 404 for another's, 409 for a unit that is not asked */
export async function accessTo(scope: Scope, period: ReportPeriod, unitCode: string, now: Date): Promise<Access> {
  const own = holds(scope, unitCode);
  if (!own && !holds(scope, period.unitCode)) throw notFound("báo cáo này");
  if ((await expectedOf(period, now)).some(({ code }) => code === unitCode))
    return { period, unitCode, side: own ? "own" : "above" };
  if (!own || !scope.above.includes(period.unitCode)) throw notFound("báo cáo này");
  throw conflict("Đơn vị không có trong danh sách báo cáo của kỳ này.");
}

/** Whose records a unit's report counts: the unit's as it was when the figures were closed, with those that had come whole. */
export const countedScope = (unitCode: string, period: ReportPeriod): Promise<Scope> =>
  scopeOf({ unitCode }, lastMoment(period));

/** A report with its form and its figures as they stand now. */
export interface Loaded {
  period: ReportPeriod;
  unitCode: string;
  row: UnitReport | null;
  form: Form;
  span: Span;
  scope: Scope;
  figures: Figure[];
}
/** @param count how the records are counted: a seal counts them with their prints */
export async function loadReport(
  deps: FactDeps,
  period: ReportPeriod,
  unitCode: string,
  count: typeof countFacts = countFacts,
): Promise<Loaded> {
  const row = await findReport(String(period._id), unitCode);
  const form = await formOf(period.unitCode, period.formCode, row?.formVersion ?? period.formVersion);
  const [span, scope] = [spanOf(period), await countedScope(unitCode, period)];
  const counted = await count(deps, factsOf(form), scope, span);
  return { period, unitCode, row, form, span, scope, figures: figuresOf(form, row?.answers ?? {}, counted) };
}
