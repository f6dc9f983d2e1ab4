import { byVietnamese } from "../kernel/vietnamese.ts";
import { listChildren } from "../units/unit.store.ts";
import { listOas } from "../zalo/oa.store.ts";
import { listFinished } from "./broadcast.store.ts";
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
 * the order of the alphabet: units differ in size and net, so this is a look around and never a ranking.
 */
export async function compareUnits(
  departmentCode: string,
  since: Date,
  now: Date,
  per: "followers" | "residents",
): Promise<UnitReach[]> {
  const [units, oas, finished] = await Promise.all([
    listChildren(departmentCode, now),
    listOas(),
    listFinished(since, now),
  ]);
  const followers = new Map(oas.map((oa) => [oa.unitCode, oa.followerCount]));
  const reached = new Map<string, number[]>();
  for (const broadcast of finished) {
    if (broadcast.units.length > 0 || broadcast.total === 0) continue;
    reached.set(broadcast.unitCode, [...(reached.get(broadcast.unitCode) ?? []), acceptedOf(broadcast.counts)]);
  }
  return units
    .map((unit) => {
      const count = followers.get(unit._id) ?? 0;
      const base = per === "followers" ? count : unit.population;
      const rates = base > 0 ? (reached.get(unit._id) ?? []).map((n) => Math.min(1000, (n / base) * 1000)) : [];
      return {
        name: unit.name,
        broadcasts: rates.length,
        followers: count,
        population: unit.population,
        low: rates.length > 0 ? Math.min(...rates) : 0,
        mean: rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length),
        high: Math.max(0, ...rates),
      };
    })
    .toSorted((a, b) => byVietnamese(a.name, b.name));
}
