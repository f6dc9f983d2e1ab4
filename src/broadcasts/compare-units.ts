import { linesBelow, nameOfLine } from "../units/lines.ts";
import { scopeOf } from "../units/scope-of.ts";
import { findUnits } from "../units/unit.store.ts";
import { listOas } from "../zalo/oa.store.ts";
import { listFinished } from "./broadcast-times.store.ts";
import { acceptedOf } from "./rules.ts";

export interface UnitReach {
  name: string;
  broadcasts: number;
  followers: number;
  population: number;
  /** people reached by one broadcast, per 1,000: least, mean, most */
  low: number;
  mean: number;
  high: number;
}

/**
 * People whom one broadcast reached, per 1,000 followers or residents, with the range over the period's broadcasts. In
 * the order of the alphabet: units differ in size and net, so this is a look around and never a ranking. What a unit sent
 * that came whole to another stands with that one, by the base it had itself; a divided one has a line of its own.
 */
export async function compareUnits(
  departmentCode: string,
  since: Date,
  now: Date,
  per: "followers" | "residents",
): Promise<UnitReach[]> {
  const [lines, oas, finished] = await Promise.all([
    linesBelow(await scopeOf({ unitCode: departmentCode }, now), now),
    listOas(),
    listFinished(since, now),
  ]);
  const followers = new Map(oas.map((oa) => [oa.unitCode, oa.followerCount]));
  const people = new Map(
    (await findUnits(lines.flatMap(({ codes }) => codes))).map(({ _id, population }) => [_id, population]),
  );
  const reached = new Map<string, number[]>();
  for (const broadcast of finished) {
    if (broadcast.units.length > 0 || broadcast.total === 0) continue;
    reached.set(broadcast.unitCode, [...(reached.get(broadcast.unitCode) ?? []), acceptedOf(broadcast.counts)]);
  }
  const bases = per === "followers" ? followers : people;
  const sumOf = (of: ReadonlyMap<string, number>, codes: readonly string[]): number =>
    codes.reduce((sum, code) => sum + (of.get(code) ?? 0), 0);
  return lines.map((line) => {
    const rates = line.codes.flatMap((code) => {
      // an OA that went on to the successor counts there
      const base = bases.get(code) || sumOf(bases, line.codes);
      return base > 0 ? (reached.get(code) ?? []).map((n) => Math.min(1000, (n / base) * 1000)) : [];
    });
    return {
      name: nameOfLine(line),
      broadcasts: rates.length,
      followers: sumOf(followers, line.codes),
      population: sumOf(people, line.codes),
      low: rates.length > 0 ? Math.min(...rates) : 0,
      mean: rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length),
      high: Math.max(0, ...rates),
    };
  });
}
