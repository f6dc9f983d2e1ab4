import { AuditModel } from "../../src/officials/audit-log.model.ts";
import { OfficialModel } from "../../src/officials/official.model.ts";
import { codeOfStep, currentCode, stepAt } from "../../src/officials/totp.ts";
import { House, noteOf, PASSWORD, SEED, textOf } from "../support/agent.ts";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const code = (): string => currentCode(SEED, new Date());

test("somebody who only looks leaves no session and no key in Redis", async () => {
  const before = await house.core.redis.keys(`${house.core.prefix}:*`);
  const visitor = house.visitor();
  for (const path of ["/console", "/console/dang-nhap", "/console/hop-thu", "/cong-khai", "/mini/"]) {
    const answer = await visitor.get(path);
    expect([path, (answer.headers["set-cookie"] ?? "").includes("loa.sid")]).toEqual([path, false]);
  }
  const made = (await house.core.redis.keys(`${house.core.prefix}:*`)).filter((key) => !before.includes(key));
  expect(made.filter((key) => key.includes(":session:"))).toEqual([]);
});

test("the log-in leads back to the page that was wanted, and never to another house", async () => {
  const { email } = await house.addOfficial("commune_officer", "dich", "sao-mai");
  const visitor = house.visitor();
  await visitor.get("/console/noi-dung?trang=2");
  const answer = await visitor.logIn(email, PASSWORD, code());
  expect([answer.status, answer.headers["location"]]).toEqual([303, "/console/noi-dung?trang=2"]);
  for (const wish of ["//evil.example", "/consoles", "https://evil.example/console", "/console\\evil"]) {
    await house.freshCodes(email);
    const other = house.visitor();
    other.agent.jar.setCookie(`loa.wish=${encodeURIComponent(wish)}; Path=/console`, "127.0.0.1");
    expect((await other.logIn(email, PASSWORD, code())).headers["location"]).toBe("/console");
  }
});

test("a form without its token is refused before and after the log-in", async () => {
  const visitor = house.visitor();
  await visitor.get("/console/dang-nhap");
  const { email } = await house.addOfficial("commune_officer", "dau", "sao-mai");
  const form = { email, password: PASSWORD, code: code(), _csrf: "0.0" };
  expect((await visitor.post("/console/dang-nhap", form)).status).toBe(403);
  const officer = await house.enter(email);
  const stolen = officer.csrf;
  expect((await officer.post("/console/toi/giao-dien", { theme: "dark", _csrf: "x" })).status).toBe(403);
  // a token of one session is none in another
  const second = await house.enter(email);
  expect((await second.post("/console/toi/giao-dien", { theme: "dark", _csrf: stolen })).status).toBe(403);
});

test("every cause of a wrong log-in gives one answer; each stands in the log with its cause", async () => {
  const { email } = await house.addOfficial("commune_officer", "sai", "sao-mai");
  const off = await house.addOfficial("commune_officer", "khoa", "sao-mai");
  await OfficialModel.updateOne({ email: off.email }, { $set: { active: false } });
  const answers: string[] = [];
  for (const [mail, password, digits] of [
    ["khong-co@xa.gov.vn", PASSWORD, code()],
    [email, "sai", code()],
    [email, PASSWORD, ""],
    [email, PASSWORD, "abc"],
    [off.email, PASSWORD, code()],
  ] as const) {
    const answer = await house.visitor().logIn(mail, password, digits);
    expect(answer.status).toBe(422);
    answers.push(noteOf(answer));
  }
  expect(new Set(answers).size).toBe(1);
  const lines = await AuditModel.find({ action: "log-in-failed" }).sort({ _id: 1 }).lean();
  expect(lines.map((line) => line.details["vì"])).toEqual([
    "không có tài khoản",
    "sai mật khẩu",
    "sai mã 6 số",
    "sai mã 6 số",
    "tài khoản đã khoá",
  ]);
  expect(lines[0]).toMatchObject({ unitCode: "", object: "kh…@xa.gov.vn" });
  expect(lines.every((line) => line.ip !== "")).toBe(true);
});

test("six digits work once, a recovery code once, and the person is told", async () => {
  const { email, id } = await house.addOfficial("commune_approver", "mot-lan", "sao-mai");
  const digits = code();
  expect((await house.visitor().logIn(email, PASSWORD, digits)).status).toBe(303);
  expect((await house.visitor().logIn(email, PASSWORD, digits)).status).toBe(422);
  await house.freshCodes(email);
  const officer = await house.enter(email);
  await house.freshCodes(email);
  const page = await officer.post("/console/toi/ma-du-phong", { proof: code() });
  const codes = [...page.text.matchAll(/<li>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})<\/li>/g)].map((one) => one[1] ?? "");
  expect(codes).toHaveLength(10);
  expect(JSON.stringify(await OfficialModel.findById(id).lean())).not.toContain(codes[0]);
  expect(
    (await house.visitor().logIn(email, PASSWORD, (codes[3] ?? "").toLowerCase().replaceAll("-", " "))).status,
  ).toBe(303);
  expect((await house.visitor().logIn(email, PASSWORD, codes[3])).status).toBe(422);
  const visitor = house.visitor();
  expect((await visitor.logIn(email, PASSWORD, codes[4])).status).toBe(303);
  expect(textOf(await visitor.get("/console/toi"))).toContain("Một mã dự phòng đã được dùng, còn 8 mã.");
});

test("a phone whose clock is minutes off is told so, and its digits do not work later either", async () => {
  const { email } = await house.addOfficial("commune_officer", "gio", "sao-mai");
  const later = codeOfStep(SEED, stepAt(new Date()) + 6);
  expect(noteOf(await house.visitor().logIn(email, PASSWORD, later))).toContain("lệch khoảng 3 phút");
  expect((await OfficialModel.findOne({ email }).lean())?.burntSteps).toHaveLength(1);
  // without the right password nothing is said about the clock
  expect(noteOf(await house.visitor().logIn(email, "sai", later))).not.toContain("lệch");
});

test("nobody holds another out: a place that tried too often waits, a browser that was in before does not", async () => {
  const { email } = await house.addOfficial("commune_officer", "chan", "sao-mai");
  const own = await house.enter(email);
  await own.post("/console/dang-xuat");
  const stranger = house.visitor();
  for (let n = 0; n < 5; n += 1) expect((await stranger.logIn(email, "sai", "")).status).toBe(422);
  await house.freshCodes(email);
  const held = await stranger.logIn(email, PASSWORD, code());
  expect([held.status, noteOf(held)]).toEqual([429, expect.stringContaining("Thử lại sau")]);
  expect((await own.logIn(email, PASSWORD, code())).status).toBe(303);
  const lines = await AuditModel.find({ action: "log-in-refused" }).lean();
  expect(lines).toHaveLength(1);
  // what happened is told to the person
  expect(textOf(await own.get("/console/toi"))).toMatch(/Có \d+ lần đăng nhập sai/);
});

test("a hundred tries at once are not one try", async () => {
  const { email } = await house.addOfficial("commune_officer", "mot-luc", "sao-mai");
  const visitor = house.visitor();
  await visitor.get("/console/dang-nhap");
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => visitor.post("/console/dang-nhap", { email, password: "sai", code: "" })),
  );
  expect(answers.filter((answer) => answer.status === 422)).toHaveLength(5);
});

test("what a role may not is refused and stands in the log", async () => {
  const officer = await house.as("commune_officer");
  expect((await officer.get("/console/tai-khoan")).status).toBe(403);
  expect(await AuditModel.findOne({ action: "refused" }).lean()).toMatchObject({ object: "GET /console/tai-khoan" });
});

test("no official's address stands anywhere in Redis", async () => {
  const { redis, prefix } = house.core;
  for (const key of await redis.keys(`${prefix}:*`)) {
    expect(key).not.toContain("127.0.0.1");
    const kind = await redis.type(key);
    const value =
      kind === "hash" ? JSON.stringify(await redis.hgetall(key)) : kind === "string" ? await redis.get(key) : "";
    expect([key, value?.includes("127.0.0.1")]).toEqual([key, false]);
  }
});
