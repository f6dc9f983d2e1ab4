import { join } from "node:path";
import { createLogger } from "../../src/kernel/logger.ts";
import { Pool } from "../../src/outside/pool.ts";
import type { OutsideTask } from "../../src/outside/task.ts";
import { eventually } from "../support/world.ts";

const script = join(process.cwd(), "test/support/outside-child.mjs");
const pools: Pool[] = [];
const poolOf = (size: number, path = script): Pool => {
  const pool = new Pool({ script: path, size, log: createLogger("silent", "test") });
  pools.push(pool);
  return pool;
};
afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
});

type Any = OutsideTask<unknown, unknown>;
const task = (name: string, more: Partial<Any> = {}): Any => ({
  name,
  field: "file",
  askedBy: "officials",
  seconds: 0.3,
  load: () => Promise.reject(new Error("whoever asks never loads the work")),
  ...more,
});
const refused = (words: string) => ({ status: 422, fields: { file: expect.stringContaining(words) } });
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("what goes out and comes back is the same, bytes as bytes", async () => {
  const input = { bytes: Buffer.from([0, 255, 7]), words: "Điều 1", at: new Date(0), many: [1, null] };
  expect(await poolOf(1).run(task("echo"), input)).toEqual(input);
});

test.each([
  ["never ends", "spin", "0,3 giây"],
  ["takes memory outside the language", "native", "bộ nhớ"],
  ["takes memory inside it", "heap", "bộ nhớ"],
  ["is ended by a container out of memory", "starved", "bộ nhớ"],
  ["leaves", "leave", "bị hỏng"],
  ["crashes", "crash", "bị hỏng"],
  ["nests without end", "deep", "lồng quá nhiều lớp"],
  ["breaks a library", "library", "bị hỏng"],
])("work that %s dies alone: a sentence, and the next is done", async (_name, name, words) => {
  const pool = poolOf(2);
  const seconds = name === "spin" ? 0.3 : 20;
  const [bad, good] = await Promise.allSettled([pool.run(task(name, { seconds }), 1), pool.run(task("echo"), 2)]);
  expect(bad).toMatchObject({ status: "rejected", reason: refused(words) });
  expect(good).toEqual({ status: "fulfilled", value: 2 });
  expect(await pool.run(task("echo"), 3)).toBe(3);
});

test("processor time is what counts: who only waits is not refused", async () => {
  expect(await poolOf(1).run(task("sleep", { seconds: 0.2 }), 800)).toBe("awake");
});

test("more time is granted up to the task's own limit and no further", async () => {
  const wanted = { seconds: 0.1, mostSeconds: 0.4 };
  await expect(poolOf(1).run(task("granted", wanted), 0)).rejects.toMatchObject(refused("0,4 giây"));
});

test("work on what is ours asks to try again; nobody's file is at fault", async () => {
  await expect(poolOf(1).run(task("spin", { field: "" }), 0)).rejects.toMatchObject({ status: 503 });
});

test("a flood is told to come back; what was taken is done, nothing is lost", async () => {
  const pool = poolOf(2);
  const all = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => pool.run(task("echo"), n)));
  const done = all.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const told = all.flatMap((one) => (one.status === "rejected" ? [one.reason.status] : []));
  expect(done).toEqual(Array.from({ length: done.length }, (_, n) => n));
  expect(done.length).toBeGreaterThanOrEqual(24);
  expect(new Set(told)).toEqual(new Set([503]));
});

test("what anybody may ask for leaves one process to officials", async () => {
  const pool = poolOf(2);
  let ended = 0;
  const floods = Array.from({ length: 3 }, () =>
    pool.run(task("spin", { askedBy: "anyone", seconds: 60 }), 0).catch(() => {
      ended += 1;
    }),
  );
  expect(await pool.run(task("echo"), "first")).toBe("first");
  // not one of the flood had to end for it
  expect(ended).toBe(0);
  pool.close();
  await Promise.all(floods);
});

test("such a process holds no secret, and is gone with whoever asked", async () => {
  process.env["SESSION_SECRET"] = "not for others";
  const pool = poolOf(1);
  expect(Object.keys((await pool.run(task("environment"), 0)) as object).toSorted()).toEqual([
    "MALLOC_ARENA_MAX",
    "PATH",
    "UV_THREADPOOL_SIZE",
    "VIPS_CONCURRENCY",
  ]);
  const pid = (await pool.run(task("pid"), 0)) as number;
  pool.close();
  await eventually(
    "the process is gone",
    async () => isAlive(pid),
    (alive) => !alive,
  );
  await expect(pool.run(task("echo"), 1)).rejects.toThrow("closed");
});

test.each([
  ["begins and ends", join(process.cwd(), "test/support/none.mjs")],
  ["cannot even be begun", "none\u0000.mjs"],
])("where every process %s whoever asks is told, and does not wait for ever", async (_name, path) => {
  const pool = poolOf(2, path);
  for (const n of [1, 2]) await expect(pool.run(task("echo"), n)).rejects.toThrow("no reading process starts");
});
