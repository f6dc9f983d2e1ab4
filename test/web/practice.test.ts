import { AttemptModel } from "../../src/practice/attempt.model.ts";
import { claimHouse } from "../../src/practice/house.store.ts";
import { House, noteOf, textOf, type Visitor } from "../support/agent.ts";
import { listRoutes } from "../routes/list-routes.ts";
import { ALL_ROLES } from "../routes/declared.ts";

/** The pages of a practice: there only in a practice, for whoever is signed in, each person's own. */
const ROUTES = [
  "GET /console/tap",
  "GET /console/tap-dong-ho",
  "GET /console/tap/:task",
  "POST /console/tap-dong-ho",
  "POST /console/tap-dong-ho/dung",
  "POST /console/tap/:task/bat-dau",
  "POST /console/tap/:task/goi-y",
  "POST /console/tap/:task/lam-lai",
  "POST /console/tap/:task/nop",
  "POST /console/tap/giay-chung-nhan",
];
let practice: House;
let officer: Visitor;
beforeAll(async () => {
  practice = await House.open({ PRACTICE: "on", API_LIMITS: "off" });
  await claimHouse(0, new Date());
  officer = await practice.as("commune_officer");
});
afterAll(() => practice.close());

test("a practice has exactly these routes more than a real house, where they are not found", async () => {
  const here = listRoutes(practice.app);
  expect(here.filter((route) => route.includes("/tap-dong-ho") || /\/tap(\/|$)/.test(route))).toEqual(ROUTES);
  const { composeCore } = await import("../../src/compose.ts");
  const { composeWeb } = await import("../../src/compose-web.ts");
  const { readSettings } = await import("../../src/config/settings.ts");
  const { testEnvironment } = await import("../support/settings.ts");
  const core = composeCore(readSettings(testEnvironment({ PRACTICE_URL: "http://localhost:3100" })), "test");
  const { app, close } = await composeWeb(core);
  expect(here.filter((route) => !listRoutes(app).includes(route))).toEqual(ROUTES);
  close();
  await core.producer.close();
  core.redis.disconnect();
  core.visits.disconnect();
});

test("nobody without log-in, every role when signed in; only officers have tasks", async () => {
  const answer = await practice.visitor().get("/console/tap");
  expect([answer.status, answer.headers["location"]]).toEqual([303, "/console/dang-nhap"]);
  for (const role of ALL_ROLES) {
    const home = /^(sys|dept)/.test(role) ? "so" : "sao-mai";
    const someone = await practice.as(role, home);
    const page = await someone.get("/console/tap");
    expect([role, page.status]).toEqual([role, 200]);
    expect([role, (await someone.get("/console/tap-dong-ho")).status]).toEqual([role, 200]);
    if (role === "commune_approver" || role === "sys_admin")
      expect((await someone.post("/console/tap/ba-nguoi/bat-dau", {})).status).toBe(404);
  }
});

test("cookies of a practice are not those of a real house on the same host", async () => {
  const answer = await practice.visitor().get("/console/dang-nhap");
  const names = ([answer.headers["set-cookie"]].flat() as (string | undefined)[]).map((one) => one?.split("=")[0]);
  expect(names.filter(Boolean).every((name) => name?.startsWith("loa-tap."))).toBe(true);
});

test("a task is begun once, hints come one by one, what is not begun is not handed in", async () => {
  expect(noteOf(await officer.post("/console/tap/tin/nop", {}))).toContain("Bấm Bắt đầu bài này trước");
  expect((await officer.get("/console/tap/la")).status).toBe(404);
  expect((await officer.post("/console/tap/la/bat-dau", {})).status).toBe(404);
  for (let n = 0; n < 2; n += 1) expect((await officer.post("/console/tap/tin/bat-dau", {})).status).toBe(303);
  expect(await AttemptModel.countDocuments({})).toBe(1);
  const hints = async (): Promise<number> => (await AttemptModel.findOne({ task: "tin" }).lean())?.hints ?? -1;
  for (const wanted of [1, 2, 3, 3]) {
    await officer.post("/console/tap/tin/goi-y", {});
    expect(await hints()).toBe(wanted);
  }
  expect((await officer.post("/console/tap/tin/nop", {})).status).toBe(303);
  expect(textOf(await officer.get("/console/tap/tin"))).toContain("Còn thiếu: Đã trình duyệt");
  expect((await officer.post("/console/tap/tin/lam-lai", {})).status).toBe(303);
  expect(await hints()).toBe(0);
  expect((await officer.post("/console/tap/phieu/lam-lai", {})).status).toBe(409);
});

test("what cannot begin yet says why, and leaves nothing begun", async () => {
  for (const [task, why] of [
    ["ket-qua", "Làm xong bài 1"],
    ["ba-nguoi", "chưa có đủ người dân giả"],
    ["phieu", "chưa có dự thảo nào"],
    ["an", "chưa có dự thảo nào"],
  ] as const) {
    const answer = await officer.post(`/console/tap/${task}/bat-dau`, {});
    expect([task, answer.status, textOf(answer).includes(why)]).toEqual([task, 409, true]);
  }
  expect((await AttemptModel.distinct("task", {})).toSorted()).toEqual(["tin"]);
});

test("no certificate before all is done; no other person's tasks on a page", async () => {
  const answer = await officer.post("/console/tap/giay-chung-nhan", { name: "Nguyễn Văn Mẫu" });
  expect([answer.status, textOf(answer).includes("Còn 6 bài chưa xong")]).toEqual([409, true]);
  const other = await practice.as("commune_officer", "ben-lua");
  const page = textOf(await other.get("/console/tap"));
  expect(page).toContain("0/6");
  expect(page).not.toContain("Đang làm");
});

test("the clock is told where to go once, and can be stopped", async () => {
  expect((await officer.post("/console/tap-dong-ho", { walk: "nam" })).status).toBe(422);
  expect((await officer.post("/console/tap-dong-ho", { walk: "ngay" })).status).toBe(303);
  expect((await officer.post("/console/tap-dong-ho", { walk: "thang" })).status).toBe(409);
  expect(textOf(await officer.get("/console/tap-dong-ho"))).toContain("Đang chạy tới");
  expect((await officer.post("/console/tap-dong-ho/dung", {})).status).toBe(303);
  expect(textOf(await officer.get("/console/tap-dong-ho"))).not.toContain("Đang chạy tới");
});

test("the log says in words what was done", async () => {
  const text = textOf(await officer.get("/console/nhat-ky"));
  for (const words of ["Bắt đầu bài tập", "Mở gợi ý của bài tập", "Cho đồng hồ nhà tập chạy tới"])
    expect(text).toContain(words);
});
