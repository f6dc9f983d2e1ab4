import type { Clock } from "../kernel/clock.ts";
import { days } from "../kernel/clock.ts";
import { localParts } from "../kernel/dates.ts";
import { messageOf } from "../kernel/errors.ts";
import type { ZaloClient } from "../zalo/client.ts";
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
  const now = deps.clock.now();
  const note = (state: "running" | "done" | "failed", read: number, told: number, text = "") =>
    noteSync(oaId, { state, at: deps.clock.now(), read, told, note: text });
  const result: SyncResult = { read: 0, told: 0, added: 0, beyondReach: 0 };
  try {
    const { oaId: _id, ...profile } = await deps.zalo.getOa(oaId);
    await rememberProfile(oaId, profile);
    const first = await deps.zalo.listUsers(oaId, { offset: 0, count: 1, followersOnly: true });
    result.told = first.total;
    await note("running", 0, first.total);
    const seen = new Set<string>();
    const readRange = async (fromDay: number, toDay: number, depth: number): Promise<void> => {
      const period = `${dayName(now, fromDay)}:${dayName(now, toDay)}`;
      const { total } = await deps.zalo.listUsers(oaId, { offset: 0, count: 1, period, followersOnly: true });
      if (total === 0) return;
      if (total > MOST_PER_FILTER && fromDay > toDay && depth < 12) {
        const middle = Math.floor((fromDay + toDay) / 2);
        await readRange(fromDay, middle + 1, depth + 1);
        await readRange(middle, toDay, depth + 1);
        return;
      }
      const spoken = fromDay === toDay ? startOfDay(now, fromDay) : null;
      await readPages(Math.min(total, MOST_PER_FILTER), spoken, period);
    };
    const readPages = async (total: number, spoken: Date | null, period?: string): Promise<void> => {
      for (let offset = 0; offset < total; offset += PAGE) {
        const { userIds } = await deps.zalo.listUsers(oaId, {
          offset,
          count: PAGE,
          followersOnly: true,
          ...(period ? { period } : {}),
        });
        result.added += await addFollowers(
          oaId,
          oa.unitCode,
          userIds,
          spoken,
          now,
          await deps.refusals.among(oaId, userIds),
        );
        for (const userId of userIds) seen.add(userId);
        result.read = seen.size;
        if (offset % 1000 === 0) await note("running", result.read, first.total);
        if (userIds.length === 0) break;
      }
    };
    for (let day = 7; day >= 0; day -= 1) await readRange(day, day, 12);
    if (first.total > MOST_PER_FILTER) await readRange(OLDEST_DAYS, 8, 0);
    else if (result.read < first.total) await readPages(first.total, null);
    result.beyondReach = Math.max(0, first.total - result.read);
    await note(
      "done",
      result.read,
      first.total,
      result.beyondReach > 0 ? `Zalo không cho đọc hết: còn ${result.beyondReach} người` : "",
    );
    return result;
  } catch (error) {
    await note("failed", result.read, result.told, messageOf(error));
    throw error;
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
