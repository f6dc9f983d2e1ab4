import { readFileSync } from "node:fs";
import { request as ask } from "node:https";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import type { Service } from "../../launcher/services.ts";
import { AuditModel } from "../../src/officials/audit-log.model.ts";
import { House, PASSWORD, SEED, stoppedClock } from "../support/agent.ts";
import { logIn, openBrowser } from "../support/browser.ts";
import { freePorts, PROXY_ADDRESS, startNginx } from "../support/nginx.ts";
import { currentCode } from "../../src/officials/totp.ts";

/** Behind Debian's nginx on another address, with the file that compose.yaml uses. */
let house: House;
let nginx: Service & { folder: string };
let browser: Browser;
let ports: { http: number; https: number };
beforeAll(async () => {
  ports = await freePorts();
  const settings = { PUBLIC_URL: `https://${PROXY_ADDRESS}:${ports.https}`, TRUST_PROXY: PROXY_ADDRESS };
  house = await House.open(settings, { clock: stoppedClock() });
  nginx = await startNginx(ports, new URL(house.url).host);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await nginx?.stop("SIGQUIT");
  await house.close();
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}
/** A resident at one address of this machine, speaking with the proxy. */
const from = (
  address: string,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = ask(
      {
        host: PROXY_ADDRESS,
        port: ports.https,
        localAddress: address,
        path,
        rejectUnauthorized: false,
        agent: false,
        ...options,
      },
      (answer) => {
        let body = "";
        answer.on("data", (part: Buffer) => (body += part.toString()));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
      },
    );
    call.on("error", reject);
    call.end(options.body);
  });
const left = (answer: Answer): number => Number(/r=(\d+)/.exec(String(answer.headers["ratelimit"]))?.[1]);

test("the log-in works: cookies of this host, the session holds, the log names the official's own address", async () => {
  const { email } = await house.addOfficial("commune_officer", "canbo", "sao-mai");
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "vi-VN" });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on(
    "console",
    (message) => /Content Security Policy|Refused/.test(message.text()) && refused.push(message.text()),
  );
  await logIn(page, nginx.url, email, PASSWORD, currentCode(SEED, house.core.clock.now()));
  await page.goto(`${nginx.url}/console/toi`);
  expect(await page.textContent("h1")).toBe("Tài khoản của tôi");
  await page.click("text=Dùng nền tối");
  expect(await page.textContent(".note.good")).toContain("Đã đổi giao diện");
  const cookies = await context.cookies();
  expect(cookies.length).toBeGreaterThan(2);
  for (const cookie of cookies)
    expect(cookie).toMatchObject({
      name: expect.stringMatching(/^__Host-loa\./),
      secure: true,
      httpOnly: true,
      path: "/",
    });
  const line = await AuditModel.findOne({ action: "log-in", name: "Cán bộ mẫu canbo" }).lean();
  expect(line?.ip).toMatch(/^127\.0\.0\.1$/);
  expect(refused).toEqual([]);
  await context.close();
});

test("limits see the resident, not the proxy, and believe nobody about the address", async () => {
  const start = (address: string, headers: Record<string, string> = {}) =>
    from(address, "/api/v1/session", { method: "POST", headers: { authorization: "Bearer x", ...headers } });
  expect(left(await start("127.0.0.7"))).toBe(999);
  expect(left(await start("127.0.0.7", { "x-forwarded-for": "9.9.9.9" }))).toBe(998);
  expect(left(await start("127.0.0.7", { forwarded: "for=9.9.9.9" }))).toBe(997);
  expect(left(await start("127.0.0.8"))).toBe(999);
  // who goes around the proxy and plays one is not believed either
  const direct = await fetch(`${house.url}/api/v1/session`, {
    method: "POST",
    headers: { "x-forwarded-for": "127.0.0.8", authorization: "Bearer x" },
  });
  expect(direct.headers.get("ratelimit")).toContain("r=999");
});

test("a wrong log-in holds up that place alone", async () => {
  const { email } = await house.addOfficial("commune_officer", "khac", "sao-mai");
  const attempt = async (address: string, password: string, code = "") => {
    const page = await from(address, "/console/dang-nhap");
    const cookie = [page.headers["set-cookie"] ?? []]
      .flat()
      .map((line) => line.split(";")[0])
      .join("; ");
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(page.body)?.[1] ?? "";
    const body = new URLSearchParams({ _csrf, email, password, code }).toString();
    const headers = { cookie, "content-type": "application/x-www-form-urlencoded" };
    return (await from(address, "/console/dang-nhap", { method: "POST", headers, body })).status;
  };
  for (let n = 0; n < 5; n += 1) expect(await attempt("127.0.0.20", "sai")).toBe(422);
  expect(await attempt("127.0.0.20", PASSWORD)).toBe(429);
  expect(await attempt("127.0.0.21", PASSWORD, currentCode(SEED, house.core.clock.now()))).toBe(303);
});

test("plain http leads to https, what is internal is not there, the door answers, no address is logged", async () => {
  const plain = await fetch(`http://${PROXY_ADDRESS}:${ports.http}/cong-khai/x?y=1`, { redirect: "manual" });
  expect([plain.status, plain.headers.get("location")]).toEqual([308, `${nginx.url}/cong-khai/x?y=1`]);
  expect((await from("127.0.0.9", "/metrics")).status).toBe(404);
  const ready = await from("127.0.0.9", "/readyz");
  expect(Object.keys(JSON.parse(ready.body) as object)).toEqual(["ok"]);
  expect(ready.headers["strict-transport-security"]).toContain("max-age=");
  expect((await from("127.0.0.9", "/webhooks/zalo", { method: "POST", body: '{"x":1}' })).status).toBe(401);
  const token = "t".repeat(43);
  await from("127.0.0.9", `/console/loi-moi/${token}`);
  const log = readFileSync(join(nginx.folder, "logs/access.log"), "utf8");
  expect(log).toContain("/readyz 200");
  expect(log).not.toMatch(/127\.0\.0\.(7|8|9|2\d)/);
  expect(log).not.toContain(token);
});
