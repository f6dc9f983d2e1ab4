import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { ChildProcess } from "node:child_process";
import { freePort, startProgram, stopChild, waitForPort } from "../launcher/services.ts";

const OA = "1";
let simulator: ChildProcess;
let base: string;
let receiver: Server;
let token = "";
/** what the receiver was sent, and how it is to answer */
const got: { headers: IncomingMessage["headers"]; body: string }[] = [];
let answerWith: (n: number) => number | "hang" = () => 200;

const sim = async (path: string, body?: Record<string, unknown>): Promise<Record<string, unknown>> =>
  (await fetch(`${base}/sim/${path}`, body ? { method: "POST", body: JSON.stringify(body) } : {})).json() as Promise<
    Record<string, unknown>
  >;
const api = async (
  path: string,
  body: Record<string, unknown>,
  accessToken = token,
): Promise<Record<string, unknown>> =>
  (
    await fetch(`${base}${path}`, {
      method: "POST",
      headers: { access_token: accessToken },
      body: JSON.stringify(body),
    })
  ).json() as Promise<Record<string, unknown>>;
const cs = (user: string, message: unknown) => api("/v3.0/oa/message/cs", { recipient: { user_id: user }, message });
const until = async (holds: () => boolean): Promise<void> => {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`did not come about; got ${got.length}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString();
    });
    request.on("end", () => {
      got.push({ headers: request.headers, body });
      const status = answerWith(got.length);
      if (status !== "hang") response.writeHead(status).end();
    });
  });
  // longer than a busy machine lets a kept connection wait
  receiver.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  simulator = startProgram("simulator", process.execPath, [join(__dirname, "../dist/simulator/main.js")], {
    env: {
      ...process.env,
      SIM_PORT: String(port),
      SIM_API_DELAY_MS: "0",
      SIM_RECEIVED_MS: "10",
      SIM_SEEN_MS: "30",
      SIM_SEEN_SHARE: "1",
      SIM_RETRY_SCALE: "0.001",
      SIM_WEBHOOK_TIMEOUT_MS: "200",
      SIM_WEBHOOK_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
    },
  });
  await waitForPort(port, simulator);
  await sim("oas", { id: OA, name: "OA thử", type: 2, package: "Comprehensive" });
  token = String((await sim("tokens", { oa: OA }))["access_token"]);
  for (const magic of ["", "blocked", "unfollowed", "invalid", "rate-limited"])
    await sim("residents", { oa: OA, id: `u-${magic}`, name: magic || "thường", magic });
});
afterAll(async () => {
  await stopChild(simulator);
  receiver.closeAllConnections();
  receiver.close();
});
beforeEach(() => {
  answerWith = () => 200;
});

test("signs with the app id, the exact bytes, the time in the body and the OA secret", async () => {
  got.length = 0;
  await sim("say", { oa: OA, user: "u-", text: "Ổ gà" });
  await until(() => got.length === 1);
  const { headers, body } = got[0] ?? { headers: {}, body: "" };
  const { timestamp, app_id } = JSON.parse(body) as Record<string, string>;
  expect(headers["x-zevent-signature"]).toBe(
    `mac=${createHash("sha256").update(`${app_id}${body}${timestamp}SIM_OA_SECRET_KEY`).digest("hex")}`,
  );
});

test("echo, received, then seen after a send", async () => {
  got.length = 0;
  expect(await cs("u-", { text: "Chào" })).toMatchObject({ error: 0 });
  await until(() => got.length === 3);
  expect(got.map(({ body }) => (JSON.parse(body) as { event_name: string }).event_name)).toEqual([
    "oa_send_text",
    "user_received_message",
    "user_seen_message",
  ]);
});

test("retries the same body with num_retry after a 500 and after no answer in time, then stops when taken", async () => {
  got.length = 0;
  answerWith = (n) => (n === 1 ? 500 : n === 2 ? "hang" : 200);
  await sim("say", { oa: OA, user: "u-", text: "lần nữa" });
  await until(() => got.length === 3);
  expect(got.map(({ headers }) => headers["num_retry"])).toEqual([undefined, "1", "2"]);
  expect(new Set(got.map(({ body }) => body)).size).toBe(1);
});

test("switches the webhook off after the last try, and registers again only on 200 to the probe", async () => {
  got.length = 0;
  answerWith = () => 500;
  await sim("say", { oa: OA, user: "u-", text: "không ai nhận" });
  await until(() => got.length === 6);
  const deadline = Date.now() + 5000;
  while (!((await sim("state"))["webhook"] as { disabled: boolean }).disabled && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await sim("state"))["webhook"]).toMatchObject({ disabled: true });
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  expect(await sim("register", { url })).toEqual({ ok: false });
  answerWith = () => 200;
  expect(await sim("register", { url })).toEqual({ ok: true });
});

test.each([
  [{ text: "" }, -201],
  [{ text: "x".repeat(2001) }, -210],
  [{ text: "x", attachment: { type: "image" } }, -201],
  [
    {
      text: "x",
      attachment: {
        type: "template",
        payload: { buttons: Array(6).fill({ title: "a", type: "oa.query.show", payload: "#a" }) },
      },
    },
    -210,
  ],
  [
    {
      text: "x",
      attachment: { type: "template", payload: { buttons: [{ title: "a", type: "oa.open.miniapp", payload: {} }] } },
    },
    -201,
  ],
  [
    {
      attachment: {
        type: "template",
        payload: { template_type: "media", elements: [{ media_type: "image", attachment_id: "none" }] },
      },
    },
    -100,
  ],
])("%# refuses what Zalo refuses", async (message, code) => {
  expect(await cs("u-", message)).toMatchObject({ error: code });
});

test.each([
  ["u-blocked", -244],
  ["u-unfollowed", -213],
  ["u-invalid", -201],
  ["nobody", -201],
  ["u-rate-limited", -32],
])("%s: %d", async (user, code) => {
  expect(await cs(user, { text: "x" })).toMatchObject({ error: code });
});

test("the window closes after 7 days, tokens and packages are checked, v2 is shut for a business OA", async () => {
  await sim("age", { oa: OA, user: "u-", ms: 7 * 86_400_000 + 60_000 });
  expect(await cs("u-", { text: "x" })).toMatchObject({ error: -230 });
  await sim("age", { oa: OA, user: "u-", ms: 0 });
  expect(await api("/v3.0/oa/message/cs", {}, "wrong")).toMatchObject({ error: -216 });
  expect(await api("/v2.0/oa/message", { recipient: { user_id: "u-" }, message: { text: "x" } })).toMatchObject({
    error: -240,
  });
  await sim("oas", { id: "2", name: "Gói thấp", package: "Basic" });
  const low = String((await sim("tokens", { oa: "2" }))["access_token"]);
  expect(await api("/v3.0/oa/message/cs", { recipient: { user_id: "x" }, message: { text: "x" } }, low)).toMatchObject({
    error: -224,
  });
});

test("a refresh token works once and rotates", async () => {
  const pair = await sim("tokens", { oa: OA });
  const refresh = (refreshToken: unknown) =>
    fetch(`${base}/v4/oa/access_token`, {
      method: "POST",
      headers: { secret_key: "SIM_APP_SECRET" },
      body: new URLSearchParams({
        app_id: "360846524940903967",
        grant_type: "refresh_token",
        refresh_token: String(refreshToken),
      }),
    }).then((answer) => answer.json() as Promise<Record<string, unknown>>);
  const next = await refresh(pair["refresh_token"]);
  expect(typeof next["access_token"]).toBe("string");
  expect(typeof next["expires_in"]).toBe("string");
  expect(await refresh(pair["refresh_token"])).toMatchObject({ error: -14_014 });
  token = String(next["access_token"]);
});

test("the limit of a package is a sliding minute, told in headers", async () => {
  await sim("oas", { id: "3", name: "Growth", package: "Growth" });
  await sim("residents", { oa: "3", id: "u", name: "u" });
  const own = String((await sim("tokens", { oa: "3" }))["access_token"]);
  const codes: unknown[] = [];
  for (let n = 0; n < 101; n += 1) {
    const answer = await fetch(`${base}/v3.0/oa/message/cs`, {
      method: "POST",
      headers: { access_token: own },
      body: JSON.stringify({ recipient: { user_id: "u" }, message: { text: "x" } }),
    });
    codes.push(((await answer.json()) as { error: number }).error);
    if (n === 0) expect(answer.headers.get("x-ratelimit-limit")).toBe("100");
  }
  expect(codes.filter((code) => code === 0)).toHaveLength(100);
  expect(codes.at(-1)).toBe(-32);
});
