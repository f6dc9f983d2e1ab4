import { spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startRedis } from "../../launcher/services.ts";
import { TEST_SECRETS } from "../support/settings.ts";
import { guess } from "./guess.ts";
import { type Loot, takeLoot } from "./loot.ts";
import { WAYS, type Way } from "./plan-day.ts";

/** Who commented what, in the order in which it came. */
export type Truth = { id: string; userId: string; way: Way; at: number }[];
export type Score = Record<Way, number>;
export interface Day {
  truth: Truth;
  loot: Loot;
}

/** Lives a seeded day in a process of its own and takes everything it left behind. */
export async function liveDay(seed: number, mongoUrl: string): Promise<Day> {
  const folder = mkdtempSync(join(tmpdir(), "loa-attack-"));
  const redis = await startRedis(folder, await freePort());
  const mongo = mongoUrl.replace("/test?", `/attack${seed}x${process.pid}?`);
  const [log, truthFile] = [join(folder, "product.log"), join(folder, "truth.json")];
  try {
    const out = openSync(log, "a");
    const child = spawn("node_modules/.bin/tsx", ["test/attack/live.ts", String(seed)], {
      stdio: ["ignore", out, out],
      env: {
        PATH: process.env["PATH"],
        ...TEST_SECRETS,
        NODE_ENV: "test",
        MONGODB_URI: mongo,
        REDIS_URL: redis.url,
        INTERNAL_PORT: "0",
        LOG_LEVEL: "trace",
        POW_PREFIX: "0",
        TRUTH: truthFile,
      },
    });
    const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
    if (code !== 0)
      throw new Error(`the day of seed ${seed} ended with ${code}: ${readFileSync(log, "utf8").slice(-3000)}`);
    const truth = JSON.parse(readFileSync(truthFile, "utf8")) as Truth;
    const logs = [log, join(folder, "redis.log")];
    const loot = await takeLoot({
      mongo,
      redisFolder: join(folder, "redis"),
      logs,
      secretsKey: TEST_SECRETS.SECRETS_KEY,
    });
    return { truth, loot };
  } finally {
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const score = (truth: Truth, guessed: ReadonlyMap<string, string>): Score =>
  Object.fromEntries(
    WAYS.map((way) => [way, truth.filter((one) => one.way === way && guessed.get(one.id) === one.userId).length]),
  ) as Score;

/** Who wrote by each way, for an attacker who was told so: of twenty names in any order one is right by chance. */
const namesOf = (truth: Truth): Record<Way, string[]> =>
  Object.fromEntries(
    WAYS.map((way) => [
      way,
      truth
        .filter((one) => one.way === way)
        .map((one) => one.userId)
        .toSorted(),
    ]),
  ) as Record<Way, string[]>;

export const attack = ({ truth, loot }: Day, more: { toldNames: boolean; pepper?: string }): Score =>
  score(
    truth,
    guess(loot, {
      ...(more.toldNames ? { names: namesOf(truth) } : {}),
      ...(more.pepper === undefined ? {} : { pepper: more.pepper }),
    }),
  );
