import type { Redis } from "ioredis";
import { hours, minutes } from "../kernel/clock.ts";

/** A budget of tries: so many at once, then a wait that doubles with each budget spent and is forgotten with calm. */
export interface Budget {
  first: number;
  /** tries after a wait: one more mistake does not shut again at once */
  later: number;
  waitMs: number;
  mostMs: number;
  /** so long without a try, and one wait is forgotten */
  calmMs: number;
}

/** One account from one place, or from one browser that logged in before: nobody elsewhere can use it up. */
export const OWN_TRIES: Budget = { first: 5, later: 3, waitMs: minutes(1), mostMs: minutes(15), calmMs: minutes(30) };
/** All accounts from one place, browsers that logged in before left out: a hall shares an address. */
export const PLACE_TRIES: Budget = {
  first: 60,
  later: 20,
  waitMs: minutes(1),
  mostMs: minutes(5),
  calmMs: minutes(10),
};
/** Wrong codes after the right password, from new browsers anywhere: six digits must not be tried out by many machines. */
export const CODE_TRIES: Budget = { first: 10, later: 5, waitMs: minutes(5), mostMs: hours(1), calmMs: hours(2) };

export type Turn = { allowed: true } | { allowed: false; until: Date; firstRefusal: boolean };

export interface Throttle {
  /** Spends a try before anything is checked, so that a hundred tries at once are not one. */
  take(key: string, budget: Budget, now: Date): Promise<Turn>;
  /** The try was right: it is given back. */
  giveBack(key: string): Promise<void>;
  /** The budget is whole again. */
  forget(key: string): Promise<void>;
}

const TAKE = `
local now, first, later, wait, most, calm = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local kept = redis.call('HMGET', KEYS[1], 'left', 'waits', 'till', 'at', 'told')
local left, waits, till, at = tonumber(kept[1]) or first, tonumber(kept[2]) or 0, tonumber(kept[3]) or 0, tonumber(kept[4]) or now
if now < till then
  redis.call('HSET', KEYS[1], 'told', 1)
  return {0, till, kept[5] and 0 or 1}
end
local calmed = math.floor(math.max(0, now - math.max(at, till)) / calm)
if calmed > 0 then waits = math.max(0, waits - calmed); left = first end
if left <= 0 then left = later end
left = left - 1
if left == 0 then
  waits = waits + 1
  till = now + math.min(most, wait * 2 ^ (waits - 1))
end
redis.call('HSET', KEYS[1], 'left', left, 'waits', waits, 'till', till, 'at', now)
redis.call('HDEL', KEYS[1], 'told')
redis.call('PEXPIRE', KEYS[1], most + calm * (waits + 1))
return {1, till, 0}`;

const GIVE_BACK = `
local kept = redis.call('HMGET', KEYS[1], 'left', 'waits')
if not kept[1] then return 0 end
if tonumber(kept[1]) == 0 then redis.call('HSET', KEYS[1], 'till', 0, 'waits', math.max(0, tonumber(kept[2]) - 1)) end
return redis.call('HINCRBY', KEYS[1], 'left', 1)`;

/** Counted in Redis in one step each. @param nameOf makes a key of what is counted, so that no address stands there */
export function createThrottle(redis: Redis, nameOf: (key: string) => Promise<string> | string): Throttle {
  return {
    async take(key, { first, later, waitMs, mostMs, calmMs }, now) {
      const args = [now.getTime(), first, later, waitMs, mostMs, calmMs].map(String);
      const [allowed, till, refusal] = (await redis.eval(TAKE, 1, await nameOf(key), ...args)) as [
        number,
        number,
        number,
      ];
      return allowed === 1 ? { allowed: true } : { allowed: false, until: new Date(till), firstRefusal: refusal === 1 };
    },
    giveBack: async (key) => void (await redis.eval(GIVE_BACK, 1, await nameOf(key))),
    forget: async (key) => void (await redis.del(await nameOf(key))),
  };
}
