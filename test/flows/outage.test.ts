import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type Service, startMongo, startRedis } from "../../launcher/services.ts";
import { MessageModel } from "../../src/chatbot/conversation.model.ts";
import { eventually, userNumber, World } from "../support/world.ts";

/** Services of its own, because this file kills them. */
let folder: string;
let redis: Service;
let mongo: Service;
let world: World;
const ports = { redis: 0, mongo: 0 };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "loa-outage-"));
  ports.redis = await freePort();
  ports.mongo = await freePort();
  redis = await startRedis(folder, ports.redis);
  mongo = await startMongo(folder, ports.mongo, "outage");
  world = await World.start({
    residents: 60,
    settings: { REDIS_URL: redis.url, MONGODB_URI: mongo.url },
    simulator: { SIM_RETRY_SCALE: "0.05" },
  });
});
afterAll(async () => {
  await world.stop().catch(() => undefined);
  await redis.stop();
  await mongo.stop();
  rmSync(folder, { recursive: true, force: true });
});

const answered = async (from: number, count: number): Promise<number> => {
  const all = await Promise.all(Array.from({ length: count }, (_, n) => world.fromOa(userNumber(from + n))));
  return all.filter((replies) => replies.length > 0).length;
};

test("Redis killed (-9) between 200 and work: what the door acknowledged is answered once", async () => {
  // the worker is stopped, so that the events are acknowledged and lie in Redis only
  const worker = world.workers.pop();
  const { stopChild } = await import("../../launcher/services.ts");
  if (worker) await stopChild(worker);
  for (let n = 0; n < 20; n += 1) await world.say(userNumber(n), "giờ làm việc");
  await eventually(
    "all acknowledged",
    () => world.counters(),
    (counters) => (counters["webhook-200"] ?? 0) >= 20,
  );
  await redis.stop("SIGKILL");
  // while Redis is away the door says 503 at once, and Zalo comes again
  await world.say(userNumber(20), "tin xã");
  await eventually(
    "a 503",
    () => world.counters(),
    (counters) => (counters["webhook-503"] ?? 0) >= 1,
  );
  redis = await startRedis(folder, ports.redis);
  world.addWorker();
  await eventually(
    "21 answers",
    () => answered(0, 21),
    (n) => n === 21,
  );
  for (let n = 0; n < 21; n += 1) expect(await world.fromOa(userNumber(n))).toHaveLength(1);
});

test("MongoDB stopped for 60 seconds: the door keeps answering 200 and nothing is lost", async () => {
  const before = await world.counters();
  await mongo.stop();
  const started = Date.now();
  for (let n = 30; n < 50; n += 1) await world.say(userNumber(n), "tin xã");
  const during = await eventually(
    "20 acknowledged without MongoDB",
    () => world.counters(),
    (now) => (now["webhook-200"] ?? 0) >= (before["webhook-200"] ?? 0) + 20,
    15_000,
  );
  expect(during["webhook-503"] ?? 0).toBe(before["webhook-503"] ?? 0);
  const ready = await fetch(`${world.webUrl}/readyz`);
  expect(ready.status).toBe(503);
  expect((await fetch(`${world.webUrl}/healthz`)).status).toBe(200);
  await eventually(
    "60 seconds",
    async () => Date.now() - started,
    (ms) => ms >= 60_000,
    70_000,
  );
  mongo = await startMongo(folder, ports.mongo, "outage");
  await eventually(
    "20 answers",
    () => answered(30, 20),
    (n) => n === 20,
    90_000,
  );
  for (let n = 30; n < 50; n += 1) expect(await world.fromOa(userNumber(n))).toHaveLength(1);
  expect(
    await MessageModel.countDocuments({ author: "resident", userId: { $gte: userNumber(30), $lt: userNumber(50) } }),
  ).toBe(20);
});

test("Redis flushed: the queues are rebuilt from MongoDB and nobody is answered twice", async () => {
  const worker = world.workers.pop();
  const { stopChild } = await import("../../launcher/services.ts");
  if (worker) await stopChild(worker);
  // replies that are written down but whose jobs are gone
  const { openConversation, addMessage } = await import("../../src/chatbot/conversation.store.ts");
  const { OA } = await import("../support/world.ts");
  for (let n = 50; n < 55; n += 1) {
    const conversation = await openConversation({ unitCode: "sao-mai", oaId: OA, userId: userNumber(n) }, new Date());
    await addMessage({
      conversation: conversation._id,
      unitCode: "sao-mai",
      oaId: OA,
      userId: userNumber(n),
      author: "bot",
      authorName: "",
      text: "Trả lời tự động",
      image: "",
      kind: "",
      buttons: [],
      intent: "",
      key: `flush-${n}`,
      state: "created",
      at: new Date(Date.now() - 60_000),
    });
  }
  await world.core.redis.flushall();
  world.addWorker();
  world.addWorker();
  await eventually(
    "5 answers",
    () => answered(50, 5),
    (n) => n === 5,
  );
  for (let n = 50; n < 55; n += 1) expect(await world.fromOa(userNumber(n))).toHaveLength(1);
});
