import { Redis } from "ioredis";
import { minutes } from "../../src/kernel/clock.ts";
import { type Budget, createThrottle, OWN_TRIES, type Throttle } from "../../src/officials/throttle.ts";
import { testSettings } from "../support/settings.ts";

const settings = testSettings();
const redis = new Redis(settings.REDIS_URL);
const throttle: Throttle = createThrottle(redis, (key) => `${settings.REDIS_PREFIX}:${key}`);
afterAll(() => redis.disconnect());

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 26) + minutes(minute));
let n = 0;
const fresh = (): string => `key ${(n += 1)}`;
const take = (key: string, minute: number, budget: Budget = OWN_TRIES) => throttle.take(key, budget, at(minute));
/** how many tries are let through at one moment */
async function burst(key: string, minute: number): Promise<number> {
  let count = 0;
  while ((await take(key, minute)).allowed) count += 1;
  return count;
}

test("five tries, then waits that double; after each wait three tries, not one", async () => {
  const key = fresh();
  expect(await burst(key, 0)).toBe(5);
  expect(await take(key, 0.9)).toMatchObject({ allowed: false, until: at(1) });
  // one wrong try after the wait does not shut again at once
  expect(await burst(key, 1)).toBe(3);
  expect(await take(key, 2)).toMatchObject({ allowed: false, until: at(3) });
  expect(await burst(key, 3)).toBe(3);
  expect(await burst(key, 7)).toBe(3);
  expect(await take(key, 14.9)).toMatchObject({ allowed: false, until: at(15) });
  expect(await burst(key, 15)).toBe(3);
  // never more than a quarter of an hour
  expect(await take(key, 16)).toMatchObject({ allowed: false, until: at(30) });
});

test("with calm the waits are forgotten one by one, and the budget is whole", async () => {
  const key = fresh();
  await burst(key, 0);
  await burst(key, 1);
  expect(await burst(key, 3 + 31)).toBe(5);
  // two waits were behind it, one was forgotten: the next is the second
  expect(await take(key, 34)).toMatchObject({ allowed: false, until: at(36) });
  expect(await burst(key, 36 + 24 * 60)).toBe(5);
  expect(await take(key, 36 + 24 * 60)).toMatchObject({ until: at(37 + 24 * 60) });
});

test("a right try gives back what it took, or makes the budget whole", async () => {
  const key = fresh();
  for (let k = 0; k < 50; k += 1) {
    expect((await take(key, 0)).allowed).toBe(true);
    await throttle.giveBack(key);
  }
  await burst(key, 0);
  await throttle.giveBack(key);
  expect((await take(key, 0)).allowed).toBe(true);
  await throttle.forget(key);
  expect(await burst(key, 0)).toBe(5);
});

test("a hundred at once are five; the first refusal of a wait says so, for the log", async () => {
  const key = fresh();
  const turns = await Promise.all(Array.from({ length: 100 }, () => take(key, 0)));
  expect(turns.filter((turn) => turn.allowed)).toHaveLength(5);
  expect(turns.filter((turn) => !turn.allowed && turn.firstRefusal)).toHaveLength(1);
});

test("budgets do not touch each other, and none stays for ever", async () => {
  const [mine, theirs] = [fresh(), fresh()];
  await burst(theirs, 0);
  expect(await burst(mine, 0)).toBe(5);
  expect(await redis.pttl(`${settings.REDIS_PREFIX}:${mine}`)).toBeGreaterThan(0);
});
