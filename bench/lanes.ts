import { approvedBroadcast, approvedItem, choice, deps, read } from "../test/support/send.ts";
import { startDue } from "../src/broadcasts/start-broadcast.ts";
import { addCommunes, type Commune } from "../test/support/communes.ts";
import { World } from "../test/support/world.ts";
import { percentile, say } from "./support.ts";

const OAS = 126;
const SHARE = 24;

interface Round {
  /** seconds from the start of all to each quiet OA's end */
  ends: number[];
  used: number;
  refused: number;
}

/** All OAs send at once; the first one `times` as much as the others. The app's limit is the narrow one. */
async function round(times: number): Promise<Round> {
  const world = await World.start({
    residents: 1,
    workers: 2,
    web: false,
    settings: { LOG_LEVEL: "error" },
    simulator: { SIM_ECHO: "off", SIM_RECEIPTS: "off", SIM_OUTBOX_MAX: "10", SIM_API_DELAY_MS: "20" },
  });
  const loud = times > 1 ? await addCommunes(world, 1, SHARE * times) : [];
  const quiet = await addCommunes(world, OAS - 1, SHARE, "Comprehensive", 1);
  const ids = new Map<string, Commune>();
  for (const commune of [...loud, ...quiet]) {
    const item = await approvedItem(world, "Tin chung", commune.code);
    ids.set(await approvedBroadcast(world, choice([item]), commune.code), commune);
  }
  const counters = () => world.counters();
  const started = Date.now();
  await startDue(deps(world));
  const ends = new Map<string, number>();
  const accepted = async (): Promise<number> => (await counters())["accepted"] ?? 0;
  // from when every audience is frozen: before that the lanes are not all there
  for (const id of ids.keys())
    while (["scheduled", "freezing"].includes((await read(id)).state))
      await new Promise((resolve) => setTimeout(resolve, 50));
  const [first, from] = [await accepted(), Date.now()];
  let used = 0;
  while (ends.size < quiet.length && Date.now() - started < 240_000) {
    for (const [id, commune] of ids) {
      if (ends.has(id) || loud.includes(commune)) continue;
      const broadcast = await read(id);
      if (broadcast.state.startsWith("done")) ends.set(id, ((broadcast.finishedAt?.getTime() ?? 0) - started) / 1000);
    }
    // the share is taken while there is more to send than turns
    if (ends.size < quiet.length / 2) used = ((await accepted()) - first) / ((4000 * (Date.now() - from)) / 60_000);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const after = await counters();
  const refused = (after["limit-app"] ?? 0) + (after["limit-oa"] ?? 0);
  await world.stop();
  return { ends: [...ends.values()].toSorted((a, b) => a - b), used, refused };
}

/** 126 OAs under one app's 4,000 a minute, one of them sending 50 times as much: do the others wait for it? */
export async function benchLanes(): Promise<void> {
  const alone = await round(1);
  const beside = await round(50);
  const p95 = (ends: number[]): number => percentile(ends, 0.95);
  say(
    `${OAS} OAs at once, one sends 50×: p95 of the others' end`,
    `${p95(beside.ends).toFixed(1)} s against ${p95(alone.ends).toFixed(1)} s without it; ratio ${(p95(beside.ends) / p95(alone.ends)).toFixed(2)}; ${beside.ends.length} ended`,
    "<= 1.20",
  );
  say(
    "share of the app's 4,000 a minute used meanwhile",
    `${beside.used.toFixed(3)} (${alone.used.toFixed(3)} without it); Zalo said "limit" ${beside.refused + alone.refused} times`,
    ">= 0.99 and 0",
  );
}
