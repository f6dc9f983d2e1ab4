import type { ClientRateLimitInfo, Store } from "express-rate-limit";
import type { Redis } from "ioredis";
import type { Mark } from "./day-marks.ts";

const MINUTE_MS = 60_000;

/**
 * Calls of a clock minute, counted in Redis under a mark that names neither who calls nor what. All counts of a minute
 * end at the same moment: one that ended a minute after its first call, as is usual, would tell to the millisecond when
 * somebody called.
 */
export class MinuteCounts implements Store {
  readonly localKeys = false;
  private readonly deps: { redis: Redis; prefix: string; mark: Mark };
  private readonly what: string;

  constructor(deps: { redis: Redis; prefix: string; mark: Mark }, what: string) {
    this.deps = deps;
    this.what = what;
  }

  async increment(who: string): Promise<ClientRateLimitInfo> {
    const minute = Math.floor(Date.now() / MINUTE_MS);
    const name = await this.nameOf(who, minute);
    // a minute more than it is asked for: a clock of Redis that runs ahead must not leave a count without an end
    const end = (minute + 2) * MINUTE_MS;
    const done = await this.deps.redis.multi().set(name, 0, "PXAT", end, "NX").incr(name).exec();
    return { totalHits: Number(done?.[1]?.[1] ?? 0), resetTime: new Date((minute + 1) * MINUTE_MS) };
  }

  async decrement(who: string): Promise<void> {
    await this.deps.redis.decr(await this.nameOf(who, Math.floor(Date.now() / MINUTE_MS)));
  }

  async resetKey(who: string): Promise<void> {
    await this.deps.redis.del(await this.nameOf(who, Math.floor(Date.now() / MINUTE_MS)));
  }

  private async nameOf(who: string, minute: number): Promise<string> {
    return `${this.deps.prefix}:rate:${await this.deps.mark(`rate ${this.what} ${minute} ${who}`)}`;
  }
}
