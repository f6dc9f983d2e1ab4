import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startMongo, startRedis } from "../launcher/services.ts";

export interface Services {
  engine: string;
  redisUrl: string;
  stop(): Promise<void>;
}

/** Services of one bench run; the engine is named with every figure. */
export async function startServices(): Promise<Services> {
  const folder = mkdtempSync(join(tmpdir(), "loa-bench-"));
  const redis = await startRedis(folder, await freePort());
  const mongo = await startMongo(folder, await freePort(), "test");
  process.env["TEST_FOLDER"] = folder;
  process.env["TEST_REDIS_URL"] = redis.url;
  process.env["TEST_MONGO_URL"] = mongo.url;
  return {
    engine: mongo.engine,
    redisUrl: redis.url,
    async stop() {
      await redis.stop();
      await mongo.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const percentile = (sorted: number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;
/** Resident memory of a process in MB. */
export const memoryOf = (pid: number | undefined): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024);
export const say = (what: string, value: string, goal = ""): void =>
  void process.stdout.write(`  ${what.padEnd(58)} ${value}${goal ? `   (goal ${goal})` : ""}\n`);
