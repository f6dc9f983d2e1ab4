import { CourseModel, EntryRowModel, SeatModel } from "../../src/training/class.model.ts";
import { DoorModel } from "../../src/training/door.model.ts";
import type { DoorAnswer } from "../../src/training/phone-contract.ts";
import { nominate, planClass } from "../../src/training/steer-class.ts";
import { smallClass } from "../routes/homes-plans.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";

/** Phones at the doors of a class, as they speak with the server and as their coordinator sees them. */
const clock = { at: new Date("2026-12-04T07:30:00+07:00"), now: () => clock.at };
let house: House;
let coordinator: Visitor;
let id = "";
let page = "";
const tickets: string[] = [];
const PEOPLE = 6;
beforeAll(async () => {
  house = await House.open({}, { clock });
  coordinator = await house.as("dept_coordinator", "so");
  const units = Array.from({ length: PEOPLE }, (_, n) => ({ code: `xa-${n}`, name: `Xã Mẫu 00${n}` }));
  const wish = { ...smallClass("Lớp mẫu", "so"), capacity: PEOPLE, startsAt: clock.at };
  const group = { key: "xa", name: "Xã, phường", units, each: 1, posts: [] };
  id = await planClass(house.core, "so", { ...wish, groups: [group] }, { id: "w", name: "Cán bộ mẫu" });
  page = `/console/tap-huan/${id}`;
  await CourseModel.updateOne({ _id: id }, { $set: { state: "approved" } });
  await coordinator.post(`${page}/mo-dang-ky`);
  for (let n = 0; n < PEOPLE; n += 1) await name(n, `Cán bộ mẫu 0${n}`);
  tickets.push(...(await SeatModel.find({ classId: id }).sort({ _id: 1 }).lean()).map(({ ticket }) => ticket));
});
afterAll(() => house.close());

async function name(n: number, who: string): Promise<void> {
  const course = await CourseModel.findById(id).lean();
  if (!course) throw new Error("no class");
  await nominate(house.core, course, `${id}:xa:xa-${n}:1`, { name: who, post: "Công chức" });
}
/** Sessions end meanwhile: the coordinator logs in again. */
async function later(minutes: number): Promise<void> {
  clock.at = new Date(clock.at.getTime() + minutes * 60_000);
  coordinator = await house.as("dept_coordinator", "so");
}
const ask = (path: string, body: object) =>
  house
    .visitor()
    .agent.post(`/api/v1/${path}`)
    .send(body)
    .ok(() => true);
const keyOf = (letter: string): string => letter.repeat(64);
/** The code as the coordinator reads it from the page. */
async function newCode(door: string): Promise<string> {
  expect((await coordinator.post(`${page}/cua`, { name: door })).status).toBe(303);
  return /[A-Z2-9]{5}-[A-Z2-9]{5}/.exec(textOf(await coordinator.get(`${page}/cua`)))?.[0] ?? "";
}
const events = (door: string, ...whose: number[]) =>
  whose.map((n) => ({ id: `${door}-su-kien-${n}`, ticket: tickets[n] ?? "", at: clock.at.getTime() }));
async function sync(key: string, more: object = {}): Promise<DoorAnswer> {
  const answer = await ask("doors/sync", {
    course: id,
    key,
    now: clock.at.getTime(),
    waiting: 0,
    have: "",
    events: [],
    ...more,
  });
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.body as DoorAnswer;
}

test("a phone becomes a door by a code used once, and asks again when the answer was lost", async () => {
  const code = await newCode("A");
  expect((await coordinator.post(`${page}/cua`, { name: "A" })).status).toBe(422);
  expect((await ask("doors/register", { course: id, code: "AAAAA-AAAAA", key: keyOf("a") })).status).toBe(404);
  const first = await ask("doors/register", {
    course: id,
    code: code.toLowerCase().replace("-", " "),
    key: keyOf("a"),
  });
  expect([first.status, first.headers["cache-control"]]).toEqual([200, "no-store"]);
  const { pack, state } = first.body as DoorAnswer;
  expect([state, pack?.door, pack?.roster.length]).toEqual(["open", "A", PEOPLE]);
  expect(pack?.roster[2]).toMatchObject({ name: "Cán bộ mẫu 02", unit: "Xã Mẫu 002" });
  expect((await ask("doors/register", { course: id, code, key: keyOf("a") })).body).toMatchObject({ state: "open" });
  // the code is used up: another phone gets no name by it
  expect((await ask("doors/register", { course: id, code, key: keyOf("b") })).status).toBe(404);
  // at rest neither the key nor the code can be read
  expect(JSON.stringify(await DoorModel.find().lean())).not.toMatch(/a{64}|[A-Z2-9]{5}-[A-Z2-9]{5}/);
  const late = await newCode("Muộn");
  await later(31);
  expect((await ask("doors/register", { course: id, code: late, key: keyOf("c") })).status).toBe(404);
  expect(textOf(await coordinator.get(`${page}/cua`))).toContain("Mã hết hạn");
});

test("a door's code and its key count on the page of its own class alone", async () => {
  const code = await newCode("Riêng");
  const elsewhere = await ask("doors/register", { course: "6a0000000000000000000000", code, key: keyOf("e") });
  expect([elsewhere.status, elsewhere.body.error.message]).toEqual([404, expect.stringContaining("của lớp khác")]);
  // the code is not used up by the wrong page
  expect((await ask("doors/register", { course: id, code, key: keyOf("e") })).status).toBe(200);
  const other = { course: "6a0000000000000000000000", key: keyOf("e") };
  expect((await ask("doors/register", { ...other, code })).status).toBe(404);
  const brought = { now: clock.at.getTime(), waiting: 1, have: "", events: events("lac", 0) };
  expect((await ask("doors/sync", { ...other, ...brought })).status).toBe(404);
  expect(await EntryRowModel.countDocuments({ classId: id })).toBe(0);
  const door = await DoorModel.findOne({ name: "Riêng" }).lean();
  await coordinator.post(`${page}/cua/${door?._id}/thu-hoi`);
});

test("two phones that could not speak for hours make one set; a photo used at both doors is one person", async () => {
  await ask("doors/register", { course: id, code: await newCode("B"), key: keyOf("b") });
  const before = await sync(keyOf("a"));
  expect((await sync(keyOf("a"), { have: before.version })).pack).toBeNull();
  await later(120);
  const one = await sync(keyOf("a"), { waiting: 3, events: events("a", 0, 1, 2) });
  expect(one.named.map(({ as }) => as)).toEqual(["in", "in", "in"]);
  // the answer was lost: the same comes again, and once more
  expect((await sync(keyOf("a"), { events: events("a", 0, 1, 2) })).named).toEqual(one.named);
  // the other phone's clock is a day behind; the hour that is kept is ours
  const behind = clock.at.getTime() - 86_400_000;
  const slow = { now: behind, events: events("b", 2, 3).map((event) => ({ ...event, at: behind - 600_000 })) };
  const two = await sync(keyOf("b"), slow);
  expect(two.pack?.entered).toHaveLength(5);
  expect(await EntryRowModel.countDocuments({ classId: id })).toBe(5);
  const kept = await EntryRowModel.findById(`${id}:b-su-kien-3`).lean();
  expect(kept?.at.getTime()).toBe(clock.at.getTime() - 600_000);
  const shown = textOf(await coordinator.get(`${page}/cua`));
  expect(shown).toContain("Đồng hồ máy chậm 1 ngày");
  expect(shown).toMatch(/Một vé vào hai lần.*Cán bộ mẫu 02, Xã Mẫu 002/);
  expect(textOf(await coordinator.get(page))).toMatch(/Có mặt 4 Vắng 2/);
});

test("one event nobody can read, or one name that does not open, keeps no other out", async () => {
  const bad = [
    { id: "hong-su-kien-1", ticket: "khong phai vé", at: 1 },
    { id: "hong-su-kien-2", ticket: tickets[0], at: -5 },
    { id: "ngắn", ticket: tickets[0], at: 1 },
    { ticket: tickets[0] },
    null,
  ];
  const before = await EntryRowModel.countDocuments({ classId: id });
  const { named } = await sync(keyOf("a"), { waiting: 6, events: [...bad, ...events("a", 0)] });
  expect(named).toEqual([
    { id: "hong-su-kien-1", as: "unknown" },
    { id: "hong-su-kien-2", as: "unknown" },
    { id: "ngắn", as: "unknown" },
    { id: "a-su-kien-0", as: "in" },
  ]);
  expect(await EntryRowModel.countDocuments({ classId: id })).toBe(before);
  const seat = await SeatModel.findById(`${id}:xa:xa-4:1`).lean();
  await SeatModel.updateOne({ _id: `${id}:xa:xa-4:1` }, { name: "hỏng" });
  const { pack } = await sync(keyOf("a"));
  expect(pack?.roster.map(({ name: who }) => who)).toContain("(không đọc được tên)");
  expect(pack?.roster).toHaveLength(PEOPLE);
  expect(textOf(await coordinator.get(page))).toContain("(không đọc được tên)");
  await SeatModel.updateOne({ _id: `${id}:xa:xa-4:1` }, { name: seat?.name });
});

test("a lost phone gets no name more, and what it sends waits for a person", async () => {
  const lost = await DoorModel.findOne({ name: "B" }).lean();
  expect((await coordinator.post(`${page}/cua/${lost?._id}/thu-hoi`)).status).toBe(303);
  expect((await coordinator.post(`${page}/cua/${lost?._id}/thu-hoi`)).status).toBe(409);
  expect((await coordinator.post(`${page}/cua/khong-co/thu-hoi`)).status).toBe(404);
  const answer = await sync(keyOf("b"), { events: events("lost", 4, 4, 5) });
  expect(answer).toMatchObject({ state: "revoked", pack: null });
  expect(answer.named.map(({ as }) => as)).toEqual(["waits", "waits", "waits"]);
  // one ticket of one phone waits once, however often it is sent
  expect(await EntryRowModel.countDocuments({ classId: id, state: "waits" })).toBe(2);
  expect(textOf(await coordinator.get(page))).toMatch(/Có mặt 4 Vắng 2/);
  expect(textOf(await coordinator.get(`${page}/cua`))).toContain("Chờ xem – Cửa B: máy đã bị thu hồi");
  // the report is not closed over what waits
  expect((await coordinator.post(`${page}/dien-ra`)).status).toBe(303);
  expect((await coordinator.post(`${page}/bao-cao`)).status).toBe(409);
  const settle = (n: number, what: string) =>
    coordinator.post(`${page}/cua/luot`, { entry: `${id}:lost-su-kien-${n}`, what });
  expect((await settle(4, "nhan")).status).toBe(303);
  expect((await settle(5, "bo")).status).toBe(303);
  expect((await settle(5, "nhan")).status).toBe(409);
  expect(textOf(await coordinator.get(page))).toMatch(/Có mặt 5 Vắng 1/);
});

test("a ticket replaced while the phone was away waits; what is no ticket of the class is named and not kept", async () => {
  await name(5, "Người thay");
  const odd = { id: "la-su-kien-1", ticket: "0123456789abcdef", at: clock.at.getTime() };
  const { named, pack } = await sync(keyOf("a"), { events: [...events("moi", 5), odd] });
  expect(named.map(({ as }) => as)).toEqual(["waits", "unknown"]);
  expect(pack?.revoked.map(({ ticket }) => ticket)).toContain(tickets[5]);
  expect(textOf(await coordinator.get(`${page}/cua`))).toContain("vé đã được thay khi máy mất mạng");
  await coordinator.post(`${page}/cua/luot`, { entry: `${id}:moi-su-kien-5`, what: "bo" });
});

test("who came has the seat: a name put in their place is taken back, and nobody is named in place of who came", async () => {
  await ask("doors/register", { course: id, code: await newCode("C"), key: keyOf("c") });
  const seatId = `${id}:xa:xa-5:1`;
  const held = (await SeatModel.findById(seatId).lean())?.ticket ?? "";
  await name(5, "Người thứ ba");
  const third = (await SeatModel.findById(seatId).lean())?.ticket ?? "";
  const came = [{ id: "c-su-kien-5", ticket: held, at: clock.at.getTime() }];
  expect((await sync(keyOf("c"), { events: came })).named).toEqual([{ id: "c-su-kien-5", as: "waits" }]);
  expect(textOf(await coordinator.get(`${page}/cua`))).toContain("Người thay, Xã Mẫu 005 (vé đã thay)");
  const settle = async (what: string) => {
    const done = await coordinator.post(`${page}/cua/luot`, { entry: `${id}:c-su-kien-5`, what });
    return [done.status, textOf(await coordinator.get(done.headers["location"] ?? page))] as const;
  };
  expect((await settle("nhan"))[0]).toBe(303);
  // what was said to be counted is counted, under the name of who came
  const board = textOf(await coordinator.get(page));
  expect(board).toMatch(/Có mặt 6 Vắng 0/);
  expect(board).toContain("Người thay, Công chức");
  expect(board).not.toContain("Người thứ ba");
  const seat = await SeatModel.findById(seatId).lean();
  expect([seat?.ticket, seat?.revoked.at(-1)?.ticket]).toEqual([held, third]);
  expect(JSON.stringify(seat)).not.toContain("Người");
  await expect(name(5, "Người thứ tư")).rejects.toThrow("đã vào lớp");
  const rows = "Đơn vị;Họ và tên;Chức danh\nXã Mẫu 005;Người thứ tư;Công chức";
  const list = { field: "file", name: "ds.csv", type: "text/csv", bytes: Buffer.from(rows) };
  const sent = await coordinator.postFile(`${page}/danh-sach`, {}, list);
  expect([sent.status, textOf(sent)]).toEqual([422, expect.stringContaining("dòng 2: Người thay đã vào lớp")]);
  // the seat is taken: who was named later and came as well is not let in over it
  const late = [{ id: "c-su-kien-6", ticket: third, at: clock.at.getTime() }];
  expect((await sync(keyOf("c"), { events: late })).named).toEqual([{ id: "c-su-kien-6", as: "waits" }]);
  const both = await coordinator.post(`${page}/cua/luot`, { entry: `${id}:c-su-kien-6`, what: "nhan" });
  expect([both.status, textOf(both)]).toEqual([409, expect.stringContaining("Người thay")]);
  await coordinator.post(`${page}/cua/luot`, { entry: `${id}:c-su-kien-6`, what: "bo" });
});

test("after the report phones let go of names, and a late event changes no figure", async () => {
  expect((await coordinator.post(`${page}/bao-cao`)).status).toBe(303);
  const frozen = (await CourseModel.findById(id).lean())?.figures;
  expect(frozen).toMatchObject({ nominated: 6, present: 6, absent: 0 });
  const answer = await sync(keyOf("a"), { events: events("tre", 4) });
  expect(answer).toMatchObject({ state: "closed", pack: null, named: [{ as: "waits" }] });
  expect((await CourseModel.findById(id).lean())?.figures).toEqual(frozen);
  // it waits where somebody sees it, and can be put away, not counted
  expect((await coordinator.get(page)).text).toContain(`href="${page}/cua"`);
  const waiting = await coordinator.get(`${page}/cua`);
  expect(textOf(waiting)).toContain("Chờ xem – Cửa A: gửi lên sau khi chốt báo cáo");
  expect([waiting.text.includes('value="nhan"'), waiting.text.includes('value="bo"')]).toEqual([false, true]);
  const settle = (what: string) => coordinator.post(`${page}/cua/luot`, { entry: `${id}:tre-su-kien-4`, what });
  expect((await settle("nhan")).status).toBe(409);
  expect((await settle("bo")).status).toBe(303);
  expect(textOf(await coordinator.get(`${page}/cua`))).not.toContain("Chờ xem");
  expect((await coordinator.get(page)).text).not.toContain(`href="${page}/cua"`);
  expect((await CourseModel.findById(id).lean())?.figures).toEqual(frozen);
  expect((await house.visitor().get(`/cong-khai/lop/${id}/cua`)).status).toBe(200);
  expect((await coordinator.post(`${page}/cua`, { name: "C" })).status).toBe(409);
  for (const body of [{}, { key: "x" }, { key: keyOf("a"), now: -1, waiting: 0, have: "", events: [] }])
    expect((await ask("doors/sync", body)).status).toBe(422);
  const many = Array.from({ length: 101 }, (_, n) => ({ id: `qua-nhieu-${n}`, ticket: tickets[0], at: 1 }));
  const whole = { now: 1, waiting: 101, have: "", events: many };
  expect((await ask("doors/sync", { key: keyOf("a"), ...whole })).status).toBe(422);
  expect((await ask("doors/sync", { key: keyOf("f"), ...whole, events: [] })).status).toBe(404);
});
