import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { freePort, waitForPort } from "../../launcher/services.ts";
import { eventually, userNumber, World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ residents: 3, workers: 0, web: false });
});
afterAll(() => world.stop());

/** One role as an operator starts it: the built product and nothing but the environment. */
function start(
  role: string,
  env: Record<string, string>,
): { child: ChildProcess; error: () => string; ended: Promise<number | null> } {
  const child = spawn(process.execPath, ["dist/src/main.js", role], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stderr?.on("data", (part: Buffer) => {
    text += part.toString();
  });
  return { child, error: () => text, ended: new Promise((resolve) => child.once("exit", resolve)) };
}

test("`all` runs door and worker in one process, shows health and metrics, and ends in order with 0", async () => {
  const [port, internal] = [await freePort(), await freePort()];
  const { child, ended } = start("all", { ...world.env, PORT: String(port), INTERNAL_PORT: String(internal) });
  await waitForPort(port, child, 30_000);
  expect(await world.sim("register", { url: `http://127.0.0.1:${port}/webhooks/zalo` })).toEqual({ ok: true });
  await world.say(userNumber(1), "giờ làm việc");
  await eventually(
    "an answer",
    () => world.fromOa(userNumber(1)),
    (all) => all.length === 1,
  );
  const get = (path: string, at = port): Promise<Response> => fetch(`http://127.0.0.1:${at}${path}`);
  // outside: that it runs and whether it is ready; in detail only on the internal port
  expect(await (await get("/healthz")).json()).toEqual({ ok: true });
  expect(await (await get("/readyz")).json()).toEqual({ ok: true });
  expect((await get("/metrics")).status).toBe(404);
  expect(Object.keys((await (await get("/readyz", internal)).json()) as object)).toEqual([
    "redis",
    "sessions",
    "mongodb",
    "queues",
  ]);
  const metrics = await (await get("/metrics", internal)).text();
  for (const name of [
    "loa_door_seconds_count",
    "loa_queue_waiting",
    "loa_queue_oldest_seconds",
    "loa_zalo_limit_per_minute",
    'loa_sends_total{outcome="accepted"',
  ])
    expect(metrics).toContain(name);
  expect(metrics).not.toContain(userNumber(1));
  expect((await get("/healthz", internal)).status).toBe(200);
  expect((await get("/console", internal)).status).toBe(404);
  expect((await get("/khong-co")).status).toBe(404);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("`door` alone takes events with Redis and nothing else; a worker answers them later", async () => {
  const port = await freePort();
  // no MongoDB behind this address: the door does not ask for one
  const { child, ended } = start("door", { ...world.env, PORT: String(port), MONGODB_URI: "mongodb://127.0.0.1:9/x" });
  await waitForPort(port, child, 30_000);
  expect(await world.sim("register", { url: `http://127.0.0.1:${port}/webhooks/zalo` })).toEqual({ ok: true });
  const get = async (path: string): Promise<number> => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
  expect([await get("/healthz"), await get("/readyz"), await get("/console")]).toEqual([200, 200, 404]);
  await world.say(userNumber(2), "giờ làm việc");
  await eventually(
    "acknowledged",
    () => world.counters(),
    (counters) => (counters["webhook-200"] ?? 0) >= 1,
  );
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  world.addWorker();
  await eventually(
    "an answer",
    () => world.fromOa(userNumber(2)),
    (all) => all.length === 1,
  );
});

test("every role has its internal port, and it is the machine's own", async () => {
  for (const role of ["web", "worker"]) {
    const [port, internal] = [await freePort(), await freePort()];
    const { child, ended } = start(role, { ...world.env, PORT: String(port), INTERNAL_PORT: String(internal) });
    await waitForPort(internal, child, 30_000);
    const metrics = await (await fetch(`http://127.0.0.1:${internal}/metrics`)).text();
    expect(metrics).toContain(`role="${role}"`);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  }
});

test("a role that does not exist and settings that are not usable stop the start and say why", async () => {
  const wrong = start("everything", world.env);
  expect(await wrong.ended).toBe(2);
  expect(wrong.error()).toContain("usage");
  const bad = start("web", { ...world.env, SESSION_SECRET: "too-short", PORT: "many", TRUST_PROXY: "true" });
  expect(await bad.ended).toBe(1);
  expect(bad.error()).toContain("SESSION_SECRET");
  expect(bad.error()).toContain("PORT");
  expect(bad.error()).toContain("TRUST_PROXY");
  expect(bad.error()).not.toContain("too-short");
});
