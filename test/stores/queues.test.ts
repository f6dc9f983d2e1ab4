import { connectProducer, connectWorker } from "../../queues/connection.ts";
import { noteMoved, type QueueFacts, STALL_MS, stalledQueues } from "../../queues/describe-queues.ts";
import { describeInbox, openInbox, putIntoInbox, readInbox, readOwn, removeFromInbox } from "../../queues/inbox.ts";
import { testSettings } from "../support/settings.ts";

const settings = testSettings();
const { REDIS_PREFIX: prefix, REDIS_URL: url } = settings;
const redis = connectWorker(url);
afterAll(() => redis.disconnect());

describe("a queue stands still when something waited five minutes and nothing moved (S2-21)", () => {
  const facts = (waiting: number, oldestMs: number): QueueFacts[] => [
    { name: "answers", waiting, active: 0, delayed: 0, failed: 0, oldestMs },
  ];
  test.each([
    [0, STALL_MS * 2, []],
    [3, STALL_MS - 1, []],
    [3, STALL_MS + 1, ["answers"]],
  ])("%d waiting, the oldest %d ms: %o", async (waiting, oldest, stalled) => {
    expect(await stalledQueues(redis, prefix, facts(waiting, oldest))).toEqual(stalled);
  });
  test("while it moves, waiting alone is no fault", async () => {
    await noteMoved(redis, prefix, "answers");
    expect(await stalledQueues(redis, prefix, facts(3, STALL_MS * 3))).toEqual([]);
  });
});

test("an inbox entry stays until it is removed, whoever read it", async () => {
  await openInbox(redis, prefix);
  await openInbox(redis, prefix);
  for (const text of ['{"a":"Ổ gà"}', '{"b":2}'])
    await putIntoInbox(redis, prefix, "oa", Buffer.from(text), 1_794_560_000_123);
  const first = await readInbox(redis, prefix, "one", 10, 100);
  expect(first.map((entry) => entry.body)).toEqual(['{"a":"Ổ gà"}', '{"b":2}']);
  expect(first[0]?.receivedAt).toBe(1_794_560_000_123);
  expect(await readInbox(redis, prefix, "two", 10, 50)).toEqual([]);
  expect((await readOwn(redis, prefix, "one", 10)).map((entry) => entry.id)).toEqual(first.map((entry) => entry.id));
  expect((await describeInbox(redis, prefix)).waiting).toBe(2);
  await removeFromInbox(
    redis,
    prefix,
    first.map((entry) => entry.id),
  );
  expect(await describeInbox(redis, prefix)).toEqual({ waiting: 0, oldestMs: 0 });
});

test("a producer says no at once when Redis is away, so that the door can answer 503", async () => {
  const away = connectProducer("redis://127.0.0.1:9");
  const started = Date.now();
  await expect(putIntoInbox(away, prefix, "oa", Buffer.from("{}"), 0)).rejects.toThrow();
  expect(Date.now() - started).toBeLessThan(1500);
  away.disconnect();
});

test("the shared Redis of this run is durable and evicts nothing", async () => {
  expect(await redis.config("GET", "appendfsync")).toEqual(["appendfsync", "always"]);
  expect(await redis.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
});
