import { type DecisionName, finishDecisions } from "../../src/compose-decisions.ts";
import { NAMES, type Place } from "../support/decisions/scenario.ts";
import { openStage, type Stage } from "../support/decisions/stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Cut at one write; then: decided or not, never half; the same press again and the sweep make it whole. */
async function cutOnce(name: DecisionName, n: number, how: "before" | "after"): Promise<boolean> {
  const scenario = stage.scenarios[name];
  const place = await scenario.arrange();
  const seen = await scenario.look(place);
  stage.cutter.cutAt(n, how);
  await scenario.press(place, seen).catch(() => undefined);
  const wasCut = stage.cutter.wasCut();
  await stage.back();
  const shown = await scenario.shown(place);
  if (shown !== "") {
    await finishDecisions(stage.core);
    await scenario.whole(place);
  }
  // whoever pressed got no answer and presses again
  expect(await scenario.press(place, seen)).toEqual({ missing: 0 });
  await finishDecisions(stage.core);
  await scenario.whole(place);
  if (shown !== "") expect(await scenario.shown(place)).toBe(shown);
  return wasCut;
}

describe.each(NAMES)("%s", (name) => {
  let writes = 0;
  test("who may not is refused, who may decides once", async () => {
    const scenario = stage.scenarios[name];
    const place: Place = await scenario.arrange();
    const seen = await scenario.look(place);
    expect(await scenario.shown(place)).toBe("");
    if (scenario.pressWrong) await expect(scenario.pressWrong(place, seen)).rejects.toMatchObject({ status: 403 });
    expect(await scenario.shown(place)).toBe("");
    await stage.cast.code();
    stage.cutter.heal();
    expect(await scenario.press(place, seen)).toEqual({ missing: 0 });
    writes = stage.cutter.writes();
    expect(writes).toBeGreaterThan(0);
    expect(await scenario.shown(place)).not.toBe("");
    await scenario.whole(place);
  });

  test("swapped between look and press: refused with the difference; what is there now can be decided", async () => {
    const scenario = stage.scenarios[name];
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
