import { localParts, startOfDay } from "../kernel/dates.ts";
import { dayKey, isTet, type SendHours } from "../kernel/send-hours.ts";
import { daysOn, type KnownDay } from "./days.ts";
import { lastAllowedSlot, type PlannedItem, reachBudget } from "./reach-budget.ts";

/** A unit as the year's run sees it. */
export interface SimUnit {
  code: string;
  name: string;
  followers: number;
  /** article broadcasts a follower can get in a month */
  cap: number;
  sendHours: SendHours;
  known: readonly KnownDay[];
  /** entries somebody planned already, yyyy-mm-dd */
  planned: { day: string; title: string }[];
}

export interface UnitYear {
  code: string;
  name: string;
  planned: number;
  broadcasts: number;
  /** items that went out with others because the month had no broadcast of their own */
  merged: number;
  /** items moved off a quiet day */
  moved: number;
  never: { day: string; title: string; why: string }[];
  /** receipts per follower: items that reached each follower in the year */
  itemsPerFollower: number;
  /** months in which the cap was met */
  tightMonths: number;
}

export interface SimOptions {
  from: Date;
  days: number;
  /** digests a week beside the days that matter, Tuesday and Friday first */
  digestsAWeek: number;
  mostArticles: number;
}

const DIGEST_WEEKDAYS = [2, 5, 1, 4, 3, 6, 0];

/**
 * Runs a calendar on a clock that jumps from day to day: plans what the days that matter suggest and the weekly digests,
 * gives out each month's broadcasts by the same rules as the calendar page, and says who gets what, where the caps bite
 * and what never leaves. The same input gives the same year.
 */
export function simulateYear(units: readonly SimUnit[], options: SimOptions): UnitYear[] {
  return units.map((unit) => runUnit(unit, options));
}

function runUnit(unit: SimUnit, options: SimOptions): UnitYear {
  const year: UnitYear = {
    code: unit.code,
    name: unit.name,
    planned: 0,
    broadcasts: 0,
    merged: 0,
    moved: 0,
    never: [],
    itemsPerFollower: 0,
    tightMonths: 0,
  };
  const byMonth = new Map<string, PlannedItem[]>();
  for (let n = 0; n < options.days; n += 1) {
    const day = new Date(startOfDay(options.from).getTime() + n * 86_400_000);
    for (const title of wishesOf(unit, day, options.digestsAWeek)) {
      year.planned += 1;
      const placed = place(unit, day, options.from, title, year);
      if (placed) byMonth.set(placed.day.slice(0, 7), [...(byMonth.get(placed.day.slice(0, 7)) ?? []), placed]);
    }
  }
  for (const [month, items] of byMonth) settleMonth(unit, month, items, options, year);
  return year;
}

function wishesOf(unit: SimUnit, day: Date, digests: number): string[] {
  const wishes = unit.planned.filter((one) => one.day === dayKey(day)).map((one) => one.title);
  const lead = unit.known.flatMap((one) => {
    const at = new Date(day.getTime() + one.leadDays * 86_400_000);
    return daysOn(at, [one]).map((found) => found.suggestions[0] ?? found.name);
  });
  const { weekday } = localParts(day);
  const digest = DIGEST_WEEKDAYS.slice(0, digests).includes(weekday) ? ["Điểm tin của xã"] : [];
  return [...wishes, ...lead, ...digest];
}

/** A quiet day's item goes on the last allowed day before it, or is named as never leaving. */
function place(unit: SimUnit, day: Date, from: Date, title: string, year: UnitYear): PlannedItem | undefined {
  const slot = lastAllowedSlot(dayKey(day), from, unit.sendHours);
  const id = `${unit.code}:${year.planned}`;
  if (!slot) {
    year.never.push({ day: dayKey(day), title, why: isTet(day) ? "Tết" : "ngày không gửi tin" });
    return undefined;
  }
  if (dayKey(slot) !== dayKey(day)) year.moved += 1;
  return { id, title, day: dayKey(slot), fixed: false };
}

function settleMonth(unit: SimUnit, month: string, items: PlannedItem[], options: SimOptions, year: UnitYear): void {
  const budget = reachBudget(items, 0, new Date(`${month}-01T00:00:00+07:00`), {
    cap: unit.cap,
    mostArticles: options.mostArticles,
    followers: unit.followers,
    sendHours: unit.sendHours,
  });
  const left = new Set(budget.never.map((item) => item.id));
  const sent = items.filter((item) => !left.has(item.id));
  year.never.push(
    ...budget.never.map(({ day, title }) => ({ day, title, why: `quá ${unit.cap} lượt phát của tháng` })),
  );
  const own = new Set(sent.map((item) => item.day)).size;
  year.broadcasts += Math.min(own, unit.cap);
  if (own > unit.cap) {
    year.tightMonths += 1;
    year.merged += budget.merges.reduce((sum, merge) => sum + merge.items.length - 1, 0);
  }
  if (unit.followers > 0) year.itemsPerFollower += sent.length;
}

/** The year in a few lines for a person. */
export function summarise(years: readonly UnitYear[]): Record<string, number> {
  const sum = (pick: (year: UnitYear) => number): number => years.reduce((total, year) => total + pick(year), 0);
  return {
    units: years.length,
    planned: sum((year) => year.planned),
    broadcasts: sum((year) => year.broadcasts),
    merged: sum((year) => year.merged),
    moved: sum((year) => year.moved),
    neverLeft: sum((year) => year.never.length),
    tightMonths: sum((year) => year.tightMonths),
  };
}
