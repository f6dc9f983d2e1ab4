import type { Clock } from "../../src/kernel/clock.ts";
import { DraftModel } from "../../src/drafts/draft.model.ts";
import { ReportModel } from "../../src/reports/report.model.ts";
import { composeRooms, finishDecisions } from "../../src/rooms.ts";
import { cancelFaults } from "../../src/units/cancel-change.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { House, noteOf, textOf, type Visitor } from "../support/agent.ts";

/** A decision that has not begun is taken back; one that has is not; a late one lists what it comes after. */
let today = new Date("2026-12-20T09:00:00+07:00");
const clock: Clock = { now: () => today };
let house: House;
let clerk: Visitor;
beforeAll(async () => {
  house = await House.open({}, { clock });
  clerk = await house.as("dept_coordinator", "so");
});
afterAll(() => house.close());

const EMPTY = { share: [], from: [], to: [], areas: [] };
async function draft(decision: string, day: string, fields: Record<string, string | string[]>): Promise<string> {
  await clerk.get("/console/don-vi/thay-doi");
  const at = (await clerk.post("/console/don-vi/thay-doi", { decision, day })).headers["location"] ?? "";
  expect((await clerk.post(at, { decision, day, ...EMPTY, ...fields })).status).toBe(303);
  return at;
}
async function record(at: string): Promise<string> {
  const seen = /name="seen"\s+value="([^"]+)"/.exec((await clerk.get(at)).text)?.[1] ?? "";
  const note = noteOf(await clerk.post(`${at}/ghi-nhan`, { seen }));
  today = new Date(+today + 10_000);
  await finishDecisions(composeRooms(house.core));
  return note;
}
async function cancelOf(at: string, number: string): Promise<string> {
  await clerk.get(at);
  const made = (await clerk.post(`${at}/huy`)).headers["location"] ?? "";
  if (number !== "") await clerk.post(made, { decision: number });
  return made;
}
const MERGE = { share: ["all"], from: ["sao-mai"], to: ["ben-lua"], areas: [""] };
const whole = () => UnitModel.find().sort({ _id: 1 }).lean();

test("cancelled before its day: everything stands as it stood, and the day brings nothing", async () => {
  const before = await whole();
  const merger = await draft("10/NQ", "2027-01-01", {
    ...MERGE,
    share: ["all", "part", "rest"],
    from: ["sao-mai", "ben-lua", "ben-lua"],
    to: ["ben-dong", "ben-dong", "ben-tay"],
    areas: ["", "Tổ 1", ""],
    foundCode: ["ben-dong", "ben-tay"],
    foundName: ["Phường Bến Đông", "Phường Bến Tây"],
    foundOffice: ["", ""],
    foundKind: ["ward", "ward"],
  });
  expect(await record(merger)).toBe("");
  expect((await UnitModel.findById("sao-mai").lean())?.to).not.toBeNull();

  const unnumbered = await cancelOf(merger, "");
  expect(textOf(await clerk.get(unnumbered))).toContain("Cần số quyết định hủy");
  expect((await clerk.post(`${unnumbered}/ghi-nhan`, { seen: "x" })).status).toBe(409);

  const cancel = await cancelOf(merger, "11/NQ");
  const page = textOf(await clerk.get(cancel));
  expect(page).toContain("Hủy quyết định 10/NQ");
  expect(page).toContain("toàn bộ của sao-mai về ben-dong");
  expect(await record(cancel)).toBe("");
  const old = ["ben-lua", "sao-mai", "so"];
  const now = await whole();
  expect(now.filter(({ _id }) => old.includes(_id))).toEqual(before);
  // the new ones never begin, and their codes stay taken
  expect(now.filter(({ _id }) => !old.includes(_id)).map(({ _id, from, to }) => [_id, +from === Number(to)])).toEqual([
    ["ben-dong", true],
    ["ben-tay", true],
  ]);
  expect(textOf(await clerk.get(merger))).toContain("Đã hủy trước ngày có hiệu lực");
  expect(textOf(await clerk.get("/console/don-vi/thay-doi"))).toMatch(/10\/NQ\s+\d+\s+Đã hủy/);
  // once only
  expect(textOf(await clerk.get(await cancelOf(merger, "12/NQ")))).toContain("Quyết định này đã được hủy");

  today = new Date("2027-01-02T09:00:00+07:00");
  clerk = await house.as("dept_coordinator", "so", "hai");
  await finishDecisions(composeRooms(house.core));
  expect((await whole()).filter(({ _id }) => old.includes(_id))).toEqual(before);
  expect((await house.visitor().get("/cong-khai/don-vi/sao-mai")).status).toBe(200);
});

test("what a later decision counts on is not cancelled under it, what has begun not at all", async () => {
  const first = await draft("20/NQ", "2027-02-01", {
    ...MERGE,
    to: ["sao-lua"],
    foundCode: ["sao-lua"],
    foundName: ["Xã Sao Lụa"],
    foundOffice: [""],
    foundKind: ["commune"],
  });
  expect(await record(first)).toBe("");
  const second = await draft("21/NQ", "2027-03-01", {
    newCode: ["sao-lua"],
    newName: ["Xã Sao Vàng"],
    newOffice: [""],
    newKind: ["commune"],
  });
  expect(await record(second)).toBe("");
  expect(textOf(await clerk.get(await cancelOf(first, "22/NQ")))).toContain(
    "Quyết định 21/NQ dựa trên quyết định 20/NQ. Hủy quyết định 21/NQ trước",
  );
  const waiting = await cancelOf(second, "23/NQ");
  today = new Date("2027-02-10T09:00:00+07:00");
  clerk = await house.as("dept_coordinator", "so", "ba");
  await finishDecisions(composeRooms(house.core));
  await clerk.get(first);
  expect((await clerk.post(`${first}/huy`)).status).toBe(409);
  // the second has not begun, and can be
  expect(await record(waiting)).toBe("");
  today = new Date("2027-03-02T09:00:00+07:00");
  await finishDecisions(composeRooms(house.core));
  expect((await UnitModel.findById("sao-lua").lean())?.name).toBe("Xã Sao Lụa");
});

test("in the last minute before its day it is too late: what the day brings may have begun", () => {
  const day = new Date("2027-01-01T00:00:00+07:00");
  const terms = { decision: "31/NQ", parts: [], founds: [], renames: [], moves: [], was: [], day };
  const at = (ms: number) =>
    cancelFaults({ decision: "32/NQ", cancels: 1 }, [{ ...terms, _id: 1 }], new Date(+day - ms));
  expect([60_000, 59_999, 0].map((ms) => at(ms).map(({ vi }) => vi.slice(0, 40)))).toEqual([
    [],
    ["Quyết định 31/NQ có hiệu lực trong chưa "],
    ["Quyết định 31/NQ đã có hiệu lực từ 01/01"],
  ]);
});

test("entered late: what was sealed since its day is listed, and stays as it is", async () => {
  clerk = await house.as("dept_coordinator", "so", "bon");
  const sealed = (day: string) => new Date(`${day}T10:00:00+07:00`);
  for (const [title, day] of [
    ["Dự thảo trước", "2027-02-20"],
    ["Dự thảo sau", "2027-02-27"],
  ] as const) {
    const fields = { unitCode: "sao-lua", title, about: "", skin: "state", state: "sealed", version: 1 };
    const { insertedId } = await DraftModel.collection.insertOne({ ...fields, closeAt: sealed(day) });
    const row = { draftId: String(insertedId), state: "ready", sealedAt: sealed(day), root: "r" };
    await ReportModel.collection.insertOne(row);
  }
  const before = await ReportModel.find().lean();
  const at = await draft("30/NQ", "2027-02-25", { ...MERGE, from: ["sao-lua"] });
  const page = textOf(await clerk.get(at));
  expect(page).toContain("ghi muộn");
  expect(page).toContain("báo cáo góp ý đã niêm phong: Dự thảo sau");
  expect(page).not.toContain("Dự thảo trước");
  expect(await record(at)).toBe("");
  expect(await ReportModel.find().lean()).toEqual(before);
});
