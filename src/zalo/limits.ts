import { machineMs } from "../kernel/clock.ts";
import type { Redis } from "ioredis";

/** Who goes first when there is not room for all: an emergency, then answers to people, then campaigns (ADR 0005, 0007). */
export type Rank = "urgent" | "answer" | "campaign";
const RANK_NUMBER: Readonly<Record<Rank, number>> = { urgent: 0, answer: 1, campaign: 2 };

/**
 * Zalo's limits, held over all processes at two levels: per OA and per app (zalo/openapi.md §6.6).
 * Evenly spaced turns (GCRA) with a small burst: over any 60 seconds never more than the limit, and at least
 * 0.99 of it can be used. An OA's limit is the configured one until Zalo's header names another; what was learned is kept
 * with the OA in MongoDB, so that neither a day nor a flush of Redis forgets it.
 * When the app's limit is the narrow one, campaigns of different OAs stand in one line and each gets a turn in it.
 */
export interface Limits {
  /** false when an operator lifted both limits, for measuring only */
  readonly on: boolean;
  /** requests a minute of all OAs together */
  readonly perApp: number;
  /** Takes up to `wanted` turns at once. None granted: `waitMs` says when to ask again. */
  take(oaId: string, wanted: number, rank?: Rank): Promise<{ granted: number; waitMs: number }>;
  /** Waits for one turn, as an answer to a person. */
  waitForTurn(oaId: string): Promise<void>;
  /** Takes in what Zalo's headers tell; a remainder of nothing holds this OA back. */
  learn(oaId: string, limit: number | undefined, remain: number | undefined): void;
  /** Zalo said "limit": nobody calls for this OA (or for the whole app) for a while. */
  holdBack(oaId: string, wholeApp: boolean): Promise<void>;
  /** Turns a minute now in force for this OA, and the share of the present minute that is taken. */
  describe(oaId: string): Promise<{ perMinute: number; learned: boolean; heldBackMs: number }>;
}

/*
 * KEYS: turn of the OA, turn of the app, OA held, app held, somebody before campaigns at this OA, somebody before
 * campaigns at the app, the app's line. ARGV: wanted, limit of the OA, limit of the app, rank, OA.
 */
const TAKE = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000
local rank = tonumber(ARGV[4])
local held = math.max(tonumber(redis.call('GET', KEYS[3]) or '0'), tonumber(redis.call('GET', KEYS[4]) or '0'))
if held > now then return {0, tostring(held - now)} end
local function pace(limit)
  local burst = math.max(1.3, math.floor(limit / 500))
  return 60000 / (limit * 0.997 - (burst - 1)), burst
end
local oaStep, oaBurst = pace(tonumber(ARGV[2]))
local appStep, appBurst = pace(tonumber(ARGV[3]))
local oa = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
local app = math.max(now, tonumber(redis.call('GET', KEYS[2]) or '0'))
-- an emergency holds campaigns of its OA off as long as it lasts, whether or not it had to wait itself
if rank == 0 then
  redis.call('SET', KEYS[5], '1', 'PX', 1500)
  redis.call('SET', KEYS[6], '1', 'PX', 1500)
end
local function no(wait)
  if rank == 1 then redis.call('SET', KEYS[5], '1', 'PX', math.ceil(wait) + 150) end
  return {0, tostring(wait)}
end
if rank == 2 and redis.call('EXISTS', KEYS[5]) == 1 then return {0, '100'} end
local oaWait = oa + oaStep - oaBurst * oaStep - now
if oaWait > 0 then
  redis.call('ZREM', KEYS[7], ARGV[5])
  return no(oaWait)
end
local slots = math.floor((now + appBurst * appStep - app) / appStep + 0.000001)
local most = tonumber(ARGV[1])
if rank == 2 then
  redis.call('ZREMRANGEBYSCORE', KEYS[7], '-inf', now - 5000)
  redis.call('ZADD', KEYS[7], 'NX', string.format('%.3f', now), ARGV[5])
  redis.call('PEXPIRE', KEYS[7], 10000)
  local place = redis.call('ZRANK', KEYS[7], ARGV[5])
  local ahead = place + (redis.call('EXISTS', KEYS[6]) == 1 and 3 or 0)
  if ahead >= slots then return {0, tostring(math.max(1, (ahead + 1 - slots) * appStep))} end
  if redis.call('ZCARD', KEYS[7]) > 1 then most = 1 else most = math.min(most, slots - ahead) end
elseif slots < 1 then
  return no(app + appStep - appBurst * appStep - now)
end
local granted = 0
while granted < most and granted < slots and oa + oaStep - oaBurst * oaStep <= now do
  oa = oa + oaStep
  app = app + appStep
  granted = granted + 1
end
redis.call('SET', KEYS[1], string.format('%.3f', oa), 'PX', 120000)
redis.call('SET', KEYS[2], string.format('%.3f', app), 'PX', 120000)
if rank == 2 then redis.call('ZREM', KEYS[7], ARGV[5]) end
return {granted, '0'}
`;

const HOLD_MS = 5000;

export interface LimitSettings {
  prefix: string;
  perOa: number;
  perApp: number;
  on: boolean;
}

/** Where learned limits are kept: turns a minute, by OA. */
export interface LearnedLimits {
  read(oaId: string): Promise<number | undefined>;
  write(oaId: string, perMinute: number): Promise<void>;
}
/** How long a process goes by what it read; another one may have learned meanwhile. */
const FRESH_MS = 30_000;

/** What this process goes by: read at most every so often. */
function createKnown(learned: LearnedLimits) {
  const known = new Map<string, { limit: number | undefined; at: number }>();
  const limitOf = async (oaId: string): Promise<number | undefined> => {
    const kept = known.get(oaId);
    if (kept && performance.now() - kept.at < FRESH_MS) return kept.limit;
    // while MongoDB is away the last one known goes on
    const limit = await learned.read(oaId).catch(() => kept?.limit);
    known.set(oaId, { limit, at: performance.now() });
    return limit;
  };
  return { known, limitOf };
}

export function createLimits(redis: Redis, settings: LimitSettings, learned: LearnedLimits): Limits {
  const key = (...parts: string[]): string => [settings.prefix, "limit", ...parts].join(":");
  const { known, limitOf } = createKnown(learned);
  const limits: Limits = {
    on: settings.on,
    perApp: settings.perApp,
    async take(oaId, wanted, rank = "answer") {
      if (!settings.on) return { granted: wanted, waitMs: 0 };
      const answer = (await redis.eval(
        TAKE,
        7,
        key("oa", oaId),
        key("app"),
        key("held", oaId),
        key("held"),
        key("first", oaId),
        key("first"),
        key("line"),
        wanted,
        (await limitOf(oaId)) ?? settings.perOa,
        settings.perApp,
        RANK_NUMBER[rank],
        oaId,
      )) as [number, string];
      return { granted: answer[0], waitMs: Math.max(1, Math.ceil(Number(answer[1]))) };
    },
    async waitForTurn(oaId) {
      for (;;) {
        const turn = await limits.take(oaId, 1);
        if (turn.granted > 0) return;
        await new Promise((resolve) => setTimeout(resolve, Math.min(turn.waitMs, 1000)));
      }
    },
    learn(oaId, limit, remain) {
      if (!settings.on) return;
      if (limit !== undefined && limit > 0 && known.get(oaId)?.limit !== limit) {
        known.set(oaId, { limit, at: performance.now() });
        void learned.write(oaId, limit).catch(() => known.delete(oaId));
      }
      // nothing left in Zalo's count: one turn of rest, which is what our own pace keeps anyway
      if (remain !== undefined && remain <= 0)
        void hold(key("held", oaId), Math.floor(57_000 / (known.get(oaId)?.limit ?? settings.perOa)));
    },
    async holdBack(oaId, wholeApp) {
      await hold(wholeApp ? key("held") : key("held", oaId), HOLD_MS);
    },
    async describe(oaId) {
      const [limit, held] = await Promise.all([limitOf(oaId), redis.get(key("held", oaId))]);
      return {
        perMinute: limit ?? settings.perOa,
        learned: limit !== undefined,
        heldBackMs: Math.max(0, Number(held ?? 0) - machineMs()),
      };
    },
  };
  const hold = async (name: string, ms: number): Promise<void> => {
    await redis.set(name, machineMs() + ms, "PX", ms).catch(() => undefined);
  };
  return limits;
}
