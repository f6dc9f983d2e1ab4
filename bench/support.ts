import { createHash } from "node:crypto";
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

/** What must hold for the run to have succeeded; says nothing while it does. */
export function must(holds: boolean, what: string): void {
  if (holds) return;
  process.exitCode = 1;
  say(`FAILED: ${what}`, "");
}

const APP = "360846524940903967";
/** An event as Zalo sends it: its bytes, and the headers that sign them. */
export function signedEvent(event: Readonly<Record<string, unknown>>, timestamp: string) {
  const body = JSON.stringify({ app_id: APP, ...event, timestamp });
  const mac = createHash("sha256").update(`${APP}${body}${timestamp}OA_SECRET_TEST_KEY`).digest("hex");
  return {
    body,
    headers: { "content-type": "application/json", "x-zevent-signature": `mac=${mac}` },
  };
}
/** Somebody writes to an OA nobody has connected: the door's work, and nothing behind it. */
export const written = () =>
  signedEvent(
    {
      sender: { id: "246845883529197922" },
      user_id_by_app: "552177279717587730",
      recipient: { id: "999" },
      event_name: "user_send_text",
      message: { text: "Ổ gà trước số 12 đường Lê Lợi", msg_id: "96d3cdf3af150460909" },
    },
    "1794560000123",
  );
