import { factByCode, type FactDeps, rowsOfFact } from "./count-facts.ts";
import { gatherRollup } from "./gather-rollup.ts";
import { countedScope } from "./load-report.ts";
import type { ReportPeriod } from "./period.model.ts";
import { totalFaults } from "./roll-up.ts";
import { spanOf } from "./rules.ts";
import { printOfRows, type Seal, sealProblems } from "./seal.ts";
import { listReports } from "./unit-report.store.ts";

export interface Verdict {
  reports: number;
  seals: number;
  facts: number;
  rollups: number;
  problems: string[];
}

/**
 * Recounts what was sealed from the records themselves: each chain of seals, each fact of a unit's last seal with the
 * print of its records, and a sealed roll-up against the seals it names. For operators, in English.
 */
export async function verifyPeriod(deps: FactDeps, period: ReportPeriod, unit: string, now: Date): Promise<Verdict> {
  const rows = (await listReports(String(period._id))).filter(
    ({ unitCode, seals }) => seals.length > 0 && (unit === "" || unit === unitCode),
  );
  if (unit !== "" && rows.length === 0) throw new Error(`no report of ${unit} was handed in for this period`);
  const verdict: Verdict = { reports: rows.length, seals: 0, facts: 0, rollups: 0, problems: [] };
  for (const { _id, unitCode, seals } of rows) {
    verdict.seals += seals.length;
    verdict.problems.push(...sealProblems(_id, period, seals));
    const last = seals.at(-1);
    if (last) verdict.facts += await recountSeal(deps, period, unitCode, last, verdict.problems);
  }
  if (unit === "") await verifyRollup(period, now, verdict);
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
  for (const { code, fact, value, reason } of seal.values)
    if (fact !== null && fact !== value && reason === "")
      problems.push(`${unitCode}: ${code} differs from the records without a reason`);
  return seal.facts.length;
}

async function verifyRollup(period: ReportPeriod, now: Date, verdict: Verdict): Promise<void> {
  const last = period.rollups.at(-1);
  verdict.rollups = period.rollups.length;
  verdict.problems.push(...sealProblems(String(period._id), period, period.rollups));
  if (!last) return;
  const { units } = await gatherRollup(period, now);
  const byHash = new Map(last.units.map(({ code, hash }) => [code, hash]));
  for (const { code, hash } of units) {
    const sealed = byHash.get(code);
    if (sealed !== hash)
      verdict.problems.push(`roll-up: ${code} was sealed with ${sealed || "nothing"}, now ${hash || "nothing"}`);
  }
  if (verdict.problems.length === 0) verdict.problems.push(...totalFaults(last.values, units));
}
