import mongoose from "mongoose";
import { connectWorker } from "../../queues/connection.ts";
import { connectMongo, ensureIndexes } from "../../src/compose.ts";
import { createLimits } from "../../src/zalo/limits.ts";
import { learnedLimits, saveConnection } from "../../src/zalo/oa.store.ts";
import { eventually } from "../support/world.ts";
import { testSettings } from "../support/settings.ts";

const settings = testSettings();
const redis = connectWorker(settings.REDIS_URL);
const OA_ID = "111";
/** Limits as one more process has them. */
const inAnotherProcess = () =>
  createLimits(redis, { prefix: settings.REDIS_PREFIX, perOa: 100, perApp: 4000, on: true }, learnedLimits);

beforeAll(async () => {
  await connectMongo(settings);
  await ensureIndexes();
  const now = new Date();
  await connectAt(now);
});
async function connectAt(now: Date): Promise<void> {
  const oa = {
    _id: OA_ID,
    unitCode: "sao-mai",
    name: "",
    oaType: 2,
    packageName: "",
    packageUntil: "",
    followerCount: 0,
  };
  const pair = { accessToken: "a", refreshToken: "b", accessExpiresAt: now, refreshExpiresAt: now };
  await saveConnection(oa, pair, now);
}
afterAll(async () => {
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
  redis.disconnect();
});

test("the limit Zalo named outlives a flush of Redis, a day and a new connection of the OA", async () => {
  const first = inAnotherProcess();
  expect(await first.describe(OA_ID)).toMatchObject({ perMinute: 100, learned: false });
  first.learn(OA_ID, 2000, 1999);
  await eventually(
    "stored",
    () => learnedLimits.read(OA_ID),
    (limit) => limit === 2000,
  );
  // nothing of it stands in Redis: there is nothing to lose, and no hour after which it ends
  for (const key of await redis.keys(`${settings.REDIS_PREFIX}:*`)) await redis.del(key);
  expect(await inAnotherProcess().describe(OA_ID)).toMatchObject({ perMinute: 2000, learned: true });
  expect(await redis.keys(`${settings.REDIS_PREFIX}:*learned*`)).toEqual([]);
  await connectAt(new Date(Date.now() + 25 * 3_600_000));
  expect(await inAnotherProcess().describe(OA_ID)).toMatchObject({ perMinute: 2000, learned: true });
});

test("turns are taken at the learned pace", async () => {
  const limits = inAnotherProcess();
  let granted = 0;
  for (let n = 0; n < 20; n += 1) granted += (await limits.take(OA_ID, 4)).granted;
  // a burst of 2,000 / 500 at once; at 100 a minute it would have been one
  expect(granted).toBeGreaterThanOrEqual(4);
});
