import { listEntries, listOwnDays } from "../calendar/calendar.store.ts";
import { NATIONAL_DAYS } from "../calendar/days.ts";
import { type SimUnit, simulateYear, summarise, type UnitYear } from "../calendar/simulate-year.ts";
import type { Core } from "../compose.ts";
import { formatLocal, parseLocal } from "../kernel/dates.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { DEFAULT_SEND_HOURS } from "../units/unit.model.ts";
import { isInForce, listUnits } from "../units/unit.store.ts";
import { listOas } from "../zalo/oa.store.ts";
import { ofPackage } from "../zalo/terms.ts";

export type Answer = Record<string, unknown>;
export interface Words {
  rest: string[];
  option(name: string): string;
  optional(name: string, otherwise: string): string;
  json: boolean;
}

/** Unit without an OA of its own yet: the run supposes this package and a fifth of the people as followers. */
const SUPPOSED = { package: "Growth", share: 0.2 };

/** `loa simulate`: a year of all units in force, by the rules the calendar page uses; prints a line per unit. */
export async function simulate(core: Core, words: Words): Promise<Answer | undefined> {
  const from = parseLocal(words.optional("from", dayKey(core.clock.now())));
  const days = Number(words.optional("days", "365"));
  const weekly = Number(words.optional("weekly", "2"));
  if (!from || !Number.isInteger(days) || days < 1 || days > 3660 || !(weekly >= 0 && weekly <= 7))
    throw new Error("--from is a date as YYYY-MM-DD, --days 1 to 3660, --weekly 0 to 7");
  const started = performance.now();
  const years = simulateYear(await readUnits(core, from, days), {
    from,
    days,
    digestsAWeek: weekly,
    mostArticles: core.terms.articlesInBroadcast.value,
  });
  const totals = {
    from: formatLocal(from).slice(0, 10),
    days,
    ...summarise(years),
    milliseconds: Math.round(performance.now() - started),
  };
  if (words.json) return { ...totals, byUnit: years };
  process.stdout.write(table(years));
  return totals;
}

async function readUnits(core: Core, from: Date, days: number): Promise<SimUnit[]> {
  const units = (await listUnits()).filter(
    (unit) => unit.kind !== "department" && unit.kind !== "district" && isInForce(unit, from),
  );
  const oas = new Map((await listOas()).map((oa) => [oa.unitCode, oa]));
  const parents = [...new Set(units.flatMap((unit) => unit.parents.map((period) => period.code)))];
  const own = await listOwnDays([...units.map((unit) => unit._id), ...parents]);
  const until = dayKey(new Date(from.getTime() + days * 86_400_000));
  const entries = await listEntries(
    units.map((unit) => unit._id),
    dayKey(from),
    until,
  );
  return units.map((unit) => {
    const oa = oas.get(unit._id);
    const above = new Set([unit._id, ...unit.parents.map((period) => period.code)]);
    return {
      code: unit._id,
      name: unit.name,
      followers: oa?.followerCount ?? Math.round(unit.population * SUPPOSED.share),
      cap: ofPackage(core.terms.broadcastsAMonth.value, oa?.packageName ?? SUPPOSED.package),
      sendHours: unit.sendHours ?? DEFAULT_SEND_HOURS,
      known: [...NATIONAL_DAYS, ...own.filter((day) => above.has(day.unitCode))],
      planned: entries
        .filter((entry) => entry.unitCode === unit._id && entry.channel === "article")
        .map(({ day, title }) => ({ day, title })),
    };
  });
}

function table(years: readonly UnitYear[]): string {
  const lines = years.map((year) => {
    const first = year.never[0];
    return [
      year.code.padEnd(14),
      `planned ${String(year.planned).padStart(4)}`,
      `broadcasts ${String(year.broadcasts).padStart(3)}`,
      `merged ${String(year.merged).padStart(3)}`,
      `moved ${String(year.moved).padStart(2)}`,
      `tight months ${String(year.tightMonths).padStart(2)}`,
      `items per follower ${String(year.itemsPerFollower).padStart(3)}`,
      `never left ${String(year.never.length).padStart(3)}${first ? ` (first: ${first.day} ${first.title}, ${first.why})` : ""}`,
    ].join("  ");
  });
  return `${lines.join("\n")}\n`;
}
