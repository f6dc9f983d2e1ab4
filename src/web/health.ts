import type { Redis } from "ioredis";
import mongoose from "mongoose";
import { messageOf } from "../kernel/errors.ts";

export interface QueueFactsLike {
  name: string;
  waiting: number;
  oldestMs: number;
}
export interface HealthDeps {
  redis: Redis;
  /** where sessions live; the same one unless it has an address of its own */
  sessions: Redis;
  /** names of queues that have stood still for five minutes */
  stalled(): Promise<string[]>;
}

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
};

export interface Part {
  ok: boolean;
  note: string;
}
export type Readiness = Record<"redis" | "sessions" | "mongodb" | "queues", Part>;

/** One part within two seconds; its work gives what is wrong, "" when nothing is. */
export async function checkPart(work: () => Promise<string>): Promise<Part> {
  try {
    const note = await within(2000, work());
    return { ok: note === "", note };
  } catch (error) {
    return { ok: false, note: messageOf(error) };
  }
}
export const pings = async (redis: Redis): Promise<string> => ((await redis.ping()) === "PONG" ? "" : "no PONG");

/** Ready when Redis and MongoDB answer and no queue has stood still for five minutes (S2-21). */
export async function checkReadiness(deps: HealthDeps): Promise<Readiness> {
  const [redis, sessions, mongodb, queues] = await Promise.all([
    checkPart(() => pings(deps.redis)),
    checkPart(() => pings(deps.sessions)),
    checkPart(async () => {
      await mongoose.connection.db?.admin().command({ ping: 1 });
      return mongoose.connection.db ? "" : "not connected";
    }),
    checkPart(async () => {
      const names = await deps.stalled();
      return names.length === 0 ? "" : `standing still: ${names.join(", ")}`;
    }),
  ]);
  return { redis, sessions, mongodb, queues };
}

export const isReady = (readiness: Readonly<Record<string, Part>>): boolean =>
  Object.values(readiness).every((part) => part.ok);
