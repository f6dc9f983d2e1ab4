import { startDue } from "../../src/broadcasts/start-broadcast.ts";
import { acceptedAt, addCommunes, type Commune } from "../support/communes.ts";
import { approvedBroadcast, approvedItem, choice, deps, ended, read } from "../support/send.ts";
import { eventually, World } from "../support/world.ts";

const LOUD = 1000;
const QUIET = 12;
let world: World;
let loud: Commune;
let quiet: Commune[];
beforeAll(async () => {
  world = await World.start({
    residents: 1,
    workers: 2,
    simulator: { SIM_ECHO: "off", SIM_RECEIPTS: "off", SIM_API_DELAY_MS: "10" },
    settings: { ZALO_APP_LIMIT: "1200" },
  });
  [loud] = (await addCommunes(world, 1, LOUD)) as [Commune];
  quiet = await addCommunes(world, QUIET, 20, "Comprehensive", 1);
});
afterAll(() => world.stop());

test("rows 5 and 10: 1,000 people of one commune by the real route, 12 others beside it keep their time; nobody is refused", async () => {
  const plan = async (commune: Commune): Promise<string> =>
    approvedBroadcast(world, choice([await approvedItem(world, "Tin chung", commune.code)]), commune.code);
  const big = await plan(loud);
  await startDue(deps(world));
  await eventually(
    "the loud one moving",
    () => read(big),
    (b) => b.state === "sending" && b.counts.planned < LOUD - 20,
  );
  const small = await Promise.all(quiet.map(plan));
  await startDue(deps(world));
  for (const id of small) expect((await ended(id)).counts.accepted).toBe(20);
  // 240 messages in fair turns with one lane more: the loud one had about as many turns as each of the others
  const meanwhile = await read(big);
  expect(meanwhile.state).toBe("sending");
  expect(meanwhile.counts.planned).toBeGreaterThan(LOUD / 2);
  const done = await ended(big);
  expect(done).toMatchObject({ state: "done", total: LOUD });
  expect(done.counts.accepted).toBe(LOUD);
  for (const commune of [loud, ...quiet]) expect(new Set(await acceptedAt(world, commune.oaId))).toEqual(new Set([1]));
  const counters = await world.counters();
  expect([counters["limit-app"] ?? 0, counters["limit-oa"] ?? 0]).toEqual([0, 0]);
});
