import { createHash } from "node:crypto";
import { request } from "node:http";
import { Agent } from "node:http";
import { eventually, OA, userNumber, World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ residents: 5, workers: 1 });
});
afterAll(() => world.stop());

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const APP = "360846524940903967";

const sign = (body: Buffer, stamp: string): string =>
  `mac=${createHash("sha256").update(APP).update(body).update(stamp).update("OA_SECRET_TEST_KEY").digest("hex")}`;

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

/** A small generator with a fixed seed: the same ten thousand bodies every time. */
function* mutations(count: number): Generator<{ body: Buffer; signed: boolean }> {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const strange: unknown[] = [
    null,
    true,
    0,
    -1,
    1e308,
    "",
    "x",
    [],
    {},
    [[]],
    "\u0000",
    "𐍈",
    "a".repeat(3000),
    { id: {} },
    1e17,
    ["m"],
    { $gt: "" },
    "__proto__",
  ];
  const pick = (): unknown => strange[random(strange.length)];
  const keys = [
    "event_name",
    "app_id",
    "sender",
    "recipient",
    "follower",
    "message",
    "timestamp",
    "oa_id",
    "oaId",
    "user_id",
    "user_id_by_app",
    "info",
    "constructor",
    "__proto__",
  ];
  for (let n = 0; n < count; n += 1) {
    const base: Record<string, unknown> = {
      app_id: APP,
      event_name: ["user_send_text", "follow", "user_seen_message", "oa_send_text", "nonsense"][n % 5],
      sender: { id: userNumber(n % 5) },
      recipient: { id: OA },
      message: {
        msg_id: `fuzz-${n}`,
        text: "ậ",
        attachments: [{ type: "image", payload: { url: "x" } }],
        msg_ids: ["a"],
      },
      oa_id: OA,
      follower: { id: userNumber(1) },
      timestamp: "1794560000123",
    };
    for (let times = 1 + random(3); times > 0; times -= 1) {
      const key = keys[random(keys.length)] ?? "event_name";
      if (random(4) === 0) delete base[key];
      else if (random(3) === 0)
        base["message"] = { msg_id: pick(), text: pick(), attachments: pick(), msg_ids: pick() };
      else base[key] = pick();
    }
    let bytes = Buffer.from(JSON.stringify(base));
    const way = random(6);
    if (way === 0) bytes = bytes.subarray(0, random(bytes.length + 1));
    else if (way === 1) for (let k = 0; k < 3; k += 1) bytes[random(bytes.length)] = random(256);
    else if (way === 2) bytes = Buffer.from(JSON.stringify(pick()) ?? "");
    yield { body: bytes, signed: random(3) > 0 };
  }
}

test("10,000 mutated bodies: no 5xx, no crash, no unhandled rejection, and the door still works", async () => {
  const statuses: Record<string, number> = {};
  const batch: Promise<void>[] = [];
  for (const { body, signed } of mutations(10_000)) {
    let stamp = "";
    try {
      stamp = String((JSON.parse(body.toString()) as { timestamp?: unknown }).timestamp ?? "");
    } catch {
      stamp = "1794560000123";
    }
    batch.push(
      post("/webhooks/zalo", body, signed ? { "X-ZEvent-Signature": sign(body, stamp) } : {}).then(({ status }) => {
        statuses[status] = (statuses[status] ?? 0) + 1;
      }),
    );
    if (batch.length === 64) await Promise.all(batch.splice(0));
  }
  await Promise.all(batch);
  expect(Object.keys(statuses).filter((status) => Number(status) >= 500 || Number(status) === 0)).toEqual([]);
  expect(statuses["200"]).toBeGreaterThan(100);
  expect(statuses["401"]).toBeGreaterThan(100);
  expect(statuses["400"]).toBeGreaterThan(100);
  await world.say(userNumber(3), "giờ làm việc");
  await eventually(
    "the bot still answers",
    () => world.fromOa(userNumber(3)),
    (all) => all.some((m) => m.text.includes("Giờ làm việc")),
    240_000,
  );
  const log = world.readLog();
  expect(log).not.toContain("unhandled");
  expect(log).not.toContain("door-failed");
  expect(log).not.toMatch(/thôn|ậ/);
}, 400_000);

test.each([
  ["the probe: unsigned {}", "{}", {}, 200],
  ["invalid JSON", "{", {}, 400],
  ["a list", "[]", {}, 400],
  ["deep nesting", `{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`, {}, 400],
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
  const signature = `mac=${createHash("sha256").update(APP).update(other).update("5").update("OA_SECRET_TEST_KEY").digest("hex")}`;
  expect((await post("/webhooks/zalo", other, { "X-ZEvent-Signature": signature })).status).toBe(401);
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
