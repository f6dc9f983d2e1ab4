import { Agent, request } from "node:http";
import { ended, knowFollowers, read, send } from "../test/support/send.ts";
import { CitizenModel } from "../src/citizens/citizen.model.ts";
import { OA, userNumber, World } from "../test/support/world.ts";
import { memoryOf, say } from "./support.ts";

const quiet = { SIM_ECHO: "off", SIM_RECEIPTS: "off", SIM_OUTBOX_MAX: "10", SIM_API_DELAY_MS: "20" };

/** The floor: the same POST to the same simulator, bare node:http, the same number in flight, no ledger. */
async function floor(world: World, people: number, parallel: number): Promise<number> {
  const { access_token } = (await world.sim("tokens", { oa: OA })) as { access_token: string };
  const agent = new Agent({ keepAlive: true, maxSockets: parallel });
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < people) {
      const body = JSON.stringify({
        recipient: { user_id: userNumber(next++) },
        message: { text: "Mời bà con theo dõi trên loa truyền thanh." },
      });
      await new Promise<void>((resolve) => {
        const call = request(
          `${world.simUrl}/v3.0/oa/message/cs`,
          { method: "POST", agent, headers: { access_token, "Content-Length": Buffer.byteLength(body) } },
          (answer) => answer.resume().on("end", () => resolve()),
        );
        call.end(body);
      });
    }
  };
  const started = Date.now();
  await Promise.all(Array.from({ length: parallel }, lane));
  agent.destroy();
  return (people / (Date.now() - started)) * 1000;
}

/** Followers written straight into the database: a synchronisation of a million would take longer than the bench. */
async function fillFollowers(people: number): Promise<void> {
  const now = new Date();
  for (let n = 0; n < people; n += 5000)
    await CitizenModel.collection.insertMany(
      Array.from({ length: Math.min(5000, people - n) }, (_, k) => ({
        oaId: OA,
        userId: userNumber(n + k),
        userIdByApp: "",
        unitCode: "sao-mai",
        displayName: "",
        isFollower: true,
        followChangedAt: now,
        followedAt: now,
        lastInteractionAt: now,
        receiving: true,
        receivingChangedAt: now,
        topics: [],
        language: "vi",
        createdAt: now,
      })),
      { ordered: false },
    );
}

/** Sends per second with the full ledger, limits lifted. */
export async function benchSendLifted(people: number): Promise<void> {
  const world = await World.start({
    residents: people,
    workers: 1,
    web: false,
    settings: { ZALO_LIMITS: "off", SEND_CONCURRENCY: "64", LOG_LEVEL: "error" },
    simulator: { ...quiet, SIM_LIMITS: "off" },
  });
  await fillFollowers(people);
  const id = await send(world);
  let memory = 0;
  let frozen = 0;
  const watch = setInterval(() => {
    memory = Math.max(memory, memoryOf(world.workers[0]?.pid));
  }, 200);
  while ((await read(id)).state === "freezing") await new Promise((resolve) => setTimeout(resolve, 20));
  frozen = Date.now();
  const done = await ended(id, 1_800_000);
  clearInterval(watch);
  const seconds = ((done.finishedAt?.getTime() ?? 0) - frozen) / 1000;
  say(
    "audience frozen into the ledger",
    `${Math.round(people / ((frozen - (done.startedAt?.getTime() ?? 0)) / 1000))} people/s`,
  );
  const bare = await floor(world, Math.min(people, 5000), 256);
  const rate = people / seconds;
  say(
    `sends/s with the full ledger, limits lifted, ${people} people`,
    `${Math.round(rate)}/s, ${done.counts.accepted} accepted; ${(rate / bare).toFixed(2)} of a bare client's ${Math.round(bare)}/s`,
    ">= 1000/s",
  );
  say("worker under this load, resident memory", `${memory} MB`, "<= 200 MB");
  await world.stop();
}

/** Sends under Zalo's limit of the package: share of the allowance used, and how often Zalo said no. */
export async function benchSendLimited(perMinute: 100 | 2000, minutes: number): Promise<void> {
  const people = Math.ceil(perMinute * minutes) + 200;
  const world = await World.start({
    residents: people,
    workers: 2,
    web: false,
    oa: { package: perMinute === 100 ? "Growth" : "Comprehensive" },
    settings: { ZALO_OA_LIMIT: String(perMinute), LOG_LEVEL: "error" },
    simulator: quiet,
  });
  await knowFollowers(0, people);
  const id = await send(world);
  const accepted = async (): Promise<number> => (await world.counters())["accepted"] ?? 0;
  while ((await accepted()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const [first, started] = [await accepted(), Date.now()];
  await new Promise((resolve) => setTimeout(resolve, minutes * 60_000));
  const used = ((await accepted()) - first) / ((perMinute * (Date.now() - started)) / 60_000);
  const refused = (await world.counters())["limit-oa"] ?? 0;
  say(
    `under ${perMinute} a minute for ${minutes} min, share of the allowance used`,
    `${used.toFixed(3)}; Zalo said "limit" ${refused} times; ${(await read(id)).counts.failed} failed`,
    ">= 0.99 and 0",
  );
  await world.stop();
}
