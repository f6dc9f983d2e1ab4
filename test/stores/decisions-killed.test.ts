import { composeRooms, finishDecisions } from "../../src/rooms.ts";
import { type DecisionName, NAMES, type Place } from "../support/decisions/scenario.ts";
import { openStage, type Stage } from "../support/decisions/stage.ts";
import { killAtWrite } from "../support/kill-at-write.ts";
import type { Cut } from "../support/write-cutter.ts";

/** 1: killed at every write, before it leaves and before its answer; otherwise once, where it is decided and no more. */
const EVERY = process.env["KILLS"] === "1";
const MINUTES = EVERY ? 15 : 2;
let stage: Stage;
let kills = 0;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  process.stderr.write(`    ${kills} processes killed by SIGKILL between two writes of ${NAMES.length} decisions\n`);
  await stage.close();
});

async function begin(name: DecisionName): Promise<{ place: Place; seen: string }> {
  const place = await stage.scenarios[name].arrange();
  return { place, seen: await stage.scenarios[name].look(place) };
}

/** How many writes a press makes, and at which of them it is decided. */
async function measure(name: DecisionName): Promise<{ writes: number; decisive: number }> {
  const scenario = stage.scenarios[name];
  const whole = await begin(name);
  stage.cutter.heal();
  await scenario.press(whole.place, whole.seen);
  const writes = stage.cutter.writes();
  for (let n = 1; n <= writes; n += 1) {
    const { place, seen } = await begin(name);
    stage.cutter.cutAt(n, "after");
    await scenario.press(place, seen).catch(() => undefined);
    await stage.back();
    const isDecided = (await scenario.shown(place)) !== "";
    await scenario.press(place, seen);
    if (isDecided) return { writes, decisive: n };
  }
  throw new Error(`${name}: no write decides`);
}

/** Killed there: decided or not, never half; the sweep finishes what was decided, the same press ends in the same. */
async function killOnce(name: DecisionName, n: number, how: Cut, decided: boolean): Promise<void> {
  const scenario = stage.scenarios[name];
  const { place, seen } = await begin(name);
  const { leader, clock } = stage.cast;
  await killAtWrite({ decision: name, place, seen, leader, at: clock.at.toISOString(), n, how }, stage.environment);
  kills += 1;
  const shown = await scenario.shown(place);
  expect([n, how, shown !== ""]).toEqual([n, how, decided]);
  if (decided) {
    await finishDecisions(composeRooms(stage.core));
    await scenario.whole(place);
  }
  expect(await scenario.press(place, seen)).toEqual({ missing: 0 });
  await finishDecisions(composeRooms(stage.core));
  await scenario.whole(place);
  if (decided) expect(await scenario.shown(place)).toBe(shown);
}

test.each(NAMES)(
  "%s: killed between two writes, it is decided or not, never half",
  async (name) => {
    const { writes, decisive } = await measure(name);
    const all = Array.from({ length: writes }, (_, n) => n + 1);
    for (const n of EVERY ? all : [decisive])
      for (const how of EVERY ? (["before", "after"] as const) : (["after"] as const))
        await killOnce(name, n, how, n > decisive || (n === decisive && how === "after"));
  },
  MINUTES * 60_000,
);
