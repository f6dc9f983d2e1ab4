import type { Redis } from "ioredis";
import { machineMs } from "../src/kernel/clock.ts";
import { QUEUES } from "../src/kernel/job.ts";
import { describeInbox, LINES } from "./inbox.ts";
import type { Producer } from "./producer.ts";

export interface QueueFacts {
  name: string;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  /** age of the oldest one that waits, ms */
  oldestMs: number;
}

/** Depth and age of every line of the inbox and of every queue: what the status page, /readyz and /metrics show. */
export async function describeQueues(producer: Producer, redis: Redis, prefix: string): Promise<QueueFacts[]> {
  const lines = await Promise.all(
    LINES.map(async (line) => ({
      name: `inbox-${line}`,
      active: 0,
      delayed: 0,
      failed: 0,
      ...(await describeInbox(redis, prefix, line)),
    })),
  );
  const rows = await Promise.all(
    QUEUES.map(async (name): Promise<QueueFacts> => {
      const queue = producer.queues[name];
      const [counts, [oldest], [prioritized]] = await Promise.all([
        queue.getJobCounts("waiting", "prioritized", "active", "delayed", "failed"),
        queue.getWaiting(0, 0),
        queue.getPrioritized(0, 0),
      ]);
      const since = Math.min(
        oldest?.timestamp ?? Number.POSITIVE_INFINITY,
        prioritized?.timestamp ?? Number.POSITIVE_INFINITY,
      );
      return {
        name,
        waiting: (counts["waiting"] ?? 0) + (counts["prioritized"] ?? 0),
        active: counts["active"] ?? 0,
        delayed: counts["delayed"] ?? 0,
        failed: counts["failed"] ?? 0,
        oldestMs: Number.isFinite(since) ? Math.max(0, machineMs() - since) : 0,
      };
    }),
  );
  return [...lines, ...rows];
}

/** A queue in which something waited this long and nothing moved stands still (domain.md S2-21). */
export const STALL_MS = 5 * 60_000;

/** Names of queues that stand still. Waiting alone is no fault while the queue moves. */
export async function stalledQueues(redis: Redis, prefix: string, facts: QueueFacts[]): Promise<string[]> {
  const moved = await redis.hgetall(`${prefix}:moved`);
  return facts
    .filter(
      (row) => row.waiting > 0 && row.oldestMs > STALL_MS && machineMs() - Number(moved[row.name] ?? 0) > STALL_MS,
    )
    .map((row) => row.name);
}

export async function noteMoved(redis: Redis, prefix: string, name: string): Promise<void> {
  await redis.hset(`${prefix}:moved`, name, machineMs());
}
