import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type Service, startSessionsRedis } from "../../launcher/services.ts";
import { putIntoInbox } from "../../queues/inbox.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";

/** What visitors cause lives in a Redis of its own: nothing of it in that of the inbox, and no flood reaches the inbox. */
let visits: Service;
let house: House;
let officer: Visitor;
beforeAll(async () => {
  visits = await startSessionsRedis(
    mkdtempSync(join(process.env["TEST_FOLDER"] ?? tmpdir(), "visits-")),
    await freePort(),
  );
  house = await House.open({ REDIS_SESSIONS_URL: visits.url });
  officer = await house.as("commune_officer");
});
afterAll(async () => {
  await house.close();
  await visits.stop();
});

test("sessions, tries, counts and proofs stand there, and none in the inbox's Redis", async () => {
  await house.visitor().logIn("khong-co@xa.gov.vn", "sai");
  await officer.get("/api/v1/challenge");
  await officer.get("/cong-khai/khong-co");
  const kinds = (await house.core.visits.keys("*")).map((key) => key.split(":")[1]);
  expect(new Set(kinds)).toEqual(new Set(["session", "tries", "rate", "day-key"]));
  const inbox = await house.core.redis.keys(`${house.core.prefix}:*`);
  expect(inbox.filter((key) => /session|tries|rate|day-key|proof|resident/.test(key))).toEqual([]);
});

test("a flood of visitors fills its own memory: the inbox takes events, the flood goes first", async () => {
  const { visits: redis, redis: inbox, prefix } = house.core;
  const used = Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
  await redis.config("SET", "maxmemory", String(used + 3_000_000));
  for (let n = 0; n < 40; n += 1) {
    const batch = redis.pipeline();
    for (let k = 0; k < 1000; k += 1) batch.set(`${prefix}:rate:flood:${n}:${k}`, "x".repeat(60), "EX", 60);
    for (const [error] of (await batch.exec()) ?? []) expect(error).toBeNull();
  }
  expect(Number(/evicted_keys:(\d+)/.exec(await redis.info("stats"))?.[1])).toBeGreaterThan(1000);
  await putIntoInbox(inbox, prefix, "residents", "{}", Date.now());
  expect(textOf(await officer.get("/console/toi"))).toContain("Tài khoản của tôi");
});

test("without it the public still reads, and the readiness says which part is missing", async () => {
  await visits.stop();
  expect((await house.visitor().get("/api/v1/openapi.json")).status).toBe(200);
  expect((await house.visitor().get("/cong-khai/khong-co")).status).toBe(404);
  expect((await house.visitor().get("/readyz")).status).toBe(503);
  expect((await house.visitor().get("/console/dang-nhap")).status).toBe(200);
}, 60_000);
