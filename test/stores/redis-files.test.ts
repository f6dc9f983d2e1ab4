import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { freePort, type Service, startRedis } from "../../launcher/services.ts";
import { connectPatient } from "../../queues/connection.ts";
import { openInbox, putIntoInbox, readInbox, removeFromInbox } from "../../queues/inbox.ts";
import { handleLine } from "../../queues/jobs/handle-line.job.ts";
import { createProducer } from "../../queues/producer.ts";
import { rewriteFiles } from "../../queues/workers/rewrite-files.ts";
import { createLogger } from "../../src/kernel/logger.ts";
import { eventually } from "../support/world.ts";

const folder = mkdtempSync(join(tmpdir(), "loa-redis-"));
let service: Service;
let redis: Redis;
const findings: string[] = [];
const depsOf = (main: Redis, visits: Redis) => ({
  redis: main,
  visits,
  prefix: "loa",
  log: createLogger("silent", "test"),
  clock: { now: () => new Date() },
  noteFinding: (kind: string) => Promise.resolve(void findings.push(kind)),
});

beforeAll(async () => {
  service = await startRedis(folder, await freePort());
  redis = connectPatient(service.url);
});
afterAll(async () => {
  redis.disconnect();
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every byte of Redis' files. */
function bytes(path = join(folder, "redis")): string {
  return readdirSync(path)
    .map((name) => join(path, name))
    .map((one) => (statSync(one).isDirectory() ? bytes(one) : readFileSync(one, "latin1")))
    .join("\n");
}
async function rewritten(deps: Parameters<typeof rewriteFiles>[0]): Promise<void> {
  await rewriteFiles(deps);
  await eventually(
    "the rewrite",
    () => redis.info("persistence"),
    (facts) => /aof_rewrite_in_progress:0/.test(facts) && /aof_rewrite_scheduled:0/.test(facts),
  );
}

test("what is handled has left the files after a rewrite; what waits has not", async () => {
  await openInbox(redis, "loa", "residents");
  for (let n = 0; n < 5; n += 1) await putIntoInbox(redis, "loa", "residents", `sealed-body-${n}`, 1000 + n);
  const producer = createProducer(redis, "loa");
  await producer.add(handleLine, { v: 1, line: "mark-of-a-resident" });
  await producer.queues.events.remove("line-mark-of-a-resident");
  const entries = await readInbox(redis, "loa", "residents", "fresh", 4, 10);
  await removeFromInbox(
    redis,
    "loa",
    "residents",
    entries.map((entry) => entry.id),
  );
  expect(bytes()).toContain("sealed-body-0");
  expect(bytes()).toContain("mark-of-a-resident");
  await rewritten(depsOf(redis, redis));
  const left = bytes();
  for (let n = 0; n < 4; n += 1) expect(left).not.toContain(`sealed-body-${n}`);
  expect(left).not.toContain("mark-of-a-resident");
  expect(left).toContain("sealed-body-4");
  expect(findings).toEqual([]);
  await producer.close();
});

test("an operator who does not let us is told so", async () => {
  await redis.call("ACL", "SETUSER", "narrow", "on", ">secret", "~*", "+@all", "-bgrewriteaof");
  const narrow = connectPatient(service.url.replace("redis://", "redis://narrow:secret@"));
  await rewriteFiles(depsOf(narrow, narrow));
  expect(findings).toEqual(["redis-not-rewritten"]);
  narrow.disconnect();
});
