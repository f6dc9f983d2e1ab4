import { findCitizen } from "../citizens/citizen.store.ts";
import { replyWindow } from "../citizens/rules.ts";
import { type Clock, minutes } from "../kernel/clock.ts";
import { formatDuration, formatNumber } from "../kernel/dates.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { eachAlone } from "../kernel/each-alone.ts";
import { findOfficial } from "../officials/official.store.ts";
import { mayDo } from "../officials/rules.ts";
import { scopeOf } from "../units/scope-of.ts";
import type { ZaloClient } from "../zalo/client.ts";
import { countWaiting, type WaitingCount } from "./conversation-list.store.ts";
import { isOnDuty } from "./duty.ts";
import { readSettings } from "./inbox-settings.store.ts";
import type { Watcher } from "./watcher.model.ts";
import { countTold, dropWatcher, listWatchedUnits, listWatchers, takeTurn } from "./watcher.store.ts";

export interface TellWatchersDeps {
  clock: Clock;
  publicUrl: string;
  zalo: Pick<ZaloClient, "sendMessage">;
}

/** Nobody is told more often. */
const EVERY_MS = minutes(30);

const wordsOf = ({ count, urgent, oldest }: WaitingCount, now: Date, publicUrl: string): string =>
  [
    `${formatNumber(count)} người đang chờ trả lời${oldest ? `, lâu nhất ${formatDuration(now.getTime() - oldest.getTime())}` : ""}.`,
    ...(urgent > 0 ? [`Có ${urgent} tin khẩn.`] : []),
    `Mở hộp thư: ${publicUrl}/console/hop-thu`,
  ].join("\n");

/**
 * Tells the officials who joined that people wait: in duty hours, each every half hour at most, inside Zalo's seven days.
 * The message names nobody. Returns how many were told.
 */
export async function tellWatchers(deps: TellWatchersDeps): Promise<number> {
  const now = deps.clock.now();
  let told = 0;
  await eachAlone(await listWatchedUnits(), async (unitCode) => {
    if (!isOnDuty((await readSettings(unitCode)).duty, now)) return;
    const waiting = await countWaiting(await scopeOf({ unitCode }, now));
    if (waiting.count === 0) return;
    for (const watcher of await listWatchers(unitCode)) if (await tell(deps, watcher, waiting, now)) told += 1;
  });
  return told;
}

async function tell(deps: TellWatchersDeps, watcher: Watcher, waiting: WaitingCount, now: Date): Promise<boolean> {
  const { oaId, userId, toldAt, _id, unitCode } = watcher;
  if (toldAt && now.getTime() - toldAt.getTime() < EVERY_MS) return false;
  const official = await findOfficial(_id);
  // whoever left or changed the office is told nothing more
  if (!official?.active || official.unitCode !== unitCode || !mayDo(official.role, "inbox.use")) {
    await dropWatcher(_id);
    return false;
  }
  const window = replyWindow((await findCitizen(oaId, userId))?.lastInteractionAt ?? null, now);
  if (window === "closed") return false;
  if (!(await takeTurn(watcher, now))) return false;
  const text = wordsOf(waiting, now, deps.publicUrl);
  const accepted = (await deps.zalo.sendMessage(oaId, userId, { text })).kind === "accepted";
  if (accepted) await countTold(watcher, dayKey(now).slice(0, 7), window === "charged");
  return accepted;
}
