import type { BroadcastHead } from "../broadcasts/broadcast.model.ts";
import { listBetween, whenOf } from "../broadcasts/broadcast-times.store.ts";
import { readAudience } from "../broadcasts/summarise-audience.ts";
import { STATE_NAMES } from "../broadcasts/rules.ts";
import { unitAndAbove } from "../content/campaigns-of-unit.ts";
import { startOfDay, startOfMonth } from "../kernel/dates.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { codeOf, holds, ownOf, type Whose } from "../kernel/scope.ts";
import { DEFAULT_SEND_HOURS } from "../units/unit.model.ts";
import { findUnit } from "../units/unit.store.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import { ofPackage, type Terms } from "../zalo/terms.ts";
import type { Entry } from "./calendar.model.ts";
import { listEntries, listOwnDays } from "./calendar.store.ts";
import { type KnownDay, NATIONAL_DAYS } from "./days.ts";
import { type Budget, reachBudget } from "./reach-budget.ts";

/** One thing on the calendar: planned, approved, or gone out. */
export interface Planned {
  id: string;
  kind: "entry" | "broadcast";
  title: string;
  day: string;
  time: string;
  channel: string;
  state: string;
  stateName: string;
  link: string;
  /** by which OA it goes or went; "" of what is only meant to go */
  oaId: string;
}

const localTime = (at: Date): string => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(11, 16);
const fromBroadcast = (broadcast: BroadcastHead, at: Date): Planned => ({
  id: String(broadcast._id),
  kind: "broadcast",
  title: broadcast.title,
  day: dayKey(at),
  time: localTime(at),
  channel: broadcast.channel,
  state: broadcast.state,
  stateName: STATE_NAMES[broadcast.state],
  link: `/console/gui-tin/${String(broadcast._id)}`,
  oaId: broadcast.oaId,
});
const fromEntry = (entry: Entry): Planned => ({
  id: String(entry._id),
  kind: "entry",
  title: entry.title,
  day: entry.day,
  time: entry.time,
  channel: entry.channel,
  state: "planned",
  stateName: "Dự kiến",
  link: entry.itemId ? `/console/gui-tin/moi?item=${entry.itemId}&when=hen&at=${entry.day}T${entry.time}` : "",
  oaId: "",
});

/** Everything of a unit between two days, in order. Drafts without a time stand on no day. */
export async function readPlanned(whose: Whose, from: Date, to: Date): Promise<Planned[]> {
  const [entries, broadcasts] = await Promise.all([
    listEntries(ownOf(whose), dayKey(from), dayKey(to)),
    listBetween(whose, from, to),
  ]);
  return [
    ...entries.map(fromEntry),
    ...broadcasts.map((broadcast) => fromBroadcast(broadcast, whenOf(broadcast) ?? broadcast.createdAt)),
  ].toSorted((a, b) => `${a.day} ${a.time}`.localeCompare(`${b.day} ${b.time}`));
}

/** Days that matter for a unit: the country's, and those of the unit and the units above it. */
export async function knownDays(whose: Whose, on: Date): Promise<(KnownDay & { id?: string; own: boolean })[]> {
  const own = await listOwnDays(await unitAndAbove(whose, on));
  return [
    ...NATIONAL_DAYS.map((day) => ({ ...day, own: false })),
    ...own.map((day) => ({ ...day, id: String(day._id), own: holds(whose, day.unitCode) })),
  ];
}

export interface Reach extends Budget {
  followers: number;
  /** followers who wrote to the OA in the last seven days: whom personal messages can reach today */
  inWindow: number;
  packageName: string;
  /** when people were counted; null: just now */
  countedAt: Date | null;
}

/** The month's reach budget of a unit's OA; undefined while it has none. */
export async function readBudget(whose: Whose, month: Date, now: Date, terms: Terms): Promise<Reach | undefined> {
  const [unit, oa] = await Promise.all([findUnit(codeOf(whose)), findOaOfUnit(codeOf(whose))]);
  if (!unit || !oa) return undefined;
  const from = startOfMonth(month);
  // what a unit that came to this one sent by an OA of its own is not this OA's
  const rows = (await readPlanned(whose, from, startOfMonth(month, 1))).filter(
    (row) => row.channel === "article" && ["", oa._id].includes(row.oaId),
  );
  const gone = rows.filter((row) => row.kind === "broadcast" && !["draft", "waiting", "scheduled"].includes(row.state));
  const ahead = rows.filter((row) => !gone.includes(row));
  const audience = await readAudience(oa._id, now);
  const budget = reachBudget(
    ahead.map((row) => ({ id: row.id, title: row.title, day: row.day, fixed: row.kind === "broadcast" })),
    gone.length,
    month > now ? startOfDay(from) : now,
    {
      cap: ofPackage(terms.broadcastsAMonth.value, oa.packageName),
      mostArticles: terms.articlesInBroadcast.value,
      followers: audience.followers,
      sendHours: unit.sendHours ?? DEFAULT_SEND_HOURS,
    },
  );
  return {
    ...budget,
    followers: audience.followers,
    inWindow: audience.inWindow,
    countedAt: audience.at,
    packageName: oa.packageName,
  };
}
