import { ownAndAbove, ownCode, type Scope } from "../kernel/scope.ts";
import type { Since } from "./lineage.ts";
import { isInForce, type InTree, readBelow, readInTree } from "./unit.store.ts";
import { isDepartment } from "./kinds.ts";

/** More tiers than any tree of offices has: a circle in the records ends here. */
const MOST_TIERS = 6;

const parentOn = (unit: InTree | null, day: Date): string | undefined =>
  unit?.parents.find((one) => one.from <= day && (!one.to || day < one.to))?.code;

/** What a unit is on a day: the one answer to "whose" for everybody who works there. */
export async function scopeOf({ unitCode: code }: { unitCode: string }, day: Date): Promise<Scope> {
  const self = await readInTree(code);
  const answer = isDepartment(self) ? await readBelow(code, day) : [];
  const below = answer.filter((one) => one._id !== code && isInForce(one, day) && parentOn(one, day) === code);
  const above: string[] = [];
  for (let at = self; above.length < MOST_TIERS; ) {
    const next = parentOn(at, day);
    if (next === undefined || next === code || above.includes(next)) break;
    above.push(next);
    at = await readInTree(next);
  }
  const until = (since: readonly Since[] = []): string[] => since.flatMap((one) => (one.from <= day ? [one.code] : []));
  return {
    unit: ownCode(code),
    own: [code, ...until(self?.held)],
    above,
    below: below.map((one) => one._id),
    after: until(self?.became),
  };
}

/** Whose things residents of a unit are shown: its own, of units that came to it whole, and of those above it. */
export const shownAt = async (unitCode: string, day: Date): Promise<string[]> =>
  ownAndAbove(await scopeOf({ unitCode }, day));
