import type { Scope } from "../kernel/scope.ts";
import { factByCode, type FactDeps } from "./count-facts.ts";
import { formOf } from "./find-form.ts";
import type { Form } from "./form.ts";
import { countedScope } from "./load-report.ts";
import type { ReportPeriod } from "./period.model.ts";
import { type RollupLine, rollUp, totalFaults, type UnitValues } from "./roll-up.ts";
import { spanOf, type Tally } from "./rules.ts";
import { sealProblems } from "./seal.ts";
import { standingsOf } from "./standings.ts";
import type { UnitReport } from "./unit-report.model.ts";

export interface Rollup {
  form: Form;
  tally: Tally;
  units: UnitValues[];
  lines: RollupLine[];
  rows: ReadonlyMap<string, UnitReport>;
}

/** What all units say today, added up. */
export async function gatherRollup(period: ReportPeriod, now: Date): Promise<Rollup> {
  const form = await formOf(period.unitCode, period.formCode, period.formVersion);
  const { units, tally } = await standingsOf(period, now);
  const said = units.map(({ code, name, tier, standing, row }): UnitValues => {
    const seal = row?.seals.at(-1);
    return {
      code,
      name,
      tier,
      standing,
      // a seal that does not hold proves nothing, so that its hash stands nowhere
      hash:
        row && seal
          ? sealProblems(row._id, period, row.seals).length === 0
            ? seal.hash
            : ""
          : (row?.source?.hash ?? ""),
      formVersion: seal?.formVersion ?? 0,
      values: seal?.values ?? row?.source?.values ?? [],
    };
  });
  const rows = new Map(units.flatMap(({ code, row }) => (row ? [[code, row] as const] : [])));
  return { form, tally, units: said, lines: rollUp(form, said), rows };
}

/** Sealed once; again when a unit has handed in or supplemented since. */
export function isNews({ period, rollup }: { period: ReportPeriod; rollup: Rollup }): boolean {
  const last = period.rollups.at(-1);
  if (!last) return true;
  const sealed = new Map(last.units.map(({ code, hash }) => [code, hash]));
  return rollup.units.some(({ code, hash }) => (sealed.get(code) ?? "") !== hash);
}

/**
 * What a file of the roll-up says: what was sealed, under its hash, as long as no unit has said anything since; today's
 * sums under no hash afterwards. `at` is the moment they stand for.
 */
export function toPrint(period: ReportPeriod, rollup: Rollup, now: Date): { rollup: Rollup; hash: string; at: Date } {
  const last = period.rollups.at(-1);
  const holds = sealProblems(String(period._id), period, period.rollups).length === 0;
  if (!last || !holds || isNews({ period, rollup })) return { rollup, hash: "", at: now };
  const sealed = new Map(last.units.map((one) => [one.code, one]));
  const units = rollup.units.flatMap((one) => {
    const then = sealed.get(one.code);
    return then ? [{ ...one, name: then.name, standing: then.standing }] : [];
  });
  return { rollup: { ...rollup, tally: last.tally, lines: last.values, units }, hash: last.hash, at: last.at };
}

/**
 * Counted twice by different ways: what units sealed against one count of all their records at once. Where it differs
 * each unit is counted again, and those that differ are named. @returns sentences for people; [] when all agrees
 */
export async function rollupFaults(deps: FactDeps, period: ReportPeriod, rollup: Rollup): Promise<string[]> {
  const sealed = [...rollup.rows.values()].filter(({ seals }) => seals.length > 0);
  const broken = sealed
    .flatMap((row) => sealProblems(row._id, period, row.seals))
    .map((one) => `Niêm phong không khớp: ${one}`);
  return [...broken, ...totalFaults(rollup.lines, rollup.units), ...(await recount(deps, period, rollup, sealed))];
}

async function recount(
  deps: FactDeps,
  period: ReportPeriod,
  { units }: Rollup,
  sealed: readonly UnitReport[],
): Promise<string[]> {
  const span = spanOf(period);
  const scopes = new Map<string, Scope>();
  for (const { unitCode } of sealed) scopes.set(unitCode, await countedScope(unitCode, period));
  const all: Scope = {
    ...(await countedScope(period.unitCode, period)),
    own: [...new Set([...scopes.values()].flatMap(({ own }) => own))],
    above: [],
    below: [],
    after: [],
  };
  const nameOf = new Map(units.map(({ code, name }) => [code, name]));
  const last = sealed.map(({ unitCode, seals }) => ({ unitCode, facts: seals.at(-1)?.facts ?? [] }));
  const codes = [...new Set(last.flatMap(({ facts }) => facts.map(({ code }) => code)))];
  const faults: string[] = [];
  for (const code of codes) {
    const fact = factByCode(deps, code);
    if (!fact) continue;
    const of = last.flatMap(({ unitCode, facts }) => {
      const n = facts.find((one) => one.code === code)?.n;
      return n === undefined ? [] : [{ unitCode, n }];
    });
    const [sum, again] = [of.reduce((total, { n }) => total + n, 0), await fact.count(all, span)];
    if (of.length === last.length && sum === again) continue;
    for (const { unitCode, n } of of) {
      const scope = scopes.get(unitCode);
      const now = scope ? await fact.count(scope, span) : n;
      if (now !== n)
        faults.push(
          `${fact.name}, ${nameOf.get(unitCode) ?? unitCode}: đã nộp ${n}, ghi nhận nay ${now}, lệch ${Math.abs(now - n)}`,
        );
    }
  }
  return faults;
}
