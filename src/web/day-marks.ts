import { createHmac, randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import type { Clock } from "../kernel/clock.ts";
import { dayKey } from "../kernel/send-hours.ts";

export type Mark = (text: string) => Promise<string>;

/** a day and a night more: a count that runs over midnight begins anew, nothing worse */
const KEPT_SECONDS = 36 * 3600;

/**
 * Names for counting who asks how often, without writing down who: a hash under a random key of the day, the same in
 * every process, never derived from a setting. When the day is over the key is gone and nobody can tell any more.
 * Without Redis each process counts under a key of its own: counting goes on, nothing stands still.
 * @param pepper a secret of the environment that seals nothing stored: where counts and key share a file, the file and
 * SECRETS_KEY together still make no mark
 */
export function createDayMarks(redis: Redis, prefix: string, clock: Clock, pepper: string): Mark {
  const own = randomBytes(32).toString("base64url");
  let known: { day: string; key: string } | undefined;
  const keyOf = async (day: string): Promise<string> => {
    if (known?.day === day) return known.key;
    const name = `${prefix}:day-key:${day}`;
    await redis.set(name, randomBytes(32).toString("base64url"), "EX", KEPT_SECONDS, "NX");
    const key = await redis.get(name);
    if (key) known = { day, key };
    return key ?? own;
  };
  return async (text) => {
    const key = await keyOf(dayKey(clock.now())).catch(() => own);
    return createHmac("sha256", `${key}${pepper}`).update(text).digest("base64url").slice(0, 22);
  };
}
