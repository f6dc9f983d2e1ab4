import { readdirSync, readFileSync } from "node:fs";
import { Agent, get, request } from "node:http";
import { ConsoleSession } from "../test/support/console-session.ts";
import { ring } from "../test/support/hostile.ts";
import { World } from "../test/support/world.ts";
import { memoryOf, must, percentile, say, written } from "./support.ts";

const PER_SECOND = 200;
const SECONDS = 5;
const ROUNDS = 3;
/** An official who tries again and again, and reads what was said. */
const PAUSE_MS = 400;
const BOMBS = "test/fixtures/bombs";
const EVENT = written();
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

let notTaken = 0;
/** Milliseconds until it was answered; what is not answered 200 is counted. */
const timed = (start: (done: (status: number) => void) => void): Promise<number> =>
  new Promise((resolve) => {
    const from = performance.now();
    start((status) => {
      if (status !== 200) notTaken += 1;
      resolve(performance.now() - from);
    });
  });
const sendEvent = (url: string): Promise<number> =>
  timed((done) =>
    request(`${url}/webhooks/zalo`, { method: "POST", agent, headers: EVENT.headers }, (answer) => {
      answer.resume().on("end", () => done(answer.statusCode ?? 0));
    })
      .on("error", () => done(0))
      .end(EVENT.body),
  );
const askHealth = (url: string): Promise<number> =>
  timed((done) =>
    get(`${url}/healthz`, { agent }, (answer) => answer.resume().on("end", () => done(answer.statusCode ?? 0))).on(
      "error",
      () => done(0),
    ),
  );

interface Seen {
  door: number[];
  health: number[];
  memory: number;
}

/** Events at an even rate, whatever the answers take, and a look at /healthz and the memory ten times a second. */
async function watch(world: World, meanwhile: (isOver: () => boolean) => Promise<void>): Promise<Seen> {
  const seen: Seen = { door: [], health: [], memory: 0 };
  const waiting: Promise<unknown>[] = [];
  const from = performance.now();
  let sent = 0;
  let over = false;
  const events = setInterval(() => {
    for (; sent < ((performance.now() - from) / 1000) * PER_SECOND; sent += 1)
      waiting.push(sendEvent(world.webUrl).then((ms) => seen.door.push(ms)));
  }, 5);
  const looks = setInterval(() => {
    waiting.push(askHealth(world.webUrl).then((ms) => seen.health.push(ms)));
    seen.memory = Math.max(seen.memory, memoryOf(world.web?.pid));
  }, 100);
  const end = setTimeout(() => {
    over = true;
    clearInterval(events);
    clearInterval(looks);
  }, SECONDS * 1000);
  await meanwhile(() => over);
  clearTimeout(end);
  await new Promise((done) => setTimeout(done, Math.max(0, SECONDS * 1000 - (performance.now() - from))));
  clearInterval(events);
  clearInterval(looks);
  await Promise.all(waiting);
  return seen;
}

const p99 = (times: number[]): number =>
  percentile(
    times.toSorted((a, b) => a - b),
    0.99,
  );
const quiet = async (isOver: () => boolean): Promise<void> => {
  while (!isOver()) await new Promise((done) => setTimeout(done, 100));
};

/** Stopped by no look, only by the time it takes. */
const slow = (): Buffer => {
  const stops = '<stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#0f0"/>';
  const fills = '<rect width="1080" height="1080" fill="url(#g)"/>'.repeat(1000);
  return ring(`<defs><radialGradient id="g">${stops}</radialGradient></defs>${fills}`);
};

interface Round {
  door: number;
  without: number;
  ratio: number;
  health: number;
  healthWithout: number;
  memory: number;
  longest: number;
}

/** A few seconds without, then a few with the bomb. */
async function beside(world: World, send: () => Promise<{ status: number }>): Promise<Round> {
  const [base, before] = [await watch(world, quiet), memoryOf(world.web?.pid)];
  let longest = 0;
  const seen = await watch(world, async (isOver) => {
    while (!isOver()) {
      const from = performance.now();
      const { status } = await send();
      if (status !== 422) throw new Error(`a bomb was answered ${status}`);
      longest = Math.max(longest, performance.now() - from);
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  });
  const [door, without] = [p99(seen.door), p99(base.door)];
  const [health, healthWithout] = [Math.max(...seen.health), Math.max(...base.health)];
  return { door, without, ratio: door / without, health, healthWithout, memory: seen.memory - before, longest };
}

/** Each bomb sent again and again by an official while the door takes 200 events a second, beside the same without. */
export async function benchBombs(): Promise<void> {
  const world = await World.start({ residents: 1, workers: 0 });
  const officer = new ConsoleSession(world.webUrl);
  await officer.enter((await world.addOfficial("commune_officer", "can-bo")).email);
  const form = { title: "Khung", rules: "Dùng.", startsAt: "2026-11-20T08:00", endsAt: "2027-11-20T08:00" };
  const send = (name: string, bytes: Buffer) =>
    name.endsWith(".svg")
      ? officer.upload("/console/khung/moi", { field: "master", name, bytes }, form)
      : officer.upload("/console/du-thao/moi", { field: "file", name, bytes }, { title: "Dự thảo" });
  await watch(world, quiet); // warm
  const bombs = readdirSync(BOMBS).map((name) => [name, readFileSync(`${BOMBS}/${name}`)] as const);
  for (const [name, bytes] of [...bombs, ["stopped-by-time.svg", slow()] as const]) {
    const rounds: Round[] = [];
    for (let n = 0; n < ROUNDS; n += 1) rounds.push(await beside(world, () => send(name, bytes)));
    const [best] = rounds.toSorted((a, b) => a.ratio - b.ratio).slice(Math.floor(ROUNDS / 2));
    const most = (of: (round: Round) => number): number => Math.round(Math.max(...rounds.map(of)));
    say(
      `${name}: refused, at most after`,
      `${most((one) => one.longest)} ms; door p99 ${best?.door.toFixed(1)} of ${best?.without.toFixed(1)} ms, ratio ${best?.ratio.toFixed(2)}; /healthz ${most((one) => one.health)} of ${most((one) => one.healthWithout)} ms; memory +${most((one) => one.memory)} MB`,
      "2 s; <= 2; <= 100 ms; <= 50 MB",
    );
    must(most((one) => one.memory) <= 50, `${name} leaves the web process its memory`);
    must((best?.ratio ?? Infinity) <= 2, `${name} leaves the door its pace`);
  }
  say("events and looks answered with anything but 200", String(notTaken), "0");
  must(notTaken === 0, "the door took every event and /healthz answered");
  await world.stop();
}
