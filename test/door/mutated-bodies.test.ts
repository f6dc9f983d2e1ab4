import { Agent, request } from "node:http";
import fc from "fast-check";
import { describeInbox, LINES, putIntoInbox } from "../../queues/inbox.ts";
import { InboundEventModel } from "../../src/citizens/inbound-event.model.ts";
import { countSetAside, decideWaiting } from "../../src/citizens/inbound-event.store.ts";
import { sha256Hex } from "../../src/kernel/crypto.ts";
import { APP, sign, type Signed, signedDelivery } from "../support/mutated-events.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ residents: 5, workers: 1 });
});
afterAll(() => world.stop());

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
function post(
  path: string,
  body: Buffer,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const outgoing = request(
      `${world.webUrl}${path}`,
      { method: "POST", agent, headers: { "Content-Length": String(body.length), ...headers } },
      (answer) => {
        let text = "";
        answer.on("data", (part: Buffer) => {
          text += part.toString();
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
        answer.on("error", () => resolve({ status: 0, text: "broken" }));
      },
    );
    outgoing.on("error", () => resolve({ status: 0, text: "broken" }));
    outgoing.end(body);
  });
}

/** `make soak` asks for more. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 2000);

/** Sends `count` deliveries, 64 at a time; which statuses came back how often. */
async function deliverAll(deliveries: Signed[]): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {};
  for (let n = 0; n < deliveries.length; n += 64)
    await Promise.all(
      deliveries.slice(n, n + 64).map(async ({ body, headers }) => {
        const { status } = await post("/webhooks/zalo", body, headers);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }),
    );
  return statuses;
}

test("whatever is signed and ours is answered 200, however odd; the door and the bot go on", async () => {
  // Zalo switches a webhook off, for every OA of the app, when it is refused: this test used to want a 400 here
  expect(await deliverAll(fc.sample(signedDelivery, { seed: 20_261_126, numRuns: RUNS }))).toEqual({ 200: RUNS });
  await eventually(
    "what cannot be understood waits for a person, counted",
    countSetAside,
    (rows) => rows.some((row) => row.why === "unreadable" && row.n > 10),
    240_000,
  );
  await world.say(userNumber(3), "giờ làm việc");
  await eventually(
    "the bot still answers",
    () => world.fromOa(userNumber(3)),
    (all) => all.some((m) => m.text.includes("Giờ làm việc")),
    240_000,
  );
  await eventually(
    "all taken in",
    () => inboxDepth(),
    (waiting) => waiting === 0,
    240_000,
  );
  const log = world.readLog();
  expect(log).not.toContain("unhandled");
  expect(log).not.toContain("door-failed");
  expect(log).not.toContain("ingest-waits");
  expect(log).not.toContain("ingest-batch");
  expect(log).not.toMatch(/thôn|ậ/);
}, 400_000);

const inboxDepth = async (): Promise<number> => {
  const { redis, prefix } = world.core;
  const lines = await Promise.all(LINES.map((line) => describeInbox(redis, prefix, line)));
  return lines.reduce((sum, line) => sum + line.waiting, 0);
};

test("a body that cannot be read is kept to its last byte; an old one is kept and not acted on", async () => {
  const bytes = Buffer.from([...Buffer.from('{"timestamp":"77","x":"'), 0xff, 0xfe, 0x00, ...Buffer.from('"')]);
  expect((await post("/webhooks/zalo", bytes, { "X-ZEvent-Signature": sign(bytes, "77") })).status).toBe(200);
  const key = sha256Hex(bytes).slice(0, 40);
  const kept = await eventually(
    "kept",
    () => InboundEventModel.findById(key).lean(),
    (row) => row !== null,
  );
  expect(kept).toMatchObject({ state: "waiting", why: "unreadable" });
  expect(world.core.box.openBytes(kept?.body ?? "")).toEqual(bytes);
  const stamp = String(Date.now() - 49 * 3_600_000);
  const old = Buffer.from(
    JSON.stringify({
      app_id: APP,
      event_name: "user_send_text",
      sender: { id: userNumber(4) },
      recipient: { id: OA },
      message: { msg_id: "old-one", text: "giờ làm việc" },
      timestamp: stamp,
    }),
  );
  expect((await post("/webhooks/zalo", old, { "X-ZEvent-Signature": sign(old, stamp) })).status).toBe(200);
  await eventually(
    "kept",
    () => InboundEventModel.countDocuments({ why: "too-old", state: "kept", body: { $gt: "" } }),
    (n) => n === 1,
  );
  await world.say(userNumber(4), "tin xã");
  const told = await eventually(
    "an answer to the new one",
    () => world.fromOa(userNumber(4)),
    (all) => all.length > 0,
  );
  expect(told.some((message) => message.text.includes("Giờ làm việc"))).toBe(false);
});

test("an entry that nobody can open waits for a person and holds nobody up", async () => {
  const { redis, prefix } = world.core;
  await putIntoInbox(redis, prefix, "residents", "v1.00000000.notsealedbyus", Date.now());
  await world.say(userNumber(0), "giờ làm việc");
  await eventually(
    "an answer",
    () => world.fromOa(userNumber(0)),
    (all) => all.length > 0,
  );
  expect(await InboundEventModel.countDocuments({ state: "waiting", why: "failed" })).toBe(1);
  // tried again it is taken up, fails as before, and waits again; also one that an earlier version kept without a line
  for (const line of [undefined, ""]) {
    if (line !== undefined)
      await InboundEventModel.updateOne({ name: "unreadable", why: "failed" }, { $set: { line } });
    expect(await decideWaiting("unreadable", "failed", "retry")).toBe(1);
    const receivedAt = new Date(Date.now() - 60_000);
    await InboundEventModel.updateOne({ name: "unreadable", state: "recorded" }, { $set: { receivedAt, tries: 5 } });
    await eventually(
      "waits again",
      () => InboundEventModel.findOne({ name: "unreadable", why: "failed", state: "waiting" }).lean(),
      (event) => event?.tries === 6,
    );
  }
  expect(await decideWaiting("unreadable", "failed", "let-be")).toBe(1);
});

test("unsigned bytes of any kind are refused and never an error of the door", async () => {
  const deliveries = fc
    .sample(signedDelivery, { seed: 7, numRuns: 500 })
    .map(({ body }, n) => ({ body, headers: n % 2 ? {} : { "X-ZEvent-Signature": `mac=${"0".repeat(64)}` } }));
  const statuses = await deliverAll(deliveries);
  expect(Object.keys(statuses).filter((status) => status !== "401" && status !== "200")).toEqual([]);
  // an empty object without a signature is Zalo's probe
  expect(statuses["200"] ?? 0).toBeLessThan(25);
});

test.each([
  ["the probe: unsigned {}", "{}", {}, 200],
  ["invalid JSON", "{", {}, 401],
  ["a list", "[]", {}, 401],
  ["an empty signature", "{}", { "X-ZEvent-Signature": "" }, 200],
  [
    "a bad signature",
    '{"event_name":"follow","timestamp":"1"}',
    { "X-ZEvent-Signature": `mac=${"0".repeat(64)}` },
    401,
  ],
  ["no signature", '{"event_name":"follow","timestamp":"1"}', {}, 401],
])("%s is answered %s", async (_what, body, headers, status) => {
  expect((await post("/webhooks/zalo", Buffer.from(body), headers as Record<string, string>)).status).toBe(status);
});

test("a body over 1 MB is refused with 413 and another app's event with 401", async () => {
  expect((await post("/webhooks/zalo", Buffer.alloc(1_048_577, 0x20))).status).toBe(413);
  const other = Buffer.from('{"app_id":"1","event_name":"follow","timestamp":"5"}');
  expect((await post("/webhooks/zalo", other, { "X-ZEvent-Signature": sign(other, "5") })).status).toBe(401);
});

test("the Mini App's own door: its signature, and a withdrawn consent erases that person everywhere", async () => {
  const { CitizenModel } = await import("../../src/citizens/citizen.model.ts");
  const { noteFollow } = await import("../../src/citizens/citizen.store.ts");
  await noteFollow(
    { oaId: OA, userId: "777", userIdByApp: "4047671499938107249", unitCode: "sao-mai" },
    true,
    new Date(),
  );
  const body = {
    event: "user.revoke.consent",
    appId: "2646373759294038927",
    userId: "4047671499938107249",
    timestamp: 1_670_553_442_564,
  };
  const headers = { "X-ZEvent-Signature": "cd4f52e04c3ce95155658c6b5771204a8acb9df23ed0a7d7f0a261664c6e3a30" };
  expect(
    (await post("/webhooks/zalo-miniapp", Buffer.from(JSON.stringify({ ...body, userId: "9" })), headers)).status,
  ).toBe(401);
  expect((await post("/webhooks/zalo-miniapp", Buffer.from(JSON.stringify(body)), headers)).status).toBe(200);
  await eventually(
    "erased",
    () => CitizenModel.countDocuments({ userIdByApp: "4047671499938107249" }),
    (n) => n === 0,
  );
});
