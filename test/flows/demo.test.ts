import { DEMO_OAS } from "../../src/cli/demo-data.ts";
import { seedDemo } from "../../src/cli/seed-demo.ts";
import { ContestModel } from "../../src/quizzes/contest.model.ts";
import { DraftModel } from "../../src/drafts/draft.model.ts";
import { ItemModel } from "../../src/content/item.model.ts";
import { UnitChangeModel } from "../../src/units/unit-change.model.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { findUnit } from "../../src/units/unit.store.ts";
import { OaModel } from "../../src/zalo/oa.model.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ workers: 0 });
});
afterAll(() => world.stop());

test("the demo of `make start` is there whole, and a second start adds nothing", async () => {
  const counts = async () =>
    Promise.all([
      UnitModel.countDocuments(),
      ItemModel.countDocuments(),
      DraftModel.countDocuments(),
      ContestModel.countDocuments(),
    ]);
  await seedDemo(world.core);
  const first = await counts();
  expect(first[0]).toBe(128);
  for (const n of first) expect(n).toBeGreaterThan(0);
  // domain.md §6.1: 126 OAs, together at most 60,000 followers; one commune renamed, one to be merged, one to be divided
  expect(await OaModel.countDocuments()).toBe(126);
  expect(DEMO_OAS.reduce((sum, { followers }) => sum + followers, 0)).toBeLessThanOrEqual(60_000);
  const changed = async () =>
    Promise.all([
      findUnit("xa-mau-121").then((unit) => unit?.name),
      findUnit("xa-mau-122").then((unit) => (unit?.to ?? 0) > world.core.clock.now()),
      findUnit("xa-mau-120").then((unit) => (unit?.to ?? 0) > world.core.clock.now()),
      UnitChangeModel.countDocuments(),
    ]);
  expect(await changed()).toEqual(["Xã Mẫu Mới 121", true, true, 3]);
  await seedDemo(world.core);
  expect(await counts()).toEqual(first);
  expect(await changed()).toEqual(["Xã Mẫu Mới 121", true, true, 3]);
});
