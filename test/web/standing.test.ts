import request from "supertest";
import { House, stoppedClock, noteOf, PASSWORD, SEED, textOf } from "../support/agent.ts";
import { currentCode } from "../../src/officials/totp.ts";

/** How it stands towards the world: behind https, behind a proxy, with many people behind one address. */
describe("behind https", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open({ PUBLIC_URL: "https://loa.example.gov.vn", TRUST_PROXY: "127.0.0.1" });
  });
  afterAll(() => house.close());
  const https = { "x-forwarded-proto": "https", "x-forwarded-for": "27.72.1.9" };

  test("cookies are bound to this host, every answer says https only", async () => {
    const { email } = await house.addOfficial("commune_officer", "canbo", "sao-mai");
    const visitor = house.visitor();
    const page = await visitor.get("/console/dang-nhap", https);
    const form = { email, password: PASSWORD, code: currentCode(SEED, new Date()) };
    // a browser keeps such cookies for https only: here they are handed over by hand
    const cookies = (answer: request.Response): string =>
      [answer.headers["set-cookie"] ?? []]
        .flat()
        .map((line) => line.split(";")[0])
        .join("; ");
    const guard = cookies(page);
    expect(guard).toMatch(/^__Host-loa\.form=/);
    const entered = await request(house.url)
      .post("/console/dang-nhap")
      .set({ ...https, cookie: guard })
      .type("form")
      .send({ ...form, _csrf: visitor.csrf })
      .redirects(0);
    expect(entered.status).toBe(303);
    for (const line of [entered.headers["set-cookie"] ?? []].flat())
      expect(line).toMatch(
        /^__Host-loa\.\w+=[^;]*;(?=.*Path=\/;)(?=.*Secure)(?=.*HttpOnly)(?=.*SameSite=Lax)(?!.*Domain)/,
      );
    for (const path of [
      "/console/dang-nhap",
      "/api/v1/openapi.json",
      "/healthz",
      "/cong-khai/khong-co",
      "/assets/tokens.css",
    ]) {
      const { headers } = await visitor.get(path, https);
      expect([path, headers["strict-transport-security"], headers["permissions-policy"]]).toEqual([
        path,
        "max-age=31536000; includeSubDomains",
        expect.stringContaining("geolocation=()"),
      ]);
    }
  });

  test("a proxy that does not tell about https: a sentence instead of a log-in that leads nowhere", async () => {
    const visitor = house.visitor();
    visitor.agent.jar.setCookie("x=y");
    const page = await visitor.get("/console/dang-nhap");
    const guard = [page.headers["set-cookie"] ?? []]
      .flat()
      .map((line) => line.split(";")[0])
      .join("; ");
    const answer = await request(house.url)
      .post("/console/dang-nhap")
      .set({ cookie: guard })
      .type("form")
      .send({ email: "a@b.vn", password: "x", _csrf: visitor.csrf })
      .ok(() => true);
    expect([answer.status, noteOf(answer)]).toEqual([503, expect.stringContaining("X-Forwarded-Proto")]);
  });
});

describe("by plain http", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open({ TRUST_PROXY: "10.9.9.9" });
  });
  afterAll(() => house.close());

  test("no promise of https is made", async () => {
    const { headers } = await house.visitor().get("/console/dang-nhap");
    expect(headers["strict-transport-security"]).toBeUndefined();
    expect([headers["set-cookie"] ?? []].flat().join()).toMatch(/loa\.form=.*Path=\/console/);
  });

  test("a proxy nobody named is not believed: its visitors are one", async () => {
    const visitor = house.visitor();
    const remaining = async (address: string): Promise<number> => {
      const answer = await visitor.get("/cong-khai/khong-co", { "x-forwarded-for": address });
      return Number(/r=(\d+)/.exec(answer.headers["ratelimit"] ?? "")?.[1]);
    };
    expect(await remaining("1.1.1.1")).toBe((await remaining("2.2.2.2")) + 1);
  });

  test.each([
    ["an unknown packing", { "content-encoding": "zip64", "content-type": "application/json" }, "{}", 415],
    ["several packings", { "content-encoding": "gzip, deflate", "content-type": "application/json" }, "{}", 415],
    ["an unknown writing", { "content-type": "application/json; charset=utf-99" }, "{}", 415],
    ["half a JSON", { "content-type": "application/json" }, "{", 400],
    ["a body that is not said to be JSON", { "content-type": "text/plain" }, "{}", 415],
    ["gzip that is none", { "content-encoding": "gzip", "content-type": "application/json" }, "plain", 400],
    ["too much", { "content-type": "application/json" }, `"${"x".repeat(70_000)}"`, 413],
  ])("API, %s", async (_what, headers, body, status) => {
    const answer = await request(house.url)
      .post("/api/v1/session")
      .set(headers)
      .send(body)
      .ok(() => true);
    expect(answer.status).toBe(status);
    expect(answer.headers["content-disposition"]).toBe('attachment; filename="api.json"');
    expect((answer.body as { error: { message: string } }).error.message).toMatch(/^Nội dung gửi lên/);
  });

  test.each([
    [
      "an unknown packing",
      "/console/toi/giao-dien",
      { "content-encoding": "br2", "content-type": "application/x-www-form-urlencoded" },
      "a=b",
      415,
    ],
    [
      "an unknown writing",
      "/console/toi/giao-dien",
      { "content-type": "application/x-www-form-urlencoded; charset=koi9" },
      "a=b",
      415,
    ],
    [
      "too many fields",
      "/console/toi/giao-dien",
      { "content-type": "application/x-www-form-urlencoded" },
      "a=1&".repeat(400),
      413,
    ],
    [
      "half a file",
      "/console/noi-dung/moi",
      { "content-type": "multipart/form-data; boundary=x" },
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb',
      400,
    ],
    ["a file without a border", "/console/noi-dung/moi", { "content-type": "multipart/form-data" }, "abc", 400],
    ["a strange address", "/console/gui-tin/%E0%A4%A/huy", {}, "", 400],
  ])("console, %s", async (_what, path, headers, body, status) => {
    const officer = await house.as("commune_officer");
    const answer = await officer.agent
      .post(path)
      .set(headers)
      .send(body)
      .redirects(0)
      .ok(() => true);
    expect([answer.status, textOf(answer)]).toEqual([status, expect.not.stringContaining("Mã ")]);
  });
});

describe("many people behind one address", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open({ TRUST_PROXY: "127.0.0.1" }, { clock: stoppedClock() });
  });
  afterAll(() => house.close());
  const left = (answer: request.Response): number => Number(/r=(\d+)/.exec(answer.headers["ratelimit"] ?? "")?.[1]);
  const start = (address: string) =>
    request(house.url)
      .post("/api/v1/session")
      .set({ "x-forwarded-for": address, authorization: "Bearer x" })
      .send({})
      .ok(() => true);

  test("a hall starts a thousand sessions a minute; another address has its own count; a lie in front of the address does not help", async () => {
    const first = left(await start("27.72.1.9"));
    expect(first).toBe(999);
    expect(left(await start("27.72.1.9"))).toBe(998);
    expect(left(await start("9.9.9.9, 27.72.1.9"))).toBe(997);
    expect(left(await start("27.72.1.10"))).toBe(999);
    // one household by IPv6, whatever its last digits
    expect(left(await start("2405:4802:1:a0::1"))).toBe(999);
    expect(left(await start("2405:4802:1:a0:ffff::9"))).toBe(998);
    // what is no address counts as the proxy itself
    expect(left(await start("unknown"))).toBe(999);
    expect(left(await start("<b>"))).toBe(998);
  });

  test("who has a session is counted as a person, wherever", async () => {
    const { createResidentSessions } = await import("../../src/web/resident-sessions.ts");
    const sessions = createResidentSessions(house.core.visits, house.core.prefix);
    const [a, b] = [
      await sessions.begin({ appUserId: "1", name: "" }),
      await sessions.begin({ appUserId: "2", name: "" }),
    ];
    const ask = (session: string, address: string) =>
      request(house.url)
        .get("/api/v1/challenge")
        .set({ "x-session": session, "x-forwarded-for": address })
        .ok(() => true);
    expect(left(await ask(a, "1.1.1.1"))).toBe(59);
    expect(left(await ask(a, "2.2.2.2"))).toBe(58);
    expect(left(await ask(b, "1.1.1.1"))).toBe(59);
    for (let n = 0; n < 58; n += 1) await ask(a, "1.1.1.1");
    expect((await ask(a, "3.3.3.3")).status).toBe(429);
    expect((await ask(b, "1.1.1.1")).status).toBe(200);
    expect((await ask("", "1.1.1.1")).status).toBe(200);
  });

  test("nothing in Redis names an address, and the key of the day is no setting's", async () => {
    const { visits, prefix, settings } = house.core;
    const names = await visits.keys(`${prefix}:*`);
    expect(names.filter((name) => name.includes(":rate:")).length).toBeGreaterThan(3);
    for (const name of names) expect(name).not.toMatch(/27\.72|2405|1\.1\.1\.1/);
    const key = await visits.get(names.find((name) => name.includes(":day-key:")) ?? "");
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(key).not.toContain(settings.SECRETS_KEY);
  });
});
