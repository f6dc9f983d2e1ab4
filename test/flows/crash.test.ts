import { stopChild } from "../../launcher/services.ts";
import { LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { ended, knowFollowers, read, send } from "../support/send.ts";
import { eventually, userNumber, World } from "../support/world.ts";

/** `make test-kill` asks for 1,000 kills over 5,000 people; `make test` for the short run. */
const PEOPLE = Number(process.env["PEOPLE"] ?? 1200);
const KILLS = Number(process.env["KILLS"] ?? 30);

let world: World;
beforeAll(async () => {
  world = await World.start({
    residents: PEOPLE,
    // the more there are the fewer deaths stop the lane, and the sooner another goes on
    workers: KILLS > 100 ? 6 : 3,
    settings: {
      SEND_CONCURRENCY: KILLS > 100 ? "2" : "4",
      ZALO_LIMITS: "off",
      SEND_STALE_MS: "5000",
      JOB_LOCK_MS: "1000",
      SWEEP_MS: "500",
      LOG_LEVEL: "error",
      // so many deaths would stop the broadcast by itself, which is another test
      STOP_AFTER_FAILED: "1000000",
    },
    simulator: {
      SIM_LIMITS: "off",
      SIM_ECHO: "off",
      SIM_RECEIPTS: "off",
      // slow enough that the deaths asked for fit into the broadcast
      SIM_API_DELAY_MS: KILLS > 100 ? "420" : "15",
      SIM_OUTBOX_MAX: "10",
    },
  });
  await knowFollowers(0, PEOPLE);
});
afterAll(() => world.stop());

test(
  `row 1: worker killed ${KILLS} times at random during a broadcast to ${PEOPLE}: nobody twice, nobody missing, doubt is listed`,
  async () => {
    const id = await send(world);
    let seed = 20_261_121;
    const random = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    let kills = 0;
    while (kills < KILLS && !(await read(id)).state.startsWith("done")) {
      // paced by what the simulator accepts, so that kills spread over the whole broadcast
      const already = (await world.counters())["accepted"] ?? 0;
      const step = Math.floor((random() * PEOPLE) / KILLS);
      await eventually(
        "some progress",
        async () => ({ accepted: (await world.counters())["accepted"] ?? 0, state: (await read(id)).state }),
        (now) => now.accepted >= already + step || now.state.startsWith("done"),
        60_000,
      );
      const victim = world.workers[kills % world.workers.length];
      if (victim) await stopChild(victim, "SIGKILL");
      world.workers[kills % world.workers.length] = world.addWorker();
      world.workers.pop();
      kills += 1;
    }
    const done = await ended(id, 300_000 + KILLS * 1000);
    expect(kills).toBe(KILLS);
    const accepted = await world.accepted();
    const people = Object.values(accepted);
    expect(Math.max(...people)).toBe(1);
    expect(done.total).toBe(PEOPLE);
    expect(done.counts.accepted + done.counts.unknown).toBe(PEOPLE);
    const doubtful = new Set((await LedgerModel.find({ s: "unknown" }).lean()).map((row) => row.u));
    for (let n = 0; n < PEOPLE; n += 1) expect(accepted[userNumber(n)] === 1 || doubtful.has(userNumber(n))).toBe(true);
    // a kill leaves at most the sends in flight in doubt: 4 per chunk, 4 chunks at a time
    expect(doubtful.size).toBeLessThanOrEqual(KILLS * 16);
    process.stderr.write(`    ${kills} kills: ${done.counts.accepted} accepted, ${done.counts.unknown} in doubt\n`);
  },
  420_000 + KILLS * 5000,
);
