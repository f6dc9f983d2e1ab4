import type { Redis } from "ioredis";
import { z } from "zod";
import { messageOf } from "../../src/kernel/errors.ts";
import { QUEUES } from "../../src/kernel/job.ts";
import type { Log } from "../../src/kernel/logger.ts";

export interface RewriteDeps {
  redis: Redis;
  visits: Redis;
  prefix: string;
  log: Log;
  clock: { now(): Date };
  /** counts a finding for /metrics and writes it down for the status page */
  noteFinding(kind: string, n: number, at: Date): Promise<void>;
}

/** Half of the hour within which what is handled has left Redis' files: the turns of two processes may drift apart. */
export const REWRITE_MS = 1_800_000;

/**
 * Redis' append-only file holds every command since it was written last: bodies of events that are long handled, ids of
 * jobs, one after the other as they came. Written anew it holds what is there now. An operator who does not let us is
 * told so, in the log and on the status page.
 */
export async function rewriteFiles(deps: RewriteDeps): Promise<void> {
  for (const queue of QUEUES) await deps.redis.xtrim(`${deps.prefix}:${queue}:events`, "MAXLEN", 0);
  const files = deps.visits === deps.redis ? [deps.redis] : [deps.redis, deps.visits];
  for (const redis of files) {
    const which = redis === deps.redis ? "REDIS_URL" : "REDIS_SESSIONS_URL";
    try {
      await rewrite(redis);
    } catch (error) {
      await deps.noteFinding("redis-not-rewritten", 1, deps.clock.now());
      deps.log.warn(
        { action: "redis-not-rewritten", which, reason: messageOf(error) },
        "Redis' files still hold what is handled; allow INFO, CONFIG GET, BGREWRITEAOF and BGSAVE, or run BGREWRITEAOF hourly",
      );
    }
  }
}

async function rewrite(redis: Redis): Promise<void> {
  const facts = await redis.info("persistence");
  if (/^aof_enabled:1\b/m.test(facts)) {
    if (/^aof_last_bgrewrite_status:err/m.test(facts)) throw new Error("the last rewrite failed; is the disk full?");
    if (!/^aof_rewrite_(in_progress|scheduled):1/m.test(facts)) await redis.bgrewriteaof();
  } else if (/^aof_enabled:0\b/m.test(facts)) {
    const [, save] = z.array(z.string()).parse(await redis.config("GET", "save"));
    if (save && !/^rdb_bgsave_in_progress:1/m.test(facts)) await redis.bgsave();
  } else throw new Error("INFO persistence says nothing of files");
}
