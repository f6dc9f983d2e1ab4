import { join } from "node:path";
import { createStreamScript } from "../../src/outside/stream-script.ts";
import { eventually } from "../support/world.ts";

const script = join(process.cwd(), "test/support/stream-child.mjs");
const runner = (atOnce = 1, patienceMs = 60_000) => createStreamScript({ script, atOnce, patienceMs });
const whole = async (parts: AsyncIterable<Buffer>): Promise<Buffer> => {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
};
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const isGone = (pid: number) =>
  eventually(
    "the process is gone",
    async () => isAlive(pid),
    (alive) => !alive,
  );

test("what it writes comes as it was written, and its place is free again", async () => {
  const run = runner();
  for (const n of [0, 1, 3_000_000]) expect((await whole(await run({ what: "bytes", n }))).length).toBe(n);
});

test("a fault before the first byte is an answer; one after it cuts what was taken", async () => {
  const run = runner();
  await expect(run({ what: "fail" })).rejects.toThrow("no such report");
  await expect(run({ what: "half" }).then(whole)).rejects.toThrow("exit 3");
  expect((await whole(await run({ what: "bytes", n: 5 }))).toString()).toBe("aaaaa");
});

test("what cannot even begin is an answer, and takes no place for ever", async () => {
  const run = runner();
  for (let n = 0; n < 2; n += 1) await expect(run({ what: 1n })).rejects.toThrow("BigInt");
  const none = createStreamScript({ script: "none\u0000.mjs", atOnce: 1, patienceMs: 60_000 });
  for (let n = 0; n < 2; n += 1) await expect(none({})).rejects.toThrow("null bytes");
  expect((await whole(await run({ what: "bytes", n: 1 }))).length).toBe(1);
});

test("whoever leaves before the first byte or after it ends the process", async () => {
  const run = runner();
  for (const reads of [0, 1]) {
    const parts = (await run({ what: "wait" }))[Symbol.asyncIterator]();
    // read once, or not at all: the process wrote its number either way
    const pid = reads === 1 ? Number((await parts.next()).value) : 0;
    await parts.return?.();
    if (pid > 0) await isGone(pid);
    // its place is free
    expect((await whole(await run({ what: "bytes", n: 1 }))).length).toBe(1);
  }
});

test("too many at one time are told to come back; one that waits for ever is ended", async () => {
  const run = runner(1, 6000);
  const parts = (await run({ what: "wait" }))[Symbol.asyncIterator]();
  await expect(run({ what: "bytes", n: 1 })).rejects.toMatchObject({ status: 503 });
  const pid = Number((await parts.next()).value);
  await expect(parts.next()).rejects.toThrow("SIGKILL");
  await isGone(pid);
});
