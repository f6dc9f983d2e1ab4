import { CopyModel } from "../../src/distribution/copy.model.ts";
import { packageFacts } from "../../src/distribution/facts.ts";
import { newCopy } from "../../src/distribution/follow-package.ts";
import { PackageModel } from "../../src/distribution/package.model.ts";
import { answerTimes, hoursInWords } from "../../src/distribution/tell-trouble.ts";
import { TroubleModel, UnitHelpModel } from "../../src/distribution/trouble.model.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { packages } from "../routes/homes-handed.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";

/** What a commune cannot settle by itself, who answers it and how soon; who helps whom. */
const clock = { at: new Date("2026-11-27T08:00:00+07:00"), now: () => clock.at };
let house: House;
let officer: Visitor;
let coordinator: Visitor;
let editor: Visitor;
async function enter(): Promise<void> {
  officer = await house.as("commune_officer", "sao-mai");
  coordinator = await house.as("dept_coordinator", "so");
  editor = await house.as("dept_editor", "so");
}
beforeAll(async () => {
  house = await House.open({}, { clock });
  await enter();
});
afterAll(() => house.close());
async function later(hours: number): Promise<void> {
  clock.at = new Date(clock.at.getTime() + hours * 3_600_000);
  await enter();
}
const tell = (about: string, text: string) => officer.post("/console/vuong-mac", { about, text });
const answer = (who: Visitor, id: string, words: string) =>
  who.post(`/console/can-ho-tro/vuong-mac/${id}`, { answer: words });

test("S4-35: each trouble a commune tells gets an answer time, listed in the report", async () => {
  for (const [about, text] of [
    ["", "Không tải được tệp âm thanh"],
    ["Loa", "ngắn"],
    ["x".repeat(201), "Không tải được tệp âm thanh"],
    ["Loa", "x".repeat(3001)],
  ] as const)
    expect((await tell(about, text)).status).toBe(422);
  expect((await tell("Loa thôn 3 hỏng", "Loa thôn 3 hỏng từ tuần trước,\nđề nghị hướng dẫn sửa.")).status).toBe(303);
  await later(1);
  expect((await tell("Thiếu tệp âm thanh", "Mục BT05 chưa có tệp âm thanh để phát.")).status).toBe(303);
  const [first] = await TroubleModel.find({ about: "Loa thôn 3 hỏng" }).lean();
  const id = first?._id ?? "";
  expect(textOf(await coordinator.get("/console"))).toContain("2 vướng mắc của đơn vị chờ trả lời");
  // whoever waits longest stands first
  expect(textOf(await coordinator.get("/console/can-ho-tro/vuong-mac"))).toMatch(/Loa thôn 3.*Thiếu tệp âm thanh/);
  expect((await answer(officer, id, "Tự trả lời")).status).toBe(403);
  expect((await answer(coordinator, id, " ")).status).toBe(422);
  expect((await answer(coordinator, "khong-co", "Đã ghi nhận")).status).toBe(404);
  await later(26);
  expect((await answer(coordinator, id, "Đội kỹ thuật tới ngày 30/11.")).status).toBe(303);
  expect((await answer(editor, id, "Một câu khác hẳn")).status).toBe(409);
  const board = textOf(await coordinator.get("/console/can-ho-tro/vuong-mac"));
  expect(board).toContain("Đã trả lời sau 1 ngày 3 giờ");
  expect(board).toContain("Đang chờ lâu nhất 1 ngày 2 giờ");
  // whoever only looks leaves it new for who works there
  const auditor = await house.as("auditor", "sao-mai");
  expect(textOf(await auditor.get("/console/vuong-mac"))).toContain("Đội kỹ thuật tới ngày 30/11.");
  // the commune hears it once, and reads what it took
  expect(textOf(await officer.get("/console"))).toContain("Sở đã trả lời vướng mắc");
  expect(textOf(await officer.get("/console/vuong-mac"))).toContain("Đội kỹ thuật tới ngày 30/11.");
  expect(textOf(await officer.get("/console"))).not.toContain("Sở đã trả lời vướng mắc");
  const other = await house.as("commune_officer", "ben-lua");
  expect(textOf(await other.get("/console/vuong-mac"))).not.toContain("Loa thôn 3");
  const fact = packageFacts.find(({ code }) => code === "troubles.told");
  const span = { from: new Date("2026-11-01T00:00:00+07:00"), to: new Date("2026-12-01T00:00:00+07:00") };
  const rows = (await fact?.open("sao-mai", span, { skip: 0, limit: 10 })) ?? [];
  expect(rows.map(({ title }) => title)).toEqual([
    expect.stringContaining("Thiếu tệp âm thanh · chờ"),
    "Loa thôn 3 hỏng · đã trả lời sau 1 ngày 3 giờ",
  ]);
  expect(await fact?.count("sao-mai", span)).toBe(2);
});

test("what was told long ago, by a unit that has ended since, still waits and can be answered", async () => {
  const by = { id: "x", name: "X" };
  const old = { department: "so", about: "Việc từ mùa hè", text: "Chưa ai trả lời việc này.", by, answer: null };
  const at = new Date(clock.at.getTime() - 200 * 86_400_000);
  await UnitModel.create({
    ...(await UnitModel.findById("sao-mai").lean()),
    _id: "xa-da-thoi",
    name: "Xã Đã Thôi",
    to: clock.at,
  });
  await TroubleModel.create({ ...old, _id: "mua-he", unitCode: "xa-da-thoi", at });
  await TroubleModel.create({
    ...old,
    _id: "xong-roi",
    unitCode: "xa-da-thoi",
    about: "Việc đã xong",
    at,
    answer: { text: "a", by, at },
  });
  expect(textOf(await coordinator.get("/console"))).toMatch(
    /2 vướng mắc của đơn vị chờ trả lời lâu nhất từ 12\/05\/2026/,
  );
  const board = await coordinator.get("/console/can-ho-tro/vuong-mac");
  expect(textOf(board)).toContain("Xã Đã Thôi: Việc từ mùa hè");
  expect(textOf(board)).not.toContain("Việc đã xong");
  expect(board.text).toContain('action="/console/can-ho-tro/vuong-mac/mua-he"');
  expect((await answer(coordinator, "mua-he", "Đã xử lý ở đơn vị mới.")).status).toBe(303);
  await TroubleModel.deleteMany({ unitCode: "xa-da-thoi" });
  await UnitModel.deleteOne({ _id: "xa-da-thoi" });
});

test("twenty wait at most: the twenty-first is told to wait", async () => {
  const row = {
    unitCode: "sao-mai",
    department: "so",
    about: "a",
    text: "t",
    by: { id: "x", name: "X" },
    at: clock.at,
  };
  await TroubleModel.insertMany(Array.from({ length: 19 }, (_, n) => ({ ...row, _id: `nua-${n}` })));
  expect((await tell("Thêm một việc", "Việc thứ hai mươi mốt chờ trả lời.")).status).toBe(409);
});

test("somebody helps a unit that is stuck: one at a time, seen by all, over what the page showed", async () => {
  const { package: id } = await packages("so", "Gói mẫu", "");
  const head = await PackageModel.findById(id).lean();
  const [entry] = head?.entries ?? [];
  if (!head || !entry) throw new Error("no package");
  await CopyModel.create({
    ...newCopy(head, entry, { version: 1, at: clock.at }, "sao-mai"),
    dueAt: new Date(clock.at.getTime() - 86_400_000),
  });
  const help = (who: Visitor, what: string, shown = "", code = "sao-mai") =>
    who.post(`/console/can-ho-tro/don-vi/${code}/giup`, { what, shown });
  expect(textOf(await coordinator.get("/console/can-ho-tro"))).toMatch(/Xã Sao Mai.*Nhận giúp/);
  expect((await help(coordinator, "nhan", "", "khong-co")).status).toBe(404);
  expect((await help(coordinator, "nhan", "", "so")).status).toBe(404);
  expect((await help(coordinator, "nhan")).status).toBe(303);
  // the other's page showed nobody
  expect((await help(editor, "nhan")).status).toBe(409);
  const page = await editor.get("/console/can-ho-tro");
  expect(textOf(page)).toMatch(/Cán bộ mẫu dept-coordinator Giúp thay/);
  expect((await help(editor, "thoi")).status).toBe(409);
  const shown = (await UnitHelpModel.findOne({ unitCode: "sao-mai" }).lean())?.by.id ?? "";
  expect((await help(editor, "nhan", shown)).status).toBe(303);
  expect(await UnitHelpModel.countDocuments()).toBe(1);
  expect((await help(editor, "thoi")).status).toBe(303);
  expect(textOf(await editor.get("/console/can-ho-tro"))).toMatch(/Nhận giúp/);
});

test("answer times: the middle, the longest, and who waits now", () => {
  const at = (hours: number) => new Date(clock.at.getTime() - hours * 3_600_000);
  const told = (from: number, to: number | null) => ({
    at: at(from),
    answer: to === null ? null : { text: "a", by: { id: "x", name: "X" }, at: at(to) },
  });
  const none = { told: 0, answered: 0, open: 0, middle: "", longest: "", oldest: "" };
  expect(answerTimes([], clock.at)).toEqual(none);
  const all = [told(50, 49), told(50, 47), told(100, 50), told(5, null), told(30, null)];
  expect(answerTimes(all, clock.at)).toEqual({
    told: 5,
    answered: 3,
    open: 2,
    middle: "3 giờ",
    longest: "2 ngày 2 giờ",
    oldest: "1 ngày 6 giờ",
  });
  expect([0, 1, 24, 49].map(hoursInWords)).toEqual(["dưới 1 giờ", "1 giờ", "1 ngày", "2 ngày 1 giờ"]);
});
