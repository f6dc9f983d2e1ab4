import mongoose from "mongoose";
import { composeCore, type Core, ensureIndexes } from "../../src/compose.ts";
import { composeRooms, finishDecisions } from "../../src/rooms.ts";
import { DEFAULT_TOPICS } from "../../src/units/unit.model.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { Cast, type DecisionName, NAMES, type Place, type Scenarios } from "../support/decisions/scenario.ts";
import { scenariosOf } from "../support/decisions/scenarios.ts";
import { testSettings } from "../support/settings.ts";
import { startWriteCutter, type WriteCutter } from "../support/write-cutter.ts";

const START = new Date("2026-11-16T08:00:00+07:00");
let cutter: WriteCutter;
let core: Core;
let cast: Cast;
let scenarios: Scenarios;

beforeAll(async () => {
  const settings = testSettings();
  const uri = new URL(settings.MONGODB_URI);
  cutter = await startWriteCutter(Number(uri.port));
  uri.port = String(cutter.port);
  for (const name of ["bufferCommands", "autoIndex", "autoCreate"] as const) mongoose.set(name, false);
  // a cut ends the deed at once: the driver does not try a second time behind its back
  const patience = { serverSelectionTimeoutMS: 5000, minHeartbeatFrequencyMS: 20 };
  await mongoose.connect(uri.href, { ...patience, retryWrites: false, retryReads: false });
  await ensureIndexes();
  core = composeCore(settings, "test");
  cast = new Cast(core, START);
  const unit = { province: "Tỉnh Hồng Sao", from: START, to: null, population: 1, households: 1, hamlets: 1 };
  const contact = { address: "", hours: "", phone: "", dutyPhone: "" };
  const name = { _id: "sao-mai", name: "Xã Sao Mai", office: "UBND xã Sao Mai", kind: "commune" as const };
  await saveUnits([{ ...unit, ...name, parents: [], topics: DEFAULT_TOPICS, contact }]);
  await cast.enter();
  scenarios = scenariosOf(cast);
});
afterAll(async () => {
  cutter.heal();
  await core.producer.close();
  core.redis.disconnect();
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
  await cutter.close();
});

/** The database answers again after a cut. */
async function back(): Promise<void> {
  cutter.heal();
  for (let n = 0; ; n += 1)
    try {
      await mongoose.connection.db?.admin().ping();
      return;
    } catch (error) {
      if (n > 20) throw error;
    }
}

/** Cut at one write; then: decided or not, never half; the same press again and the sweep make it whole. */
async function cutOnce(name: DecisionName, n: number, how: "before" | "after"): Promise<boolean> {
  const scenario = scenarios[name];
  const place = await scenario.arrange();
  const seen = await scenario.look(place);
  cutter.cutAt(n, how);
  await scenario.press(place, seen).catch(() => undefined);
  const wasCut = cutter.wasCut();
  await back();
  const shown = await scenario.shown(place);
  if (shown !== "") {
    await finishDecisions(composeRooms(core));
    await scenario.whole(place);
  }
  // whoever pressed got no answer and presses again
  expect(await scenario.press(place, seen)).toEqual({ missing: 0 });
  await finishDecisions(composeRooms(core));
  await scenario.whole(place);
  if (shown !== "") expect(await scenario.shown(place)).toBe(shown);
  return wasCut;
}

describe.each(NAMES)("%s", (name) => {
  let writes = 0;
  test("who may not is refused, who may decides once", async () => {
    const scenario = scenarios[name];
    const place: Place = await scenario.arrange();
    const seen = await scenario.look(place);
    expect(await scenario.shown(place)).toBe("");
    if (scenario.pressWrong) await expect(scenario.pressWrong(place, seen)).rejects.toMatchObject({ status: 403 });
    expect(await scenario.shown(place)).toBe("");
    await cast.code();
    cutter.heal();
    expect(await scenario.press(place, seen)).toEqual({ missing: 0 });
    writes = cutter.writes();
    expect(writes).toBeGreaterThan(0);
    expect(await scenario.shown(place)).not.toBe("");
    await scenario.whole(place);
  });

  test("swapped between look and press: refused with the difference; what is there now can be decided", async () => {
    const scenario = scenarios[name];
    const place = await scenario.arrange();
    const seen = await scenario.look(place);
    const difference = await scenario.swap(place);
    await expect(scenario.press(place, seen)).rejects.toMatchObject({
      status: 409,
      fields: { seen: expect.stringMatching(difference) },
    });
    await expect(scenario.press(place, "")).rejects.toMatchObject({ status: 409 });
    expect(await scenario.shown(place)).toBe("");
    expect(await scenario.press(place, await scenario.look(place))).toEqual({ missing: 0 });
    await scenario.whole(place);
  });

  test("cut at each write, before it arrives and before its answer: decided or not decided, never half", async () => {
    let cuts = 0;
    for (let n = 1; n <= writes; n += 1)
      for (const how of ["before", "after"] as const) if (await cutOnce(name, n, how)) cuts += 1;
    process.stderr.write(`    ${name}: ${writes} writes, cut ${cuts} times\n`);
    expect(cuts).toBe(writes * 2);
  });
});
