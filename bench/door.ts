import autocannon from "autocannon";
import { freePort, startProgram, stopChild, waitForPort } from "../launcher/services.ts";
import { World } from "../test/support/world.ts";
import { memoryOf, say, written } from "./support.ts";

const EVENT = written();

const load = (url: string, options: { seconds: number; rate?: number }) =>
  autocannon({
    url,
    method: "POST",
    ...EVENT,
    connections: 50,
    duration: options.seconds,
    ...(options.rate ? { overallRate: options.rate } : {}),
  });

/** Webhook accept against a bare node:http floor doing the same hash and one durable write. */
export async function benchDoor(): Promise<void> {
  const world = await World.start({ residents: 1, workers: 0 });
  const port = await freePort();
  const floor = startProgram("floor", process.execPath, ["node_modules/tsx/dist/cli.mjs", "bench/floor.ts"], {
    env: { ...process.env, ...world.env, PORT: String(port) },
  });
  await waitForPort(port, floor, 20_000);
  const ratios: number[] = [];
  let [best, bare] = [0, 0];
  for (let round = 0; round < 3; round += 1) {
    const base = await load(`http://127.0.0.1:${port}/`, { seconds: 5 });
    const door = await load(`${world.webUrl}/webhooks/zalo`, { seconds: 5 });
    if (door.non2xx + base.non2xx + door.errors + base.errors > 0)
      throw new Error("not every request was answered 200");
    ratios.push(door.requests.average / base.requests.average);
    best = Math.max(best, door.requests.average);
    bare = Math.max(bare, base.requests.average);
  }
  const half = await load(`${world.webUrl}/webhooks/zalo`, { seconds: 5, rate: Math.floor(best / 2) });
  say(
    "door, requests/s",
    `${Math.round(best)} of ${Math.round(bare)} bare; ratio ${(ratios.toSorted((a, b) => a - b)[1] ?? 0).toFixed(2)}`,
    ">= 0.60",
  );
  say("door at half load, p50 / p99", `${half.latency.p50} / ${half.latency.p99} ms`, "p99 <= 25 ms");
  say("web under this load, resident memory", `${memoryOf(world.web?.pid)} MB`, "<= 200 MB");
  await stopChild(floor);
  await world.stop();
}
