import type { Scope } from "../kernel/scope.ts";
import { isDepartment } from "../units/kinds.ts";
import { linesBelow } from "../units/lines.ts";
import { scopeOf } from "../units/scope-of.ts";
import { findUnits } from "../units/unit.store.ts";
import type { Expected, ReportPeriod } from "./period.model.ts";
import { freezeExpected } from "./period.store.ts";
import { spanOf } from "./rules.ts";
import { printOfList } from "./seal.ts";

/** More tiers than any tree of offices has. */
const MOST_TIERS = 4;

/** The last moment that counts: units are what they are then. */
export const lastMoment = (period: Pick<ReportPeriod, "from" | "cutoff">): Date =>
  new Date(spanOf(period).to.getTime() - 1);

/**
 * Who is to report, as of a day: every unit that stands below, through a middle tier to those under it. Units that were
 * divided have no office any more that could report; those that came whole stand in the one they came to.
 */
async function unitsBelow(scope: Scope, at: Date, tier: string, depth: number): Promise<Expected[]> {
  const lines = (await linesBelow(scope, at)).filter(({ divided }) => !divided);
  const kinds = new Map((await findUnits(lines.map(({ code }) => code))).map((unit) => [unit._id, unit]));
  const found = await Promise.all(
    lines.map(async ({ code, name }) => {
      if (!isDepartment(kinds.get(code)) || depth >= MOST_TIERS) return [{ code, name, tier }];
      return unitsBelow(await scopeOf({ unitCode: code }, at), at, name, depth + 1);
    }),
  );
  return found.flat();
}
export const unitsBelowAt = async (department: string, at: Date): Promise<Expected[]> =>
  unitsBelow(await scopeOf({ unitCode: department }, at), at, "", 0);

/** The frozen list; before the cut-off what it would be today. */
export async function expectedOf(period: ReportPeriod, now: Date): Promise<Expected[]> {
  if (period.expected) return period.expected.units;
  const last = lastMoment(period);
  return unitsBelowAt(period.unitCode, now < last ? now : last);
}

/** Once the cut-off is over, and once for ever: who never opens the form stays in. Returns whether it was done now. */
export async function freezeList(period: ReportPeriod, now: Date): Promise<boolean> {
  if (period.expected || now < spanOf(period).to) return false;
  const units = await unitsBelowAt(period.unitCode, lastMoment(period));
  return freezeExpected(period, { at: now, units, hash: printOfList(String(period._id), { at: now, units }) });
}
