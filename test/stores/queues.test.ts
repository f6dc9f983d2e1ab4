import { connectProducer, connectWorker } from "../../queues/connection.ts";
import { noteMoved, type QueueFacts, STALL_MS, stalledQueues } from "../../queues/describe-queues.ts";
import {
  describeInbox,
  holdLine,
  letGoOfLine,
  LINES,
  openInbox,
  putIntoInbox,
  readInbox,
  removeFromInbox,
  resealInbox,
} from "../../queues/inbox.ts";
import { createProducer } from "../../queues/producer.ts";
import { handleLine } from "../../queues/jobs/handle-line.job.ts";
import { startWorkers } from "../../queues/workers/start-workers.ts";
import type { BroughtJob } from "../../src/kernel/job.ts";
import { createLogger } from "../../src/kernel/logger.ts";
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

const texts = (entries: { sealed: string }[]): string[] => entries.map((entry) => entry.sealed);

test("an entry stays in its line until it is removed, whoever reads; lines know nothing of each other", async () => {
  for (const line of LINES) await openInbox(redis, prefix, line);
  await openInbox(redis, prefix, "residents");
  for (const text of ["một", "hai"]) await putIntoInbox(redis, prefix, "residents", text, 1_794_560_000_123);
  await putIntoInbox(redis, prefix, "receipts", "ba", 1);
  const first = await readInbox(redis, prefix, "residents", "fresh", 10, 100);
  expect(texts(first)).toEqual(["một", "hai"]);
  expect(first[0]?.receivedAt).toBe(1_794_560_000_123);
  expect(await readInbox(redis, prefix, "residents", "fresh", 10, 50)).toEqual([]);
  expect(texts(await readInbox(redis, prefix, "residents", "left", 10, 50))).toEqual(["một", "hai"]);
  expect((await describeInbox(redis, prefix, "residents")).waiting).toBe(2);
  const ids = first.map((entry) => entry.id);
  await removeFromInbox(redis, prefix, "residents", ids);
  expect(await describeInbox(redis, prefix, "residents")).toEqual({ waiting: 0, oldestMs: 0 });
  expect((await describeInbox(redis, prefix, "receipts")).waiting).toBe(1);
});

test("one process at a time holds a line; who lets go leaves it to the next, who begins with what is left", async () => {
  expect(await holdLine(redis, prefix, "mini-app", "one")).toBe("new");
  expect(await holdLine(redis, prefix, "mini-app", "one")).toBe("mine");
  expect(await holdLine(redis, prefix, "mini-app", "two")).toBe("no");
  await letGoOfLine(redis, prefix, "mini-app", "two");
  expect(await holdLine(redis, prefix, "mini-app", "two")).toBe("no");
  await letGoOfLine(redis, prefix, "mini-app", "one");
  expect(await holdLine(redis, prefix, "mini-app", "two")).toBe("new");
});

test("after a change of keys what waits is sealed anew in its order, a cut in between included", async () => {
  const line = "residents";
  for (const n of [1, 2, 3, 4]) await putIntoInbox(redis, prefix, line, `old-${n}`, n);
  const again = (sealed: string): string => sealed.replace("old", "new");
  let left = 2;
  const cut = (sealed: string): string => {
    left -= 1;
    if (left < 0) throw new Error("cut");
    return again(sealed);
  };
  await expect(resealInbox(redis, prefix, cut)).rejects.toThrow("cut");
  await resealInbox(redis, prefix, again);
  expect(texts(await readInbox(redis, prefix, line, "fresh", 10, 50))).toEqual(["new-1", "new-2", "new-3", "new-4"]);
});

test("a producer says no at once when Redis is away, so that the door can answer 503", async () => {
  const away = connectProducer("redis://127.0.0.1:9");
  await expect(putIntoInbox(away, prefix, "residents", "{}", 0)).rejects.toThrow();
  // not how soon on this machine, but that nothing is kept for later
  expect(away.options).toMatchObject({ enableOfflineQueue: false });
  away.disconnect();
});

test("the shared Redis of this run is durable and evicts nothing", async () => {
  expect(await redis.config("GET", "appendfsync")).toEqual(["appendfsync", "always"]);
  expect(await redis.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
});

test("a job whose deed cannot be loaded stops the start of a worker", async () => {
  const broken: BroughtJob = {
    kind: { queue: "upkeep", name: "broken" },
    load: () => Promise.reject(new Error("no such file")),
    run: async () => undefined,
    lookAgain: async () => undefined,
  };
  const log = createLogger("silent", "test");
  const noteMoved = async () => undefined;
  const start = startWorkers({ connection: redis, prefix, lockMs: 1000, jobs: [broken], log, noteMoved });
  await expect(start).rejects.toThrow("no such file");
});

test("a line that was put back to wait is due as soon as something new comes; one that failed keeps its pause", async () => {
  const producer = createProducer(redis, prefix);
  const [waits, failed] = ["a", "b"].map((line) => ({ v: 1 as const, line }));
  if (!waits || !failed) throw new Error("no lines");
  const late = { ...handleLine, options: { ...handleLine.options, delay: 60_000 } };
  await producer.addMany(late, [waits, failed]);
  await redis.hset(producer.queues.events.toKey(handleLine.idOf(failed)), "atm", 1);
  await producer.hurry(handleLine, [waits, failed, { v: 1, line: "c" }]);
  const states = [waits, failed].map((one) => producer.queues.events.getJobState(handleLine.idOf(one)));
  expect(await Promise.all(states)).toEqual(["waiting", "delayed"]);
  await producer.close();
});
