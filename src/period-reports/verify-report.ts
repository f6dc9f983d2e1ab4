import { canonical } from "../decisions/compare.ts";
import { factByCode, type FactDeps, rowsOfFact } from "./count-facts.ts";
import { formOf } from "./find-form.ts";
import { type Field, fieldsOf, type Form } from "./form.ts";
import { countedScope } from "./load-report.ts";
import type { ReportPeriod } from "./period.model.ts";
import { spanOf } from "./rules.ts";
import { printOfRows, type Seal } from "./seal.ts";
import { reportId } from "./unit-report.model.ts";
import { listNamed } from "./unit-report.store.ts";
import { rollupProblems } from "./verify-rollup.ts";
import { rowProblems } from "./verify-row.ts";

export interface Verdict {
  reports: number;
  seals: number;
  facts: number;
  rollups: number;
  problems: string[];
}

/**
 * Recounts what was sealed from the records themselves: each chain of seals and what stands beside it, each fact of a
 * unit's last seal with the print of its records, the frozen list, and a sealed roll-up against the seals it names. For
 * operators, in English.
 */
export async function verifyPeriod(deps: FactDeps, period: ReportPeriod, unit: string, now: Date): Promise<Verdict> {
  const rows = (await listNamed(String(period._id))).filter(
    ({ _id, unitCode }) => unit === "" || unit === unitCode || _id === reportId(String(period._id), unit),
  );
  const sealed = rows.filter(({ seals }) => seals.length > 0);
  if (unit !== "" && sealed.length === 0 && !rows.some(({ state }) => state === "submitted"))
    throw new Error(`no report of ${unit} was handed in for this period`);
  const verdict: Verdict = { reports: sealed.length, seals: 0, facts: 0, rollups: 0, problems: [] };
  for (const row of rows) {
    verdict.seals += row.seals.length;
    verdict.problems.push(...rowProblems(period, row));
    const last = row.seals.at(-1);
    if (last) verdict.facts += await recountSeal(deps, period, row.unitCode, last, verdict.problems);
  }
  if (unit === "") {
    verdict.rollups = period.rollups.length;
    verdict.problems.push(...(await rollupProblems(period, now)));
  }
  return verdict;
}

/** @returns how many facts were compared */
async function recountSeal(
  deps: FactDeps,
  period: ReportPeriod,
  unitCode: string,
  seal: Seal,
  problems: string[],
): Promise<number> {
  const [scope, span] = [await countedScope(unitCode, period), spanOf(period)];
  for (const { code, n, rows } of seal.facts) {
    const fact = factByCode(deps, code);
    if (!fact) {
      problems.push(`${unitCode}: nothing counts ${code} any more, so it was not compared`);
      continue;
    }
    const found = await rowsOfFact(fact, scope, span);
    const sum = found.reduce((total, row) => total + row.n, 0);
    if (sum !== n) problems.push(`${unitCode}: ${code} was ${n} when it was handed in, records give ${sum}`);
    else if (printOfRows(found) !== rows) problems.push(`${unitCode}: ${code} is ${n} as before, of other records`);
  }
  problems.push(...valueProblems(await formOf(period.unitCode, period.formCode, seal.formVersion), unitCode, seal));
  return seal.facts.length;
}

/** Each figure is a field of the form it names, and stands on the records that were counted or on a reason. */
function valueProblems(form: Form, unitCode: string, { values, facts }: Seal): string[] {
  const counted = new Map(facts.map(({ code, n }) => [code, n]));
  const fields = fieldsOf(form);
  const heads = (of: readonly Pick<Field, "code" | "label" | "kind">[]): string =>
    canonical(of.map(({ code, label, kind }) => [code, label, kind]));
  const factOf = new Map(fields.map(({ code, fact }) => [code, counted.get(fact) ?? null]));
  return [
    ...(heads(fields) === heads(values) ? [] : [`${unitCode}: its fields are not those of form ${form.version}`]),
    ...values.flatMap(({ code, fact, value, reason }) => [
      ...((factOf.get(code) ?? null) === fact
        ? []
        : [`${unitCode}: ${code} names ${fact}, the records were counted otherwise`]),
      ...(fact === null || fact === value || reason !== ""
        ? []
        : [`${unitCode}: ${code} differs from the records without a reason`]),
    ]),
  ];
}
