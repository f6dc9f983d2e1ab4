import { LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { ended, knowFollowers, read, send } from "../support/send.ts";
import { type LossyProxy, startLossyProxy } from "../support/lossy-proxy.ts";
import { eventually, userNumber, World } from "../support/world.ts";

const PEOPLE = 600;
let world: World;
let proxy: LossyProxy;
beforeAll(async () => {
  world = await World.start({
    residents: PEOPLE,
    workers: 0,
    settings: {
      ZALO_LIMITS: "off",
      SEND_CONCURRENCY: "4",
      SEND_STALE_MS: "5000",
      JOB_LOCK_MS: "2000",
      SWEEP_MS: "500",
    },
    simulator: { SIM_LIMITS: "off", SIM_API_DELAY_MS: "15", SIM_ECHO: "off", SIM_RECEIPTS: "off" },
  });
  await knowFollowers(0, PEOPLE);
  const uri = new URL(world.env["MONGODB_URI"] ?? "");
  proxy = await startLossyProxy(Number(uri.port));
  world.addWorker({ MONGODB_URI: (world.env["MONGODB_URI"] ?? "").replace(`:${uri.port}/`, `:${proxy.port}/`) });
});
afterAll(async () => {
  await world.stop();
  await proxy.close();
});

test("row 6: writes that were applied but answered with an error lose nobody and send nobody twice", async () => {
  const id = await send(world);
  await eventually(
    "the worker at work",
    () => read(id),
    (b) => b.counts.accepted > 0,
  );
  proxy.loseEvery(23, 60);
  const done = await ended(id);
  expect(proxy.lost()).toBeGreaterThan(10);
  const accepted = await world.accepted();
  expect(Math.max(...Object.values(accepted))).toBe(1);
  expect(done.total).toBe(PEOPLE);
  const doubtful = new Set((await LedgerModel.find({ s: "unknown" }).lean()).map((row) => row.u));
  for (let n = 0; n < PEOPLE; n += 1) expect(accepted[userNumber(n)] === 1 || doubtful.has(userNumber(n))).toBe(true);
  process.stderr.write(
    `    ${proxy.lost()} answers lost: ${done.counts.accepted} accepted, ${done.counts.unknown} in doubt\n`,
  );
});
