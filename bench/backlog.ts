import { Agent, request } from "node:http";
import { BroadcastModel } from "../src/broadcasts/broadcast.model.ts";
import { LedgerModel } from "../src/broadcasts/ledger.model.ts";
import { MessageModel } from "../src/chatbot/conversation.model.ts";
import { describeInbox } from "../queues/inbox.ts";
import { approvedBroadcast, approvedItem, choice, ended, knowFollowers, read, send } from "../test/support/send.ts";
import { eventually, OA, userNumber, World } from "../test/support/world.ts";
import { must, percentile, say, signedEvent } from "./support.ts";

const agent = new Agent({ keepAlive: true, maxSockets: 50 });

/** One signed event at the door. */
function deliver(url: string, event: Record<string, unknown>): Promise<void> {
  const { body, headers } = signedEvent(event, String(Date.now()));
  return new Promise((resolve, reject) => {
    const call = request(
      `${url}/webhooks/zalo`,
      {
        method: "POST",
        agent,
        headers,
      },
      (answer) =>
        answer.resume().on("end", () => (answer.statusCode === 200 ? resolve() : reject(new Error("not held")))),
    );
    call.on("error", reject);
    call.end(body);
  });
}

async function deliverAll(url: string, events: Generator<Record<string, unknown>>): Promise<void> {
  const lane = async (): Promise<void> => {
    for (let next = events.next(); !next.done; next = events.next()) await deliver(url, next.value);
  };
  await Promise.all(Array.from({ length: 50 }, lane));
}

/** What Zalo tells after an article broadcast: an echo and two receipts for everybody. */
function* afterArticle(people: number): Generator<Record<string, unknown>> {
  const oa = { sender: { id: OA } };
  for (let n = 0; n < people; n += 1) {
    const recipient = { id: userNumber(n) };
    const msg_id = `article-${n}`;
    yield { event_name: "oa_send_list", ...oa, recipient, message: { msg_id } };
    yield { event_name: "user_received_message", ...oa, recipient, message: { msg_id } };
    yield { event_name: "user_seen_message", ...oa, recipient, message: { msg_ids: [msg_id] } };
  }
}

/** DUNG is answered while receipts and echoes of an article broadcast drain; then order per resident over a backlog. */
export async function benchBacklog(slow: boolean): Promise<void> {
  const people = slow ? 1560 : 15_600;
  const world = await World.start({
    residents: people + 400,
    settings: { ZALO_LIMITS: "off", LOG_LEVEL: "error" },
    simulator: { SIM_LIMITS: "off", SIM_ECHO: "off", SIM_RECEIPTS: "off", SIM_API_DELAY_MS: "20" },
  });
  // ten in the morning in Vietnam: Zalo takes no articles at night
  await world.sim("clock", { skewMs: (3 - new Date().getUTCHours()) * 3_600_000 });
  await knowFollowers(0, people);
  const id = await send(world, undefined, "Bài chung", { channel: "article" });
  await ended(id, 300_000);
  await world.sim("clock", { skewMs: 0 });
  const started = Date.now();
  const flood = deliverAll(world.webUrl, afterArticle(people));
  const asked = new Map<string, number>();
  let n = 0;
  let draining = true;
  const drained = (async () => {
    await flood;
    await eventually(
      "receipts drained",
      () => describeInbox(world.core.redis, world.core.prefix, "receipts"),
      (line) => line.waiting === 0,
      1_200_000,
    );
    draining = false;
  })();
  while (draining && n < 400) {
    const user = userNumber(people + n);
    asked.set(user, Date.now());
    await world.say(user, "DUNG");
    n += 1;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await drained;
  const took = (Date.now() - started) / 1000;
  const sent = await eventually(
    "answers",
    async () =>
      ((await world.sim("outbox?last=2000")) as { messages: { userId: string; at: number }[] }).messages.filter((row) =>
        asked.has(row.userId),
      ),
    (rows) => rows.length >= n,
    60_000,
  );
  const times = sent.map((row) => row.at - (asked.get(row.userId) ?? 0)).toSorted((a, b) => a - b);
  const done = await eventually(
    "the last receipts",
    () => read(id),
    (b) => b.counts.seen === people,
    120_000,
  );
  say(
    `DUNG answered while ${3 * people} receipts and echoes drain, p50 / p99 of ${n}`,
    `${percentile(times, 0.5)} / ${percentile(times, 0.99)} ms`,
    "p99 <= 3,000 ms",
  );
  must(times.length === n && percentile(times, 0.99) <= 3000, "every DUNG is answered within three seconds");
  say("receipts and echoes applied", `${Math.round((3 * people) / took)}/s; ${done.counts.seen} of ${people} seen`);
  await benchOrder(world, slow ? 2000 : 20_000);
  await world.stop();
}

/** Everybody's messages are stored in the order in which they were written, over a backlog of all of them. */
async function benchOrder(world: World, events: number): Promise<void> {
  const people = 200;
  for (const worker of world.workers.splice(0)) worker.kill("SIGTERM");
  function* written(): Generator<Record<string, unknown>> {
    for (let n = 0; n < events; n += 1)
      yield {
        event_name: "user_send_text",
        sender: { id: userNumber(n % people) },
        recipient: { id: OA },
        message: { msg_id: `line-${n}`, text: `qwrt ${n}` },
      };
  }
  // one connection: what arrives first is first
  for (const event of written()) await deliver(world.webUrl, event);
  const started = Date.now();
  world.addWorker();
  world.addWorker();
  await eventually(
    "all stored",
    () => MessageModel.countDocuments({ author: "resident", text: /^qwrt/ }),
    (n) => n === events,
    1_800_000,
  );
  const took = (Date.now() - started) / 1000;
  let wrong = 0;
  for (let n = 0; n < people; n += 1) {
    const rows = await MessageModel.find({ oaId: OA, userId: userNumber(n), author: "resident", text: /^qwrt/ })
      .sort({ _id: 1 })
      .lean();
    const numbers = rows.map((row) => Number(row.text.split(" ")[1]));
    if (numbers.some((value, index) => index > 0 && value < (numbers[index - 1] ?? 0))) wrong += 1;
  }
  say(
    `order per resident over a backlog of ${events}`,
    `${people - wrong} of ${people} in order; ${Math.round(events / took)} events/s`,
    "all",
  );
  must(wrong === 0, "everybody's messages stand in the order they were written in");
}

/** From the second key to the first message, with a large ward's followers. */
export async function benchEmergency(slow: boolean): Promise<void> {
  const people = slow ? 3000 : 15_600;
  const world = await World.start({
    residents: people,
    web: false,
    settings: { ZALO_OA_LIMIT: "100", LOG_LEVEL: "error" },
    simulator: { SIM_ECHO: "off", SIM_RECEIPTS: "off" },
  });
  await knowFollowers(0, people);
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const before = (await world.counters())["accepted"] ?? 0;
    const item = await approvedItem(world, `Lũ lên ${round}`);
    const id = await approvedBroadcast(world, choice([item], { urgent: true }));
    const started = Date.now();
    while (((await world.counters())["accepted"] ?? 0) === before)
      await new Promise((resolve) => setTimeout(resolve, 20));
    times.push(Date.now() - started);
    await eventually(
      "the list",
      () => read(id),
      (b) => !b.unlisted,
      300_000,
    );
    await BroadcastModel.deleteMany({});
    await LedgerModel.deleteMany({});
  }
  say(
    `emergency: second key to the first message, ${people} followers`,
    `${times.toSorted((a, b) => a - b).join(" / ")} ms`,
    "<= 5,000 ms",
  );
  await world.stop();
}
