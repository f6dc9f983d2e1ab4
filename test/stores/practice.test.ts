import mongoose from "mongoose";
import { BroadcastModel, emptyRun } from "../../src/broadcasts/broadcast.model.ts";
import { listDue } from "../../src/broadcasts/broadcast.store.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { connectMongo, ensureIndexes } from "../../src/compose.ts";
import { AheadClock, days, hours, systemClock } from "../../src/kernel/clock.ts";
import { createLogger } from "../../src/kernel/logger.ts";
import { OfficialModel } from "../../src/officials/official.model.ts";
import { isAlive } from "../../src/officials/session-rules.ts";
import { fullCollections, readHouse } from "../../src/practice/house.store.ts";
import { openHouse } from "../../src/practice/open-house.ts";
import type { Phone } from "../../src/practice/phone.ts";
import { beginWalk, endWalk, stepClock } from "../../src/practice/walk-clock.ts";
import { testSettings } from "../support/settings.ts";

/** Which database is whose, and what happens when the practice's clock goes forward. */
const log = createLogger("silent", "test");
const real = { clock: systemClock, log };
const ahead: number[] = [];
const phone: Phone = {
  say: async () => undefined,
  prove: async () => undefined,
  setAhead: async (ms) => void ahead.push(ms),
};

beforeEach(async () => {
  await connectMongo(testSettings());
  await ensureIndexes();
  ahead.length = 0;
});
afterEach(async () => {
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
});

const official = (email: string, at: Date) =>
  OfficialModel.create({
    email,
    name: "Học viên 01",
    role: "commune_officer",
    unitCode: "tap-01",
    createdAt: at,
    sessions: [
      { id: "a", startedAt: at, usedAt: at, device: "Chrome" },
      { id: "b", startedAt: at, usedAt: at, device: "Firefox" },
    ],
  });

test("an empty database becomes one to practise in; a real house refuses it from then on", async () => {
  (await openHouse(real))();
  expect(await fullCollections()).toEqual([]);
  const [one, two] = [new AheadClock(), new AheadClock()];
  (await openHouse({ clock: one, log }))();
  (await openHouse({ clock: two, log }))();
  expect(one.aheadMs).toBe(two.aheadMs);
  expect(new Date(one.now().getTime() + hours(7)).getUTCHours()).toBe(8);
  await expect(openHouse(real)).rejects.toThrow("belongs to a practice");
});

test("a practice refuses a database that holds anything it did not write, and writes nothing into it", async () => {
  await official("canbo@sao-mai.loaso.test", new Date());
  await expect(openHouse({ clock: new AheadClock(), log })).rejects.toThrow("holds something already (officials)");
  expect(await fullCollections()).toEqual(["officials"]);
  (await openHouse(real))();
});

test("the clock walks hour by hour: what is due is found within its hour, nobody is signed out, the phone goes along", async () => {
  const clock = new AheadClock();
  (await openHouse({ clock, log }))();
  const deps = { clock, phone };
  expect(await stepClock(deps)).toBe(false);
  const start = clock.now();
  await official("hocvien@tap-01.loaso.test", start);
  const dueAt = new Date(start.getTime() + hours(13) + 60_000);
  await BroadcastModel.create({
    ...emptyRun(),
    unitCode: "tap-01",
    title: "Tin hẹn giờ",
    contents: [],
    channel: "personal",
    audience: EVERYBODY,
    state: "scheduled",
    dueAt,
    createdBy: { id: "x", name: "Học viên 01" },
    createdAt: start,
  });
  const to = await beginWalk(deps, "ngay");
  await expect(beginWalk(deps, "thang")).rejects.toThrow("Đồng hồ đang chạy");
  let [steps, found] = [0, 0];
  for (let before = clock.now(); await stepClock(deps); before = clock.now()) {
    steps += 1;
    expect(clock.now().getTime() - before.getTime()).toBeLessThanOrEqual(hours(1) + 5000);
    if (found === 0 && (await listDue(clock.now())).length > 0) found = clock.now().getTime();
  }
  expect(steps).toBe(24);
  expect(found - dueAt.getTime()).toBeLessThanOrEqual(hours(1));
  expect(Math.abs(clock.now().getTime() - to.getTime())).toBeLessThan(60_000);
  const house = await readHouse();
  expect([house?.walkTo, house?.aheadMs]).toEqual([null, clock.aheadMs]);
  expect([ahead.length, ahead.at(-1)]).toEqual([24, clock.aheadMs]);
  const account = await OfficialModel.findOne({}).lean();
  expect(account?.sessions.map((one) => isAlive(one, clock.now()))).toEqual([true, true]);
});

test("it stops where it is when it is told to, and two processes that step at once make one step", async () => {
  const clock = new AheadClock();
  (await openHouse({ clock, log }))();
  const before = clock.aheadMs;
  await beginWalk({ clock, phone }, "tuan");
  const stepped = await Promise.all([stepClock({ clock, phone }), stepClock({ clock, phone })]);
  expect(stepped.filter(Boolean)).toHaveLength(1);
  expect((await readHouse())?.aheadMs).toBe(before + hours(1));
  await endWalk();
  expect(await stepClock({ clock, phone })).toBe(false);
  expect(clock.aheadMs - before).toBeLessThan(days(1));
});
