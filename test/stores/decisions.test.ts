import { composeRooms, finishDecisions } from "../../src/rooms.ts";
import { type DecisionName, NAMES, type Place } from "../support/decisions/scenario.ts";
import { WHOLE } from "../support/part-of.ts";
import { openStage, type Stage } from "../support/decisions/stage.ts";

const HOWS = ["before", "after"] as const;
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
    await finishDecisions(composeRooms(stage.core));
    await scenario.whole(place);
  }
  // whoever pressed got no answer and presses again
  expect(await scenario.press(place, seen)).toEqual({ missing: 0 });
  await finishDecisions(composeRooms(stage.core));
  await scenario.whole(place);
  if (shown !== "") expect(await scenario.shown(place)).toBe(shown);
  return wasCut;
}

/** Decided, and whoever decided it died before anything followed. */
async function decidedOnly(name: DecisionName): Promise<Place> {
  const scenario = stage.scenarios[name];
  for (let n = 1; ; n += 1) {
    const place = await scenario.arrange();
    const seen = await scenario.look(place);
    stage.cutter.cutAt(n, "after");
    await scenario.press(place, seen).catch(() => undefined);
    expect([n, stage.cutter.wasCut()]).toEqual([n, true]);
    await stage.back();
    if ((await scenario.shown(place)) !== "") return place;
    await scenario.press(place, seen);
  }
}

test("one decision whose work fails keeps no other from being finished, of its kind or another", async () => {
  const [poisoned, answer, seal, contest] = [
    await decidedOnly("answer"),
    await decidedOnly("answer"),
    await decidedOnly("seal"),
    await decidedOnly("contest"),
  ];
  const { core, scenarios } = stage;
  const tellAuthors = async (draftId: string, position: string): Promise<void> => {
    if (poisoned.id.startsWith(draftId)) throw new Error("this one cannot be told");
    await core.enqueue.tellAuthors(draftId, position);
  };
  await expect(finishDecisions(composeRooms({ ...core, enqueue: { ...core.enqueue, tellAuthors } }))).rejects.toThrow(
    "this one cannot be told",
  );
  await expect(scenarios.answer.whole(poisoned)).rejects.toThrow();
  await scenarios.answer.whole(answer);
  await scenarios.seal.whole(seal);
  await scenarios.contest.whole(contest);
  await finishDecisions(composeRooms(core));
  await scenarios.answer.whole(poisoned);
});

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
    // the answer to one write lost, and the next write lost on its way, leave the same: each state once, both in a soak
    const hows = (n: number) => (WHOLE || n === 1 ? HOWS : HOWS.slice(1));
    const due = Array.from({ length: writes }, (_, n) => hows(n + 1).map((how) => [n + 1, how] as const)).flat();
    for (const [n, how] of due) if (await cutOnce(name, n, how)) cuts += 1;
    process.stderr.write(`    ${name}: ${writes} writes, cut ${cuts} times of ${writes * 2}\n`);
    expect(cuts).toBe(due.length);
  });
});
