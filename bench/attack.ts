import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderOf } from "../launcher/data-engine.ts";
import { freePort, startMongo } from "../launcher/services.ts";
import { findRemains } from "../test/attack/oplog.ts";
import { WAYS, type Way } from "../test/attack/plan-day.ts";
import { plantOldTraces } from "../test/attack/plant.ts";
import { attack, liveDay } from "../test/attack/run-day.ts";
import { TEST_SECRETS } from "../test/support/settings.ts";

type Kind = "told the names" | "told nothing" | "SESSION_SECRET too" | "old traces planted";
const MOST = 1.5;

/** So many seeded days, each attacked; fails when who was told nothing names more than 1.5 of 20 on average. */
export async function soakAttack(days: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "loa-attack-mongo-"));
  const mongo = await startMongo(folder, await freePort(), "test");
  const sums = new Map<Kind, Record<Way, number>>();
  const add = (kind: Kind, score: Record<Way, number>): void => {
    const sum = sums.get(kind) ?? { "mini-app": 0, web: 0, chat: 0 };
    for (const way of WAYS) sum[way] += score[way];
    sums.set(kind, sum);
  };
  try {
    for (let seed = 1; seed <= days; seed += 1) {
      const day = await liveDay(seed, mongo.url);
      const right = attack(day, { toldNames: false });
      add("told nothing", right);
      add("told the names", attack(day, { toldNames: true }));
      add("SESSION_SECRET too", attack(day, { toldNames: true, pepper: TEST_SECRETS.SESSION_SECRET }));
      add("old traces planted", attack(plantOldTraces(day), { toldNames: true }));
      process.stdout.write(`  day ${seed}: ${WAYS.map((way) => `${way} ${right[way]}`).join(", ")} of 20 right\n`);
    }
    process.stdout.write(
      `engine ${mongo.engine}; ${JSON.stringify(await findRemains(mongo.url, folderOf(folder, mongo.engine)))}\n`,
    );
  } finally {
    await mongo.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write("  right of 20 on average; by chance 1.0 for who is told the names, 0.2 for who is not\n");
  for (const [kind, sum] of sums)
    process.stdout.write(
      `  ${kind.padEnd(20)} ${WAYS.map((way) => `${way} ${(sum[way] / days).toFixed(2)}`).join("  ")}\n`,
    );
  const found = sums.get("told nothing");
  if (!found || WAYS.some((way) => found[way] / days > MOST)) process.exitCode = 1;
}
