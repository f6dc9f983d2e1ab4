import type { Campaign } from "../content/campaign.model.ts";
import { listPublished } from "../content/campaign.store.ts";
import { coverageOf } from "../content/phases.ts";
import type { Fact, Span } from "../kernel/fact.ts";
import type { Scope } from "../kernel/scope.ts";
import { scopeOf } from "../units/scope-of.ts";
import { findUnit } from "../units/unit.store.ts";
import { type FactDeps, rowsOfFact } from "./count-facts.ts";
import { unitsBelowAt } from "./expected.ts";
import { type Stage, stagesOf } from "./stages.ts";

/** A row of three columns and their sum. */
export interface FinalLine {
  code: string;
  name: string;
  /** stage by stage */
  n: number[];
  total: number;
}
export interface FinalUnit {
  code: string;
  name: string;
  tier: string;
  /** code of a fact → stage by stage */
  figures: Record<string, number[]>;
}
/** What all units of a campaign did before, during and after it. */
export interface FinalReport {
  campaign: Campaign;
  stages: Stage[];
  /** what was published of each topic of the campaign */
  topics: FinalLine[];
  /** what the records of all units give, added up over `units` */
  lines: FinalLine[];
  /** who made the campaign, then every unit below it, as they stand when the figures are counted */
  units: FinalUnit[];
  at: Date;
}

/** Records of so many units are read at once: fast, and far below what a store gives in one go. */
const AT_ONCE = 16;
const sum = (of: readonly number[]): number => of.reduce((all, one) => all + one, 0);

/**
 * Counted from the records of this moment by the same facts that fill periodic reports; nothing is stored.
 * @throws AppError 409 for a campaign without its three stages
 */
export async function gatherFinal({ facts }: FactDeps, campaign: Campaign, now: Date): Promise<FinalReport> {
  const stages = stagesOf(campaign, now);
  const listed = await unitsOf(campaign, now);
  const units: FinalUnit[] = [];
  for (let k = 0; k < listed.length; k += AT_ONCE)
    units.push(...(await countUnits(facts(), listed.slice(k, k + AT_ONCE), stages)));
  const codes = [...new Set(listed.flatMap(({ scope }) => scope.own))];
  const published = await listPublished(String(campaign._id), codes);
  return {
    campaign,
    stages,
    // a day beyond the three stages is in no column: the sum is that of the columns
    topics: coverageOf(campaign, published).map(({ topic, name, counts }) => {
      const n = counts.map((one) => one.n);
      return { code: topic, name, n, total: sum(n) };
    }),
    lines: facts().map(({ code, name }) => {
      const n = stages.map((_, k) => sum(units.map(({ figures }) => figures[code]?.[k] ?? 0)));
      return { code, name, n, total: sum(n) };
    }),
    units,
    at: now,
  };
}

type Listed = Omit<FinalUnit, "figures"> & { scope: Scope };

/** Every fact of these units, stage by stage. */
async function countUnits(
  facts: readonly Fact[],
  listed: readonly Listed[],
  stages: readonly Stage[],
): Promise<FinalUnit[]> {
  const units = listed.map(({ code: own, name, tier }): FinalUnit => {
    const figures = Object.fromEntries(facts.map(({ code }) => [code, stages.map(() => 0)]));
    return { code: own, name, tier, figures };
  });
  for (const fact of facts)
    for (const [k, { spans }] of stages.entries())
      for (const span of spans) {
        const counted = await countEach(fact, listed, span);
        for (const [u, { figures }] of units.entries()) {
          const row = figures[fact.code] ?? [];
          row[k] = (row[k] ?? 0) + (counted[u] ?? 0);
        }
      }
  return units;
}

/** Read once for all of these units, and parted by whose each record is; where a record is of several, unit by unit. */
async function countEach(fact: Fact, listed: readonly Listed[], span: Span): Promise<number[]> {
  const [first] = listed;
  if (!first) return [];
  const own = [...new Set(listed.flatMap(({ scope }) => scope.own))];
  const rows = await rowsOfFact(fact, { ...first.scope, own, above: [], below: [], after: [] }, span);
  if (rows.some(({ unit }) => unit === undefined))
    return Promise.all(listed.map(({ scope }) => fact.count(scope, span)));
  const of = new Map<string, number>();
  for (const { unit = "", n } of rows) of.set(unit, (of.get(unit) ?? 0) + n);
  return listed.map(({ scope }) => sum(scope.own.map((code) => of.get(code) ?? 0)));
}

/** Who made the campaign and those below it, each with the units that came whole to it. */
async function unitsOf({ unitCode }: Campaign, now: Date): Promise<Listed[]> {
  const scope = await scopeOf({ unitCode }, now);
  const below = await unitsBelowAt(unitCode, now);
  return [
    { code: unitCode, name: (await findUnit(unitCode))?.name ?? unitCode, tier: "", scope },
    ...(await Promise.all(
      below.map(async ({ code, name, tier }) => ({ code, name, tier, scope: await scopeOf({ unitCode: code }, now) })),
    )),
  ];
}
