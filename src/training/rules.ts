import { days } from "../kernel/clock.ts";
import { localParts } from "../kernel/dates.ts";
import { fold } from "../kernel/vietnamese.ts";
import type { ClassState, Course, EntryRow, Figures, Group, Seat } from "./class.model.ts";
import { presentIn, type Entry } from "./ticket.ts";

export const STATE_NAMES: Readonly<Record<ClassState, string>> = {
  draft: "Dự thảo",
  approved: "Đã phê duyệt",
  open: "Mở đăng ký",
  running: "Diễn ra",
  reported: "Đã báo cáo",
};

const seatsOf = (groups: readonly Group[]): number => groups.reduce((sum, one) => sum + one.units.length * one.each, 0);

/** "16 + 126 = 142": whether the quotas are what the class holds (S1-05). "" when they agree. */
export function quotaWarning(groups: readonly Group[], capacity: number): string {
  const sum = seatsOf(groups);
  if (groups.length === 0 || sum === capacity) return "";
  const parts = groups.map((one) => one.units.length * one.each).join(" + ");
  return `Chỉ tiêu các nhóm ${parts}${groups.length > 1 ? ` = ${sum}` : ""}, khác sức chứa ${capacity} người.`;
}

/** Days between which a class is listed: its own day, or the planned quarter (S0-05). */
export function spanOf({ startsAt, year, quarter }: Pick<Course, "startsAt" | "year" | "quarter">): {
  from: string;
  to: string;
  dated: boolean;
} {
  const pad = (n: number): string => String(n).padStart(2, "0");
  if (startsAt) {
    const { year: y, month, day } = localParts(startsAt);
    const at = `${y}-${pad(month)}-${pad(day)}`;
    return { from: at, to: at, dated: true };
  }
  if (quarter === 0) return { from: `${year}-01-01`, to: `${year}-12-31`, dated: false };
  const last = new Date(Date.UTC(year, quarter * 3, 0)).getUTCDate();
  return { from: `${year}-${pad(quarter * 3 - 2)}-01`, to: `${year}-${pad(quarter * 3)}-${pad(last)}`, dated: false };
}

/** Whether a nominee's post is one the group is for; "" when it is. */
export function postFault({ posts, name }: Group, post: string): string {
  const said = ` ${fold(post)} `;
  if (posts.length === 0 || posts.some((one) => said.includes(` ${fold(one)} `))) return "";
  return `Chức danh “${post.trim()}” không thuộc đối tượng của nhóm ${name}: ${posts.join(", ")}`;
}

export interface Board {
  name: string;
  key: string;
  seats: number;
  named: number;
  missing: number;
  replaced: number;
}
/** Each group with its own totals: đã cử + chưa cử = cộng. */
export const boardsOf = (groups: readonly Group[], seats: readonly Seat[]): Board[] =>
  groups.map(({ key, name }) => {
    const own = seats.filter((one) => one.group === key);
    const named = own.filter((one) => one.ticket !== "").length;
    return {
      key,
      name,
      seats: own.length,
      named,
      missing: own.length - named,
      replaced: own.filter((one) => one.revoked.length > 0).length,
    };
  });

/** After the report nobody comes in any more: its figures are fixed. */
export const takesEntries = ({ state }: Pick<Course, "state">): boolean => state === "open" || state === "running";

/** Not what waits for a person, and not what one left out. */
export const isCounted = ({ state }: Pick<EntryRow, "state">): boolean => state !== "waits" && state !== "refused";

/** How many of each unit of the house came: what is left of it when who came is erased. */
export function presentOf(seats: readonly Seat[], entries: readonly Entry[]): { code: string; present: number }[] {
  const came = presentIn(entries);
  const counts = new Map<string, number>();
  for (const { unitCode, ticket } of seats)
    if (unitCode !== "") counts.set(unitCode, (counts.get(unitCode) ?? 0) + (came.has(ticket) ? 1 : 0));
  return [...counts].map(([code, present]) => ({ code, present }));
}

/** Who was nominated and came, and who did not: present + absent = nominated (S0-19). */
export function figuresOf(groups: readonly Group[], seats: readonly Seat[], entries: readonly Entry[]): Figures {
  const came = presentIn(entries);
  const named = seats.filter((one) => one.ticket !== "");
  const present = named.filter((one) => came.has(one.ticket)).length;
  return {
    invited: seats.length,
    nominated: named.length,
    replaced: named.filter((one) => one.revoked.length > 0).length,
    present,
    absent: named.length - present,
    groups: groups.map(({ key, name }) => {
      const own = seats.filter((one) => one.group === key);
      const here = own.filter((one) => one.ticket !== "");
      return {
        name,
        invited: own.length,
        nominated: here.length,
        present: here.filter((one) => came.has(one.ticket)).length,
      };
    }),
  };
}

/** After so many days a unit says what it does with what was learned (S0-21). */
export const AFTER_DAYS = 30;
export const mayTellApplied = (course: Pick<Course, "startsAt" | "createdAt">, now: Date): boolean =>
  now.getTime() >= (course.startsAt ?? course.createdAt).getTime() + days(AFTER_DAYS);

/** Fewer answers than this say who answered. */
export const FEWEST_ANSWERS = 5;
export function scoresOf(scores: readonly number[]): { n: number; mean: number } | null {
  const n = scores.reduce((sum, one) => sum + one, 0);
  if (n < FEWEST_ANSWERS) return null;
  return { n, mean: scores.reduce((sum, one, at) => sum + one * (at + 1), 0) / n };
}
