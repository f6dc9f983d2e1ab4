import type { ClientRateLimitInfo, Store } from "express-rate-limit";
import type { Redis } from "ioredis";
import { type Clock, machineMs } from "../kernel/clock.ts";
import type { Mark } from "./day-marks.ts";

interface MinuteDeps {
  redis: Redis;
  prefix: string;
  mark: Mark;
  clock: Clock;
}

const MINUTE_MS = 60_000;
const minuteOf = (ms: number): number => Math.floor(ms / MINUTE_MS);

/**
 * Calls of a clock minute, counted in Redis under a mark that names neither who calls nor what. All counts of a minute
 * end at the same moment: one that ended a minute after its first call, as is usual, would tell to the millisecond when
 * somebody called.
 */
export class MinuteCounts implements Store {
  readonly localKeys = false;
  private readonly deps: MinuteDeps;
  private readonly what: string;

  constructor(deps: MinuteDeps, what: string) {
    this.deps = deps;
    this.what = what;
  }

  async increment(who: string): Promise<ClientRateLimitInfo> {
    const minute = this.minute();
    const name = await this.nameOf(who, minute);
    // by Redis' own time, and a minute more than it is asked for: a clock that runs ahead must not end a count at once
    const end = (Math.max(minute, minuteOf(machineMs())) + 2) * MINUTE_MS;
    const done = await this.deps.redis.multi().set(name, 0, "PXAT", end, "NX").incr(name).exec();
    return { totalHits: Number(done?.[1]?.[1] ?? 0), resetTime: new Date((minute + 1) * MINUTE_MS) };
  }

  async decrement(who: string): Promise<void> {
    await this.deps.redis.decr(await this.nameOf(who, this.minute()));
  }

  async resetKey(who: string): Promise<void> {
    await this.deps.redis.del(await this.nameOf(who, this.minute()));
  }

  private minute = (): number => minuteOf(this.deps.clock.now().getTime());

  private async nameOf(who: string, minute: number): Promise<string> {
    return `${this.deps.prefix}:rate:${await this.deps.mark(`rate ${this.what} ${minute} ${who}`)}`;
  }
}
