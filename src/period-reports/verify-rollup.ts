import { canonical } from "../decisions/compare.ts";
import { gatherRollup } from "./gather-rollup.ts";
import type { ReportPeriod } from "./period.model.ts";
import { totalFaults } from "./roll-up.ts";
import { tallyOf } from "./rules.ts";
import { printOfList, sealProblems } from "./seal.ts";

/** The list, the sealed sums, and what was told to the Cục. For operators, in English. */
export async function rollupProblems(period: ReportPeriod, now: Date): Promise<string[]> {
  const { rollups, expected, forwarded, state } = period;
  const told = forwarded && rollups.find(({ hash }) => hash === forwarded.hash);
  return [
    ...sealProblems(String(period._id), period, rollups),
    ...(expected && expected.hash !== printOfList(String(period._id), expected)
      ? ["the list of who reports is not the one that was frozen"]
      : []),
    ...((state === "sealed") === rollups.length > 0 ? [] : [`the period is ${state} with ${rollups.length} seals`]),
    ...(forwarded && (!told || told.at > forwarded.at) ? ["what was told to the Cục was never sealed"] : []),
    ...(await lastProblems(period, now)),
  ];
}

async function lastProblems(period: ReportPeriod, now: Date): Promise<string[]> {
  const last = period.rollups.at(-1);
  if (!last) return [];
  const { units, lines } = await gatherRollup(period, now);
  const [then, today] = [
    new Map(last.units.map((one) => [one.code, one])),
    new Map(units.map((one) => [one.code, one])),
  ];
  const moved = [...new Set([...then.keys(), ...today.keys()])].flatMap((code) => {
    const [was, is] = [then.get(code), today.get(code)];
    if ((was?.hash ?? "") !== (is?.hash ?? ""))
      return [`roll-up: ${code} was sealed with ${was?.hash || "nothing"}, now ${is?.hash || "nothing"}`];
    if (!was || !is || was.name !== is.name) return [`roll-up: ${code} is not on both lists`];
    // without a report time alone makes "not opened" into "missing"
    return was.hash === "" || was.standing === is.standing
      ? []
      : [`roll-up: ${code} was sealed as ${was.standing}, now ${is.standing}`];
  });
  if (moved.length > 0) return moved;
  return [
    ...totalFaults(last.values, units),
    ...(canonical(last.values) === canonical(lines) ? [] : ["roll-up: its lines are not what its reports add up to"]),
    ...(canonical(last.tally) === canonical(tallyOf(last.units.map(({ standing }) => standing)))
      ? []
      : ["roll-up: its count of units is not that of its list"]),
  ];
}
