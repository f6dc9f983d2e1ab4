import { createCache } from "../kernel/bounded-cache.ts";
import { minutes } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { logHeader, type Verdict, verifyRound } from "./verify-round.ts";

export interface DatedVerdict extends Verdict {
  /** when the log was read for it */
  at: Date;
}

/**
 * Anybody may ask for a recount, as often as they like; each reads a whole log. One is made for each log as it is
 * published (rules, hash, who was left out, winners) and shown for ten minutes with its time, so that nobody is told
 * something older. One log after the other: a hundred contests asked for at once are no burst.
 */
const recounted = createCache<DatedVerdict>(50, minutes(10));
let last: Promise<unknown> = Promise.resolve();

export async function recountOnce(contestId: string, n: number, now: Date): Promise<DatedVerdict> {
  const { header } = await logHeader(contestId, n);
  return recounted.get(sha256Hex(JSON.stringify(header)), () => {
    const next = last.catch(() => undefined).then(async () => ({ ...(await verifyRound(contestId, n)), at: now }));
    last = next;
    return next;
  });
}
