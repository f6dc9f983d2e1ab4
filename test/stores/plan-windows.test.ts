import { countAudience } from "../../src/broadcasts/count-audience.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { addFollowers } from "../../src/citizens/citizen.store.ts";
import { days, hours, minutes } from "../../src/kernel/clock.ts";
import { latestWithin, turnsFrom } from "../../src/kernel/send-hours.ts";
import { testSettings } from "../support/settings.ts";
import { openStore } from "../support/store.ts";

openStore(testSettings());
const OA = "3886132808788086";
const HOURS = { from: 6, to: 22, quietDays: [] };
const START = new Date("2026-11-27T21:50:00+07:00");
const WINDOW = days(7);

/** How long after the start each person's window closes, in the order of their turns. */
async function people(...closes: number[]): Promise<void> {
  await CitizenModel.deleteMany();
  const ids = closes.map((_, n) => String(1000 + n));
  await addFollowers(OA, "sao-mai", ids, null, START);
  for (const [n, ms] of closes.entries())
    await CitizenModel.updateOne(
      { userId: ids[n] ?? "" },
      { $set: { lastInteractionAt: new Date(START.getTime() + ms - WINDOW) } },
    );
}

test("a window that closes before the turn comes is counted as it will be, and who is lost takes no turn", async () => {
  // one a minute: turns at 0, 1, 2 … minutes; the second and the fourth close before theirs
  await people(minutes(5), 30_000, minutes(1), 90_000, minutes(3));
  const pace = { perMinute: 1, hours: undefined, urgent: false };
  const facts = await countAudience(OA, EVERYBODY, START, pace);
  expect(facts).toMatchObject({ audience: 5, charged: 3, windowClosed: 0, closing: 2 });
  expect(facts.endsAt).toEqual(new Date(START.getTime() + minutes(3)));
  // begun by then nobody would have been late
  const again = await countAudience(OA, EVERYBODY, facts.beginBy ?? START, pace);
  expect(again).toMatchObject({ charged: 5, closing: 0 });
  expect(again.beginBy).toBeUndefined();
});

test("a night in between closes windows too; an emergency does not wait for the morning", async () => {
  const closes = Array.from({ length: 30 }, (_, n) => (n < 20 ? hours(48) : hours(1)));
  await people(...closes);
  const quiet = await countAudience(OA, EVERYBODY, START, { perMinute: 1, hours: HOURS, urgent: false });
  expect([quiet.closing, quiet.charged]).toEqual([10, 20]);
  // the ten whose hour is over in the night took no turn
  expect(quiet.endsAt).toEqual(new Date("2026-11-28T06:10:00+07:00"));
  // all thirty are through before the night when they begin by half past nine
  expect(quiet.beginBy).toEqual(new Date("2026-11-27T21:30:00+07:00"));
  const early = await countAudience(OA, EVERYBODY, quiet.beginBy ?? START, {
    perMinute: 1,
    hours: HOURS,
    urgent: false,
  });
  expect([early.closing, early.charged]).toEqual([0, 30]);
  const urgent = await countAudience(OA, EVERYBODY, START, { perMinute: 1, hours: undefined, urgent: true });
  expect([urgent.closing, urgent.charged]).toEqual([0, 30]);
});

test("closed from the beginning is not lost on the way; without a pace nobody waits", async () => {
  await people(-1, minutes(1), minutes(1));
  const at = { perMinute: 0.5, hours: undefined, urgent: false };
  expect(await countAudience(OA, EVERYBODY, START, at)).toMatchObject({ windowClosed: 1, charged: 1, closing: 1 });
  const atOnce = await countAudience(OA, EVERYBODY, START);
  expect(atOnce).toMatchObject({ windowClosed: 1, charged: 2, closing: 0 });
});

test.each([
  ["2026-11-27T15:00", 60, "2026-11-27T15:00"],
  ["2026-11-27T21:50", 60, "2026-11-27T21:00"],
  // in the night it is the evening before
  ["2026-11-28T03:00", 60, "2026-11-27T21:00"],
  ["2026-11-27T15:00", 17 * 60, undefined],
])("begun by %s for %s minutes: %s", (wanted, takes, begins) =>
  expect(latestWithin(new Date(`${wanted}:00+07:00`), minutes(takes), HOURS)).toEqual(
    begins === undefined ? undefined : new Date(`${begins}:00+07:00`),
  ),
);

test("turns keep to the hours of every day", () => {
  const turns = turnsFrom(new Date("2026-11-27T22:30:00+07:00"), 60, { ...HOURS, quietDays: ["2026-11-28"] });
  expect(turns.at()).toEqual(new Date("2026-11-29T06:00:00+07:00"));
  for (let n = 0; n < 16 * 60 * 60; n += 1) turns.take();
  expect(turns.at()).toEqual(new Date("2026-11-30T06:00:00+07:00"));
});
