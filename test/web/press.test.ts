import { PressLogModel, PressTargetModel } from "../../src/distribution/press.model.ts";
import { tellPress } from "../../src/distribution/tell-press.ts";
import { ownCode } from "../../src/kernel/scope.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";

/** What the press registered and what came out, as a department keeps it by hand. */
const clock = { at: new Date("2026-11-27T08:00:00+07:00"), now: () => clock.at };
let house: House;
let editor: Visitor;
beforeAll(async () => {
  house = await House.open({}, { clock });
  editor = await house.as("dept_editor", "so");
});
afterAll(() => house.close());

const SERIES = "Tin, bài, phóng sự";
const TARGET = { series: SERIES, each: "ngay", from: "2026-11-20", to: "2026-11-30", least: "10", most: "15" };
const plan = (more: Record<string, string> = {}) => editor.post("/console/bao-chi/chi-tieu", { ...TARGET, ...more });
const tell = (more: Record<string, string>) =>
  editor.post("/console/bao-chi/so", { series: SERIES, day: "2026-11-26", ...more });

test("targets are data of phases that share no day", async () => {
  for (const wrong of [
    { series: " " },
    { from: "31/02/2026" },
    { to: "2026-11-19" },
    { least: "0" },
    { most: "9" },
    { least: "nhiều" },
    { minutesFrom: "15", minutesTo: "10" },
  ])
    expect([wrong, (await plan(wrong)).status]).toEqual([wrong, 422]);
  expect((await plan()).status).toBe(303);
  // the same series in other letters, overlapping by a day
  expect((await plan({ series: "TIN, BÀI,  phóng sự", from: "2026-11-30", to: "2026-12-09" })).status).toBe(422);
  expect((await plan({ from: "2026-12-01", to: "2026-12-09", least: "30", most: "40" })).status).toBe(303);
  expect(await PressTargetModel.distinct("series")).toEqual([SERIES]);
});

test("registered and published stand apart; told again a day is put right; links are what is counted", async () => {
  for (const wrong of [
    { day: "2026-11-28" },
    { published: "-1" },
    { published: "1.5" },
    { links: "khong-phai" },
    { day: "" },
  ])
    expect([wrong, (await tell(wrong)).status]).toEqual([wrong, 422]);
  expect((await tell({ series: "Không có" })).status).toBe(409);
  expect((await tell({ registered: "14", published: "12" })).status).toBe(303);
  expect(textOf(await editor.get("/console/bao-chi"))).toContain("26/11/2026 14 12 10–15 đạt 10–15");
  expect((await tell({ registered: "14", published: "9" })).status).toBe(303);
  expect(await PressLogModel.countDocuments()).toBe(1);
  const shown = textOf(await editor.get("/console/bao-chi"));
  expect(shown).toContain("thiếu 1");
  // nobody told anything of the day before: it is there, and lacks all
  expect(shown).toContain("25/11/2026 0 0 10–15 thiếu 10");
  const links = Array.from({ length: 11 }, (_, n) => `https://bao.test/${n}`);
  expect((await tell({ published: "1", links: [...links, links[0]].join("\n") })).status).toBe(303);
  expect(textOf(await editor.get("/console/bao-chi"))).toContain("26/11/2026 0 11 10–15 đạt 10–15");
});

test("what a unit told before it came whole to another is put right by its successor, not told a second time", async () => {
  const before = { series: SERIES, title: "", registered: 3, published: 3, minutes: 0, links: "" };
  const by = { id: "x", name: "X" };
  const row = { series: SERIES, title: "", registered: 3, published: 3, minutes: 0, links: [], by, at: clock.at };
  await PressLogModel.create([
    { ...row, _id: "cu-ngay", unitCode: "so-cu", day: "2026-11-24" },
    { ...row, _id: "cu-phim", unitCode: "so-cu", day: "2026-11-24", title: "Phim Một" },
    { ...row, _id: "khac", unitCode: "so-khac", day: "2026-11-24" },
  ]);
  const scope = { unit: ownCode("so"), own: ["so", "so-cu"], above: [], below: [], after: [] };
  await tellPress(house.core, scope, { ...before, day: "2026-11-24", published: 12 }, by);
  await tellPress(house.core, scope, { ...before, day: "2026-11-24", title: "phim  một", minutes: 12 }, by);
  const rows = await PressLogModel.find({ day: "2026-11-24", unitCode: { $ne: "so-khac" } })
    .sort({ title: 1 })
    .lean();
  expect(rows.map(({ title, published }) => [title, published])).toEqual([
    ["", 12],
    ["phim một", 3],
  ]);
  expect(await PressLogModel.countDocuments({ _id: "khac" })).toBe(1);
  await PressLogModel.deleteMany({ day: "2026-11-24" });
});

test("works are told one by one with their minutes; a target that goes leaves what was told", async () => {
  const films = { series: "Phim VTV", each: "dot", least: "2", most: "3", minutesFrom: "10", minutesTo: "15" };
  expect((await plan(films)).status).toBe(303);
  for (const [title, minutes] of [
    ["Một", "12"],
    ["Hai", "20"],
    ["hai", "13"],
  ] as const)
    expect((await tell({ series: "Phim VTV", title, minutes, published: "1" })).status).toBe(303);
  expect(textOf(await editor.get("/console/bao-chi"))).toMatch(/đạt 2–3 \(đăng ký 2, đúng thời lượng 2/);
  const target = await PressTargetModel.findOne({ series: "Phim VTV" }).lean();
  expect((await editor.post(`/console/bao-chi/chi-tieu/${target?._id}/bo`)).status).toBe(303);
  expect((await editor.post(`/console/bao-chi/chi-tieu/${target?._id}/bo`)).status).toBe(404);
  expect(await PressLogModel.countDocuments({ series: "Phim VTV" })).toBe(2);
});
