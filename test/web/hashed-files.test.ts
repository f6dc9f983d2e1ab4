import { House } from "../support/agent.ts";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

test("what draws a page is kept for a year under its hash, and by its plain name not without asking", async () => {
  const visitor = house.visitor();
  const { text } = await visitor.get("/console/dang-nhap");
  const drawn = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);
  expect(drawn.length).toBeGreaterThanOrEqual(6);
  for (const path of drawn) {
    expect(path).toMatch(/\.[0-9a-f]{10}\.(css|js|svg)$/);
    const { status, headers } = await visitor.get(path);
    expect([path, status, headers["cache-control"]]).toEqual([path, 200, "public, max-age=31536000, immutable"]);
    const plain = await visitor.get(path.replace(/\.[0-9a-f]{10}/, ""));
    expect([plain.status, plain.headers["cache-control"]]).toEqual([200, "no-cache"]);
    // a page of yesterday's build is drawn with today's file, and does not keep it
    const older = await visitor.get(path.replace(/[0-9a-f]{10}/, "0123456789"));
    expect([older.status, older.headers["cache-control"]]).toEqual([200, "no-cache"]);
  }
  expect((await visitor.get("/assets/khong-co.0123456789.css")).status).toBe(404);
});

test.each(["/console/dang-nhap", "/assets/console.css", "/api/v1/openapi.json", "/cong-khai/khong-co"])(
  "%s comes compressed to whoever can read it",
  async (path) => {
    const visitor = house.visitor();
    for (const way of ["br", "gzip"]) {
      const { headers } = await visitor.get(path, { "Accept-Encoding": way });
      expect([headers["content-encoding"], headers["vary"]]).toEqual([way, expect.stringContaining("Accept-Encoding")]);
    }
    expect((await visitor.get(path, { "Accept-Encoding": "identity" })).headers["content-encoding"]).toBeUndefined();
  },
);

test("a part of a file comes as it is, whatever the browser could unpack", async () => {
  const ranged = { "Accept-Encoding": "gzip", Range: "bytes=0-2047" };
  const { status, headers } = await house.visitor().get("/assets/console.css", ranged);
  expect([status, headers["content-encoding"], headers["content-length"]]).toEqual([206, undefined, "2048"]);
});

test("a form's token looks different on every page, and each is good", async () => {
  const officer = await house.as("commune_officer", "sao-mai");
  const tokens = [];
  for (let n = 0; n < 2; n += 1)
    tokens.push(/name="_csrf" value="([^"]+)"/.exec((await officer.get("/console/noi-dung/moi")).text)?.[1] ?? "");
  expect(new Set(tokens).size).toBe(2);
  for (const token of [...tokens, (tokens[0] ?? "").slice(4), "", "a~b"])
    expect((await officer.agent.post("/console/noi-dung/moi").type("form").send({ _csrf: token })).status).toBe(
      tokens.includes(token) ? 303 : 403,
    );
});
