import { days } from "../kernel/clock.ts";
import { localParts, startOfDay, startOfMonth } from "../kernel/dates.ts";
import { dayKey, lastSlotOf, type SendHours } from "../kernel/send-hours.ts";

/** One planned article item; `id` is the entry's or the broadcast's. */
export interface PlannedItem {
  id: string;
  title: string;
  /** yyyy-mm-dd in Vietnam */
  day: string;
  /** already approved with this day: it cannot be moved by a proposal */
  fixed: boolean;
}

export interface BudgetTerms {
  /** article broadcasts a follower can get in a month */
  cap: number;
  mostArticles: number;
  followers: number;
  sendHours: SendHours;
}

export interface ItemReach {
  id: string;
  title: string;
  day: string;
  /** followers who can still get it this month */
  reach: number;
  /** the broadcast of the month it goes with, from 1; 0 = none is left */
  slot: number;
  why: string;
}

export interface Merge {
  items: PlannedItem[];
  day: string;
  slot: Date;
}

export interface Budget {
  cap: number;
  used: number;
  left: number;
  items: ItemReach[];
  /** what to send together so that everything fits; empty when it fits already */
  merges: Merge[];
  /** items for which no broadcast of the month is left even after merging */
  never: PlannedItem[];
  nextMonth: Date | undefined;
}

const at = (day: string): Date => new Date(`${day}T00:00:00+07:00`);

/** The last moment, on or before a day and not before `from`, at which a broadcast may go. */
export function lastAllowedSlot(day: string, from: Date, rule: SendHours): Date | undefined {
  for (let date = at(day); date.getTime() >= startOfDay(from).getTime(); date = new Date(date.getTime() - days(1))) {
    const slot = lastSlotOf(date, rule);
    if (slot && slot >= from) return slot;
  }
  return undefined;
}

/**
 * What a month's article broadcasts can still reach. Every day with articles is one broadcast (Zalo gives a person one a
 * day, with at most five articles); broadcasts beyond the month's cap reach nobody. When the plan needs more broadcasts
 * than are left, neighbours are proposed to go together on the later one's day, so that nothing goes before it is ripe
 * (should that day have become a quiet one: the last allowed before it).
 * @param used broadcasts of this month that went out already
 */
export function reachBudget(planned: PlannedItem[], used: number, now: Date, terms: BudgetTerms): Budget {
  const items = planned.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const left = Math.max(0, terms.cap - used);
  const today = groupByDay(items, terms.mostArticles);
  const wanted = today.length <= left ? today : packInto(items, left, terms.mostArticles);
  const reaches = items.map((item): ItemReach => {
    const n = today.findIndex((group) => group.includes(item));
    const fits = n >= 0 && n < left;
    return {
      id: item.id,
      title: item.title,
      day: item.day,
      reach: fits ? terms.followers : 0,
      slot: fits ? used + n + 1 : 0,
      why: fits ? "" : left === 0 ? "Tháng này không còn lượt phát nào" : `Chỉ còn ${left} lượt phát trong tháng`,
    };
  });
  const placed = new Set(wanted.flat());
  const merges = wanted.flatMap((group) => {
    const last = group.at(-1);
    if (!last || (group.length < 2 && today.length <= left)) return [];
    const slot = lastAllowedSlot(last.day, now, terms.sendHours);
    const sameDay = group.every((item) => item.day === last.day);
    return slot && !sameDay ? [{ items: group, day: dayKey(slot), slot }] : [];
  });
  return {
    cap: terms.cap,
    used,
    left,
    items: reaches,
    merges,
    never: items.filter((item) => !placed.has(item)),
    nextMonth: items.some((item) => !placed.has(item)) ? startOfMonth(now, 1) : undefined,
  };
}

/** One broadcast per day; a day with more than five articles needs a second one, which the same day cannot have. */
function groupByDay(items: PlannedItem[], most: number): PlannedItem[][] {
  const groups: PlannedItem[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && last[0]?.day === item.day && last.length < most) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

/** Neighbours together into `slots` groups of at most `most`, the earliest groups no larger than needed. */
function packInto(items: PlannedItem[], slots: number, most: number): PlannedItem[][] {
  const room = items.slice(0, slots * most);
  const groups: PlannedItem[][] = [];
  let rest = room;
  for (let n = slots; n > 0 && rest.length > 0; n -= 1) {
    // the groups after this one can take (n - 1) * most
    const size = Math.max(1, rest.length - (n - 1) * most);
    groups.push(rest.slice(0, Math.min(size, most)));
    rest = rest.slice(Math.min(size, most));
  }
  return groups;
}

/** Days of a month as rows of a table, Monday first; days outside of it are empty. */
export function weeksOf(month: Date): (Date | null)[][] {
  const first = startOfMonth(month);
  const next = startOfMonth(month, 1);
  const lead = (localParts(first).weekday + 6) % 7;
  const count = Math.round((next.getTime() - first.getTime()) / 86_400_000);
  const cells: (Date | null)[] = [
    ...Array.from({ length: lead }, () => null),
    ...Array.from({ length: count }, (_, n) => new Date(first.getTime() + n * 86_400_000)),
  ];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
