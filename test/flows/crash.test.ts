import { stopChild } from "../../launcher/services.ts";
import { LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { ended, knowFollowers, read, send } from "../support/send.ts";
import { userNumber, World } from "../support/world.ts";

/** `make test-kill` asks for 1,000 kills over 5,000 people; `make test` for the short run. */
const PEOPLE = Number(process.env["PEOPLE"] ?? 600);
const DELAY = 15;
const KILLS = Number(process.env["KILLS"] ?? 15);

let world: World;
beforeAll(async () => {
  world = await World.start({
    residents: PEOPLE,
    // the more there are the fewer deaths stop the lane, and the sooner another goes on
    workers: KILLS > 100 ? 6 : 3,
    settings: {
      SEND_CONCURRENCY: "4",
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
      SIM_API_DELAY_MS: String(DELAY),
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
    let slow = false;
    const accepted = async (): Promise<number> => (await world.counters())["accepted"] ?? 0;
    while (kills < KILLS && !(await read(id)).state.startsWith("done")) {
      // paced by what the simulator accepts (a death leaves up to four people in doubt, who are not among them), so that the kills spread over the whole broadcast, each at a random moment
      const due = ((kills + random()) * PEOPLE * 0.7) / KILLS;
      let sent = await accepted();
      for (const until = Date.now() + 60_000; sent < due && Date.now() < until; sent = await accepted())
        await new Promise((resolve) => setTimeout(resolve, 20));
      // deaths cost time: while they are behind, Zalo answers slowly
      if (sent > due + 40 !== slow) {
        slow = !slow;
        await world.sim("settings", { SIM_API_DELAY_MS: slow ? 2500 : DELAY });
      }
      const victim = world.workers[kills % world.workers.length];
      if (victim) await stopChild(victim, "SIGKILL");
      world.workers[kills % world.workers.length] = world.addWorker();
      world.workers.pop();
      kills += 1;
    }
    await world.sim("settings", { SIM_API_DELAY_MS: DELAY });
    const done = await ended(id, 300_000 + KILLS * 1000);
    const each = await world.accepted();
    const people = Object.values(each);
    expect(Math.max(...people)).toBe(1);
    expect(done.total).toBe(PEOPLE);
    expect(done.counts.accepted + done.counts.unknown).toBe(PEOPLE);
    const doubtful = new Set((await LedgerModel.find({ s: "unknown" }).lean()).map((row) => row.u));
    for (let n = 0; n < PEOPLE; n += 1) expect(each[userNumber(n)] === 1 || doubtful.has(userNumber(n))).toBe(true);
    // a kill leaves at most the sends in flight in doubt: 4 per chunk, 4 chunks at a time
    expect(doubtful.size).toBeLessThanOrEqual(KILLS * 16);
    expect(kills).toBe(KILLS);
    process.stderr.write(`    ${kills} kills: ${done.counts.accepted} accepted, ${done.counts.unknown} in doubt\n`);
  },
  420_000 + KILLS * 5000,
);
