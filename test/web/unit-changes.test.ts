import { listItems } from "../../src/content/item.store.ts";
import { ItemModel } from "../../src/content/item.model.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { days } from "../../src/kernel/clock.ts";
import { findContest } from "../../src/quizzes/contest.store.ts";
import { noRules, saveContest, startContest } from "../../src/quizzes/prepare-contest.ts";
import { QuestionModel } from "../../src/quizzes/question.model.ts";
import { finishDecisions, composeRooms } from "../../src/rooms.ts";
import { scopeOf } from "../../src/units/scope-of.ts";
import { findUnit } from "../../src/units/unit.store.ts";
import { House, noteOf, textOf, type Visitor } from "../support/agent.ts";

/** A clerk enters a resolution's clause, corrects the draft, sees before and after, confirms; the day comes by itself. */
let today = new Date("2026-12-31T20:00:00+07:00");
const clock: Clock = { now: () => today };
const DAY = new Date("2027-01-01T00:00:00+07:00");
const AREA = "diện tích tự nhiên, quy mô dân số";
let house: House;
let clerk: Visitor;
beforeAll(async () => {
  house = await House.open({}, { clock });
  clerk = await house.as("dept_coordinator", "so");
});
afterAll(() => house.close());

const draftOf = async (clause: string, more: Record<string, string> = {}): Promise<string> => {
  await clerk.get("/console/don-vi/thay-doi");
  const answer = await clerk.post("/console/don-vi/thay-doi", {
    decision: "1656/NQ-UBTVQH15",
    day: "2027-01-01",
    clause,
    ...more,
  });
  expect(answer.status).toBe(303);
  return answer.headers["location"] ?? "";
};
const press = async (at: string): Promise<string> => {
  const seen = /name="seen"\s+value="([^"]+)"/.exec((await clerk.get(at)).text)?.[1] ?? "";
  return noteOf(await clerk.post(`${at}/ghi-nhan`, { seen }));
};

test("a draft that cannot be: said beside it, and there is nothing to confirm", async () => {
  const at = await draftOf(`Một phần ${AREA} của xã Sao Mai nhập vào phường Bến Lụa.`);
  const page = await clerk.get(at);
  expect(textOf(page)).toContain("Xã Sao Mai (mã sao-mai) có một phần được nhập đi nhưng chưa ghi phần còn lại về đâu");
  expect(page.text).not.toContain("/ghi-nhan");
  expect((await clerk.post(`${at}/ghi-nhan`, { seen: "x" })).status).toBe(409);
  expect((await clerk.post(`${at}/xoa`)).status).toBe(303);
  expect((await clerk.get(at)).status).toBe(404);
});

test("read, corrected, looked at, confirmed once; the day comes by itself", async () => {
  const at = await draftOf(`Nhập toàn bộ ${AREA} của xã Sao May vào phường Bến Lụa.`);
  expect(textOf(await clerk.get(at))).toContain("Không có đơn vị tên “Xã Sao May”");
  const saved = await clerk.post(at, {
    decision: "1656/NQ-UBTVQH15",
    day: "2027-01-01",
    share: "all",
    from: "Xã Sao Mai",
    to: "ben-lua",
    areas: "",
  });
  expect(saved.status).toBe(303);
  const seen = textOf(await clerk.get(at));
  expect(seen).toContain("Trước: 2 đơn vị, 25.800 dân");
  expect(seen).toContain("Sau: 1 đơn vị, 25.800 dân");
  expect(seen).toContain("gồm Xã Sao Mai");
  const by = { id: "a", name: "A" };
  await ItemModel.create({
    unitCode: "sao-mai",
    kind: "tin",
    state: "draft",
    version: 1,
    title: "Tin cũ",
    text: "Tin",
    author: by,
    createdAt: today,
    updatedAt: today,
  });

  expect(await press(at)).toBe("");
  expect(textOf(await clerk.get(at))).toContain("Đã ghi nhận, có hiệu lực từ 01/01/2027");
  expect((await clerk.post(at, { decision: "khác" })).status).toBe(409);
  expect((await findUnit("sao-mai"))?.to).toEqual(DAY);
  const eve = await scopeOf({ unitCode: "ben-lua" }, new Date(+DAY - 1));
  const day = await scopeOf({ unitCode: "ben-lua" }, DAY);
  expect([eve.own, day.own]).toEqual([["ben-lua"], ["ben-lua", "sao-mai"]]);
  expect((await scopeOf({ unitCode: "sao-mai" }, DAY)).after).toEqual(["ben-lua"]);
  expect((await scopeOf({ unitCode: "so" }, DAY)).below).toEqual(["ben-lua"]);
  // facts keep the unit of their day, and both are found
  expect(await listItems(eve, ["draft"])).toHaveLength(0);
  expect((await listItems(day, ["draft"])).map(({ unitCode }) => unitCode)).toEqual(["sao-mai"]);
  // and may be used: a question of the unit that came stands in a contest of the other
  const { _id } = await QuestionModel.create({
    unitCode: "sao-mai",
    text: "Câu cũ?",
    options: ["a", "b"],
    right: [0],
    version: 1,
    tick: { by, at: today },
    by,
    at: today,
  });
  const times = { opensAt: DAY, closesAt: DAY, count: 1, minutes: 1, turnsPerDay: 1 };
  const rounds = [{ ...times, n: 1, name: "Vòng 1", questionIds: [String(_id)], prizes: [] }];
  const then = { clock: { now: () => DAY } };
  const contest = await startContest(then, day, "Cuộc thi", by);
  const form = { title: "Cuộc thi", about: "", rules: noRules(), rounds };
  await saveContest(then, day, contest, form);
  expect((await findContest(contest))?.rounds[0]?.questionIds).toEqual([String(_id)]);
});

test("a name is another from its day on, after days without a machine, and the old one is still found", async () => {
  const at = await draftOf("Đổi tên phường Bến Lụa thành phường Bến Vàng.", { day: "2027-01-10", decision: "12/NQ" });
  expect(await press(at)).toBe("");
  expect((await findUnit("ben-lua"))?.name).toBe("Phường Bến Lụa");
  today = new Date(+DAY + days(12));
  expect(await finishDecisions(composeRooms(house.core))).toMatchObject({ "unit-change": 2 });
  expect(await finishDecisions(composeRooms(house.core))).toMatchObject({ "unit-change": 0 });
  expect(await findUnit("ben-lua")).toMatchObject({
    name: "Phường Bến Vàng",
    formerNames: [{ name: "Phường Bến Lụa", to: new Date("2027-01-10T00:00:00+07:00") }],
  });
  const late = await house.as("dept_coordinator", "so", "muon");
  expect(textOf(await late.get("/console/don-vi?tim=B%E1%BA%BFn%20L%E1%BB%A5a"))).toContain("Phường Bến Vàng");
});

test("old links lead on: to the one successor with a word of it, to a choice by hamlet where there are several", async () => {
  const visitor = house.visitor();
  const led = await visitor.get("/cong-khai/don-vi/sao-mai?x=1");
  expect([led.status, led.headers["location"]]).toEqual([302, "/cong-khai/don-vi/ben-lua?x=1&tu=sao-mai"]);
  expect(textOf(await visitor.get(led.headers["location"] ?? ""))).toContain("Xã Sao Mai nay là Phường Bến Vàng");
  expect((await visitor.get("/mini/sao-mai/tin?y=2")).headers["location"]).toBe("/mini/ben-lua/tin?y=2&tu=sao-mai");
  expect((await visitor.get("/api/v1/units/sao-mai")).body).toMatchObject({
    code: "ben-lua",
    formerly: [{ code: "sao-mai", name: "Xã Sao Mai" }],
  });

  clerk = await house.as("dept_coordinator", "so", "chia");
  const at = await draftOf("", { day: "2027-01-12", decision: "13/NQ" });
  const rows = {
    decision: "13/NQ",
    day: "2027-01-12",
    share: ["part", "rest"],
    from: ["ben-lua", "ben-lua"],
    to: ["ben-dong", "ben-tay"],
    areas: ["Tổ 1, Tổ 2", ""],
    foundCode: ["ben-dong", "ben-tay"],
    foundName: ["Phường Bến Đông", "Phường Bến Tây"],
    foundOffice: ["", ""],
    foundKind: ["ward", "ward"],
  };
  expect((await clerk.post(at, rows)).status).toBe(303);
  const seen = textOf(await clerk.get(at));
  expect(seen).toMatch(/Phường Bến Vàng\s+đơn vị cũ, đã chia/);
  expect(seen).toContain("Sau: 2 đơn vị, 25.800 dân");
  expect(await press(at)).toBe("");
  for (const old of ["ben-lua", "sao-mai"]) {
    const page = await visitor.get(`/cong-khai/don-vi/${old}`);
    expect(page.status).toBe(200);
    const text = page.text.replaceAll("&#x3D;", "=");
    expect(text).toContain(`/cong-khai/don-vi/ben-dong?tu=${old}`);
    expect(text).toContain(`/cong-khai/don-vi/ben-tay?tu=${old}`);
  }
  expect(textOf(await visitor.get("/cong-khai/don-vi/ben-lua"))).toContain("Phường Bến Đông : Tổ 1, Tổ 2");
  expect((await scopeOf({ unitCode: "ben-dong" }, today)).own).toEqual(["ben-dong"]);
});

test("a list is no word against what was decided", async () => {
  const head = "code,name,office,kind,province,parent,from,to,population,households,hamlets";
  const csv = `${head}\nsao-mai,Xã Sao Mai,UBND xã Sao Mai,commune,,so,2025-07-01,,12900,3480,12\n`;
  const file = { field: "file", name: "a.csv", type: "text/csv", bytes: Buffer.from(csv) };
  const answer = await clerk.postFile("/console/don-vi/nhap", {}, file);
  expect(noteOf(answer)).toContain("Dòng 2, cột to: Xã Sao Mai đã được quyết định kết thúc từ 01/01/2027");
});
