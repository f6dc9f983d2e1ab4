import type { Clock } from "../kernel/clock.ts";
import { days } from "../kernel/clock.ts";
import { localParts } from "../kernel/dates.ts";
import { messageOf } from "../kernel/errors.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { Oa } from "../zalo/oa.model.ts";
import { findOa, noteSync, rememberProfile } from "../zalo/oa.store.ts";
import { addFollowers } from "./citizen.store.ts";
import type { Refusals } from "./refusals.ts";

/** Zalo pages 50 at a time and stops at 10,000 per filter (zalo/openapi.md §4.1). */
const PAGE = 50;
const MOST_PER_FILTER = 10_000;
/** How far back interactions are looked for when one filter cannot hold all followers. */
const OLDEST_DAYS = 730;

export interface SyncResult {
  read: number;
  told: number;
  added: number;
  /** followers Zalo counts but no filter reaches */
  beyondReach: number;
}

/**
 * Reads the OA's followers. Up to 10,000 by one filter; more by days of last interaction, halving a range of days
 * until each holds 10,000 or fewer. The range that was asked also tells when people last interacted.
 */
export async function syncFollowers(
  deps: { clock: Clock; zalo: ZaloClient; refusals: Refusals },
  oaId: string,
): Promise<SyncResult> {
  const oa = await findOa(oaId);
  if (!oa) return { read: 0, told: 0, added: 0, beyondReach: 0 };
  const note = (state: "running" | "done" | "failed", read: number, told: number, text = "") =>
    noteSync(oaId, { state, at: deps.clock.now(), read, told, note: text });
  const result: SyncResult = { read: 0, told: 0, added: 0, beyondReach: 0 };
  try {
    const { oaId: _id, ...profile } = await deps.zalo.getOa(oaId);
    await rememberProfile(oaId, profile);
    result.told = (await deps.zalo.listUsers(oaId, { offset: 0, count: 1, followersOnly: true })).total;
    await note("running", 0, result.told);
    const reader = { ...deps, oa, result, seen: new Set<string>(), now: deps.clock.now(), note };
    for (let day = 7; day >= 0; day -= 1) await readRange(reader, day, day, 12);
    if (result.told > MOST_PER_FILTER) await readRange(reader, OLDEST_DAYS, 8, 0);
    else if (result.read < result.told) await readPages(reader, result.told, null);
    result.beyondReach = Math.max(0, result.told - result.read);
    const beyond = result.beyondReach > 0 ? `Zalo không cho đọc hết: còn ${result.beyondReach} người` : "";
    await note("done", result.read, result.told, beyond);
    return result;
  } catch (error) {
    await note("failed", result.read, result.told, messageOf(error));
    throw error;
  }
}

/** One reading of an OA's followers, as far as it has come. */
interface Reader {
  zalo: ZaloClient;
  refusals: Refusals;
  oa: Oa;
  result: SyncResult;
  seen: Set<string>;
  now: Date;
  note(state: "running", read: number, told: number): Promise<void>;
}

async function readRange(reader: Reader, fromDay: number, toDay: number, depth: number): Promise<void> {
  const { zalo, oa, now } = reader;
  const period = `${dayName(now, fromDay)}:${dayName(now, toDay)}`;
  const { total } = await zalo.listUsers(oa._id, { offset: 0, count: 1, period, followersOnly: true });
  if (total === 0) return;
  if (total > MOST_PER_FILTER && fromDay > toDay && depth < 12) {
    const middle = Math.floor((fromDay + toDay) / 2);
    await readRange(reader, fromDay, middle + 1, depth + 1);
    await readRange(reader, middle, toDay, depth + 1);
    return;
  }
  const spoken = fromDay === toDay ? startOfDay(now, fromDay) : null;
  await readPages(reader, Math.min(total, MOST_PER_FILTER), spoken, period);
}

async function readPages(reader: Reader, total: number, spoken: Date | null, period?: string): Promise<void> {
  const { zalo, refusals, oa, result, seen, now } = reader;
  const filter = { count: PAGE, followersOnly: true, ...(period ? { period } : {}) };
  for (let offset = 0; offset < total; offset += PAGE) {
    const { userIds } = await zalo.listUsers(oa._id, { offset, ...filter });
    const refused = await refusals.among(oa._id, userIds);
    result.added += await addFollowers(oa._id, oa.unitCode, userIds, spoken, now, refused);
    for (const userId of userIds) seen.add(userId);
    result.read = seen.size;
    if (offset % 1000 === 0) await reader.note("running", result.read, result.told);
    if (userIds.length === 0) break;
  }
}

const dayName = (now: Date, daysAgo: number): string => {
  const { year, month, day } = localParts(new Date(now.getTime() - days(daysAgo)));
  return `${year}_${String(month).padStart(2, "0")}_${String(day).padStart(2, "0")}`;
};

/** The first moment of a Vietnamese day: the earliest time an interaction of that day can have. */
function startOfDay(now: Date, daysAgo: number): Date {
  const { year, month, day } = localParts(new Date(now.getTime() - days(daysAgo)));
  return new Date(Date.UTC(year, month - 1, day) - 7 * 3_600_000);
}
