import { connectPatient } from "../../queues/connection.ts";
import { composeCore, acceptDeps } from "../../src/compose.ts";
import { createDayMarks } from "../../src/web/day-marks.ts";
import { MinuteCounts } from "../../src/web/minute-counts.ts";
import { createResidentSessions } from "../../src/web/resident-sessions.ts";
import { testSettings } from "../support/settings.ts";

const settings = testSettings();
const prefix = settings.REDIS_PREFIX;
const redis = connectPatient(settings.REDIS_URL);
const clock = { at: new Date(), now: () => clock.at };
const core = composeCore(settings, "test", clock);

afterAll(async () => {
  await core.producer.close();
  for (const one of [redis, core.redis]) one.disconnect();
});

/** Every key of this test with what it holds and when it ends. */
async function everything(): Promise<{ key: string; value: string; end: number }[]> {
  const keys = await redis.keys(`${prefix}:*`);
  return Promise.all(
    keys.map(async (key) => ({
      key,
      value: (await redis.type(key)) === "string" ? ((await redis.get(key)) ?? "") : "",
      end: await redis.pexpiretime(key),
    })),
  );
}

test("an allowance counts a person, and its key says neither who, nor for what, nor when the first came", async () => {
  const { takeTurn } = acceptDeps(core);
  const turns = await Promise.all(Array.from({ length: 4 }, () => takeTurn("comment:draft-1:zalo:2468", 3)));
  expect(turns.filter(Boolean)).toHaveLength(3);
  expect(await takeTurn("comment:draft-1:ip:203.0.113.9", 3)).toBe(true);
  const counts = (await everything()).filter(({ key }) => key.includes(":allowance:"));
  expect(counts).toHaveLength(2);
  expect(new Set(counts.map(({ end }) => end)).size).toBe(1);
  expect((counts[0]?.end ?? 0) % 3_600_000).toBe(0);
  expect(JSON.stringify(counts)).not.toMatch(/2468|203\.0|comment|draft/);
  // the next hour is counted anew, under another name
  clock.at = new Date(clock.at.getTime() + 3_600_000);
  expect(await takeTurn("comment:draft-1:zalo:2468", 3)).toBe(true);
});

test("the same day has the same marks in every process; nothing of ours makes them again without its key", async () => {
  const [one, other] = [createDayMarks(redis, prefix, clock, "p"), createDayMarks(core.visits, prefix, clock, "p")];
  const made = await one("person 2468");
  expect(await other("person 2468")).toBe(made);
  expect(await createDayMarks(redis, prefix, clock, "q")("person 2468")).not.toBe(made);
  clock.at = new Date(clock.at.getTime() + 86_400_000);
  expect(await one("person 2468")).not.toBe(made);
});

test("calls of a minute end together, whoever made them and whenever", async () => {
  const counts = new MinuteCounts({ redis, prefix, mark: core.dayMark, clock }, "post/drafts");
  for (const who of ["mark 2468", "mark 2469"]) expect((await counts.increment(who)).totalHits).toBe(1);
  const kept = (await everything()).filter(({ key }) => key.includes(":rate:"));
  for (const { end } of kept) expect(end % 60_000).toBe(0);
  clock.at = new Date(clock.at.getTime() + 60_000);
  expect((await counts.increment("mark 2468")).totalHits).toBe(1);
  // a clock that stands still loses no count: Redis ends them by its own
  clock.at = new Date(Date.now() - 600_000);
  for (const hits of [1, 2]) expect((await counts.increment("mark 2468")).totalHits).toBe(hits);
  expect(JSON.stringify(kept)).not.toMatch(/246|drafts/);
});

test("a session opens for its token, and to who reads Redis names nobody, not by its length either", async () => {
  const sessions = createResidentSessions(redis, prefix);
  const people = [
    { appUserId: "2468", name: "An" },
    { appUserId: "24681357", name: "Nguyễn Thị Minh Khai Hoàng Phương" },
  ];
  const tokens = await Promise.all(people.map((person) => sessions.begin(person)));
  expect(await Promise.all(tokens.map((token) => sessions.find(token)))).toEqual(people);
  const kept = (await everything()).filter(({ key }) => key.includes(":resident:"));
  expect(JSON.stringify(kept)).not.toMatch(/2468|Khai/);
  expect(new Set(kept.map(({ value }) => Math.round(value.length / 40))).size).toBe(1);
});
