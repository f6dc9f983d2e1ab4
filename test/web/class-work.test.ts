import { CourseModel, EntryRowModel, SeatModel } from "../../src/training/class.model.ts";
import { certificateItems } from "../../src/training/write-certificate.ts";
import { formsOf } from "../routes/find-forms.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";

/** What is done for a class besides naming: who speaks, files, reminders, advice, certificates. */
const clock = { at: new Date("2026-12-01T08:00:00+07:00"), now: () => clock.at };
let house: House;
let coordinator: Visitor;
let officer: Visitor;
let id = "";
let page = "";
beforeAll(async () => {
  house = await House.open({}, { clock });
  coordinator = await house.as("dept_coordinator", "so");
  officer = await house.as("commune_officer", "sao-mai");
});
afterAll(() => house.close());

const FORM = {
  title: "Lớp thông tin đối ngoại",
  objectives: "Nâng cao nhận thức\nĐúng đối tượng, đầy đủ",
  halfDays: "1",
  startsAt: "2026-12-04T07:30",
  capacity: "3",
  communes: "1",
  offices: "Sở Mẫu 1",
  money: "Kinh phí đào tạo, bồi dưỡng năm 2026 theo Quyết định 2734/QĐ-UBND.",
  topic: ["Phổ biến văn bản", "Trao đổi", ""],
  speaker: ["Báo cáo viên mẫu", "", ""],
  minutes: ["45", "", ""],
  document: ["47/NQ-CP ngày 15/4/2024", "", ""],
};
const say = (who: Visitor, path: string, body: Record<string, string>) => who.post(`${page}/noi-dung/${path}`, body);
const attach = (slot: string, name: string, bytes: string | Buffer) =>
  coordinator.postFile(
    `${page}/noi-dung/tep`,
    { slot },
    { field: "file", name, type: "application/octet-stream", bytes: Buffer.from(bytes) },
  );
const topics = async () => (await CourseModel.findById(id).lean())?.agenda ?? [];
async function later(days: number): Promise<void> {
  clock.at = new Date(clock.at.getTime() + days * 86_400_000);
  coordinator = await house.as("dept_coordinator", "so");
  officer = await house.as("commune_officer", "sao-mai");
}

test("S1-03: a class says its aims, one a line", async () => {
  const made = await coordinator.post("/console/tap-huan/moi", FORM);
  id = made.headers["location"]?.split("?")[0]?.split("/").at(-1) ?? "";
  page = `/console/tap-huan/${id}`;
  expect((await CourseModel.findById(id).lean())?.objectives).toEqual(["Nâng cao nhận thức", "Đúng đối tượng, đầy đủ"]);
});

test("S1-10: where the money comes from is told as text", async () => {
  expect((await CourseModel.findById(id).lean())?.money).toBe(FORM.money);
});

test("S0-20: a reviewer may comment, and publishes nothing", async () => {
  const reviewer = await house.as("auditor", "so");
  expect((await reviewer.post(`${page}/y-kien`, { text: "Ghi rõ thẩm quyền ký giấy mời." })).status).toBe(303);
  expect((await reviewer.post(`${page}/y-kien`, { text: " " })).status).toBe(422);
  for (const path of ["phe-duyet", "mo-dang-ky", "noi-dung/moi"])
    expect((await reviewer.post(`${page}/${path}`, { n: "0" })).status).toBe(403);
  expect((await officer.post(`${page}/y-kien`, { text: "Ở xã" })).status).toBe(404);
  expect(textOf(await coordinator.get(`${page}/noi-dung`))).toContain("Ghi rõ thẩm quyền ký giấy mời.");
  expect((await CourseModel.findById(id).lean())?.state).toBe("draft");
});

test("a speaker is asked after the approval, says yes or no by the own link, and is asked anew when replaced", async () => {
  expect((await say(coordinator, "moi", { n: "0" })).status).toBe(409);
  const leader = await house.as("dept_approver", "so");
  const seen = formsOf((await leader.get(page)).text, page)
    .flatMap((one) => one.fields)
    .find((field) => field.name === "seen");
  expect((await leader.post(`${page}/phe-duyet`, { seen: seen?.value ?? "" })).status).toBe(303);
  expect((await say(coordinator, "moi", { n: "1" })).status).toBe(422);
  expect((await say(coordinator, "moi", { n: "7" })).status).toBe(404);
  expect((await say(coordinator, "moi", { n: "0" })).status).toBe(303);
  const linkOf = async () =>
    /\/cong-khai\/lop\/[0-9a-f]{24}\/bao-cao-vien\/[\w-]+/.exec(
      (await coordinator.get(`${page}/noi-dung`)).text,
    )?.[0] ?? "";
  const link = await linkOf();
  const speaker = house.visitor();
  expect(textOf(await speaker.get(link))).toContain("Kính mời Ông/Bà Báo cáo viên mẫu trình bày “Phổ biến văn bản”");
  expect((await speaker.get(`${link}x`)).status).toBe(404);
  for (const wrong of [{}, { answer: "maybe" }, { answer: "no", reason: " " }])
    expect((await speaker.post(link, wrong)).status).toBe(422);
  expect((await speaker.post(link, { answer: "no", reason: "Trùng lịch" })).status).toBe(200);
  expect(textOf(await coordinator.get(`${page}/noi-dung`))).toMatch(/không nhận.*Lý do: Trùng lịch/);
  const other = { n: "0", speaker: "Báo cáo viên khác", minutes: "60" };
  expect((await say(coordinator, "bao-cao-vien", { ...other, minutes: "0" })).status).toBe(422);
  expect((await say(coordinator, "bao-cao-vien", other)).status).toBe(303);
  // the one before is no speaker any more, and the one who is has said nothing yet
  expect((await speaker.post(link, { answer: "yes" })).status).toBe(404);
  expect((await topics())[0]).toMatchObject({ speaker: "Báo cáo viên khác", minutes: 60, answer: "", invitedAt: null });
  expect((await say(coordinator, "tra-loi", { n: "0", answer: "yes" })).status).toBe(409);
  await say(coordinator, "moi", { n: "0" });
  expect((await speaker.post(await linkOf(), { answer: "yes" })).status).toBe(200);
  expect(textOf(await coordinator.get(`${page}/noi-dung`))).toContain("đã nhận lời");
});

test("S0-09: each agenda item has speaker, minutes, file", async () => {
  expect((await say(coordinator, "bao-cao-vien", { n: "1", speaker: "Cán bộ mẫu 9", minutes: "30" })).status).toBe(303);
  for (const [name, bytes] of [
    ["bai.exe", "MZ"],
    ["bai.pdf", "khong phai PDF"],
    ["bai.docx", "%PDF-1.7"],
    ["bai.docx", "PK\u0003\u0004 word/vbaProject.bin"],
    ["bai", "%PDF-1.7"],
    ["constructor.constructor", "%PDF-1.7"],
  ] as const)
    expect([name, (await attach("1", name, bytes)).status]).toEqual([name, 422]);
  expect((await attach("9", "bai.pdf", "%PDF-1.7")).status).toBe(404);
  expect((await attach("1", "Tài liệu 1.pdf", "%PDF-1.7 một")).status).toBe(303);
  expect(await topics()).toMatchObject([
    { speaker: "Báo cáo viên khác", minutes: 60 },
    { speaker: "Cán bộ mẫu 9", minutes: 30, file: "Tài liệu 1.pdf" },
  ]);
  // a unit reads it once it has a seat
  expect((await officer.get(`${page}/tep/1`)).status).toBe(404);
  await coordinator.post(`${page}/mo-dang-ky`);
  const file = await officer.get(`${page}/tep/1`);
  expect([file.status, file.headers["content-type"], file.headers["content-disposition"]]).toEqual([
    200,
    expect.stringContaining("application/pdf"),
    expect.stringContaining("attachment"),
  ]);
});

test("S0-18: the cost estimate is attached, no money maths, and stays with the department", async () => {
  expect((await attach("du-toan", "Dự toán.xlsx", "PK\u0003\u0004 xl/workbook.xml")).status).toBe(303);
  expect((await coordinator.get(`${page}/tep/du-toan`)).status).toBe(200);
  expect((await officer.get(`${page}/tep/du-toan`)).status).toBe(404);
});

test("who was named is reminded by way of the unit, once a day", async () => {
  const seat = (await SeatModel.findOne({ classId: id, unitCode: "sao-mai" }).lean())?._id ?? "";
  await officer.post(`${page}/cu-nguoi`, { seat, name: "Cán bộ mẫu 044", post: "Công chức" });
  expect(textOf(await officer.get("/console"))).not.toContain("Nhắc người dự lớp");
  const press = async () => {
    const to = (await coordinator.post(`${page}/nhac-hoc-vien`)).headers["location"] ?? "";
    return textOf(await coordinator.get(to));
  };
  expect(await press()).toContain("Đã nhắc 1 người được cử");
  expect(await press()).toContain("Hôm nay đã nhắc rồi");
  expect(textOf(await officer.get("/console"))).toMatch(/Nhắc người dự lớp.*04\/12\/2026/);
  await later(1);
  expect(textOf(await officer.get("/console"))).not.toContain("Nhắc người dự lớp");
  expect(await press()).toContain("Đã nhắc 1 người được cử");
});

test("who came has a certificate for as long as it is known; offices tell what they applied by their link", async () => {
  await later(2);
  const board = (await coordinator.get(page)).text;
  const link = /href="(\/cong-khai\/lop\/[^"]+\/cu-nguoi\/[^"]+)"/.exec(board)?.[1] ?? "";
  const office = house.visitor();
  await office.post(link, { name: "Cán bộ mẫu 900", post: "Chuyên viên" });
  await coordinator.post(`${page}/dien-ra`);
  expect((await coordinator.post(`${page}/nhac-hoc-vien`)).status).toBe(409);
  const seats = await SeatModel.find({ classId: id, ticket: { $gt: "" } }).lean();
  const commune = seats.find((one) => one.unitCode === "sao-mai");
  const away = seats.find((one) => one.unitCode === "");
  if (!commune || !away) throw new Error("no seat");
  const row = { classId: id, door: "A", at: clock.at, receivedAt: clock.at };
  await EntryRowModel.create({ ...row, _id: `${id}:mot-su-kien`, ticket: commune.ticket });
  // what waits for a person certifies nothing
  await EntryRowModel.create({ ...row, _id: `${id}:hai-su-kien`, ticket: away.ticket, state: "refused" });
  const paper = `${page}/giay-chung-nhan.pdf?cho=${encodeURIComponent(commune._id)}`;
  expect((await officer.get(paper)).status).toBe(404);
  await coordinator.post(`${page}/bao-cao`);
  const file = await officer.get(paper);
  expect([file.status, file.headers["content-type"]]).toEqual([200, "application/pdf"]);
  const from = (seat: string, name: string) => coordinator.get(`${page}/cho/${encodeURIComponent(seat)}/${name}`);
  expect((await from(commune._id, "giay-chung-nhan.pdf")).status).toBe(200);
  expect((await from(away._id, "giay-chung-nhan.pdf")).status).toBe(404);
  expect((await from(away._id, "giay-moi.docx")).status).toBe(200);
  const note = "Đã mở chuyên mục hằng tuần, có ảnh";
  expect((await office.post(link, { note })).status).toBe(409);
  await later(31);
  expect(textOf(await officer.get("/console"))).toContain("Kết quả áp dụng sau lớp");
  expect((await office.post(link, { note: "ít" })).status).toBe(422);
  expect(textOf(await office.post(link, { note }))).toContain("Đã ghi kết quả áp dụng.");
  expect((await SeatModel.findById(away._id).lean())?.applied?.note).toBe(note);
  await EntryRowModel.deleteMany({});
  expect((await officer.get(paper)).status).toBe(404);
});

test("a certificate names who, which class, when, and where its code is checked", () => {
  const words = {
    office: "Sở Mẫu",
    title: "Lớp mẫu",
    name: "Cán bộ mẫu 1",
    unitName: "Xã Mẫu",
    days: "0,5",
    when: "04/12/2026",
  };
  const all = certificateItems({ ...words, code: "CN-1", checkUrl: "https://loa.test/cong-khai/lop/1", at: clock.at });
  const text = all.map((one) => one.text).join("\n");
  for (const one of [...Object.values(words), "CN-1", "https://loa.test/cong-khai/lop/1"]) expect(text).toContain(one);
});

test("after the report the server refuses what the page no longer offers, with a sentence", async () => {
  const before = await CourseModel.findById(id).lean();
  const seats = await SeatModel.find({ classId: id }).lean();
  const own = seats.find((one) => one.unitCode === "sao-mai")?._id ?? "";
  const link = /href="(\/cong-khai\/lop\/[^"]+\/cu-nguoi\/[^"]+)"/.exec((await coordinator.get(page)).text)?.[1] ?? "";
  const pdf = "%PDF-1.7 tài liệu";
  const refused = [
    ...["mo-dang-ky", "dien-ra", "bao-cao", "nhac", "nhac-hoc-vien"].map((path) => coordinator.post(`${page}/${path}`)),
    coordinator.post(`${page}/soat-ve`, { code: "LOA1:ABC", door: "A" }),
    coordinator.post(`${page}/cau-hoi`, { text: "Muộn", answer: "" }),
    coordinator.post(`${page}/cua`, { name: "Z" }),
    coordinator.post(`${page}/cua/luot`, { entry: `${id}:mot-su-kien`, what: "nhan" }),
    coordinator.postFile(
      `${page}/danh-sach`,
      {},
      { field: "file", name: "a.csv", type: "text/csv", bytes: Buffer.from("Đơn vị;Họ tên;Chức danh\nSở Mẫu 1;A;B") },
    ),
    say(coordinator, "bao-cao-vien", { n: "0", speaker: "Người khác", minutes: "30" }),
    say(coordinator, "moi", { n: "0" }),
    say(coordinator, "tra-loi", { n: "0", answer: "yes" }),
    attach("0", "muon.pdf", pdf),
    attach("du-toan", "muon.pdf", pdf),
    officer.post(`${page}/cu-nguoi`, { seat: own, name: "Người khác", post: "Công chức" }),
    house.visitor().post(link, { name: "Người khác", post: "Công chức" }),
    // said once, it stands
    house.visitor().post(link, { note: "Một câu khác hẳn câu đã ghi" }),
  ];
  for (const [n, answer] of (await Promise.all(refused)).entries())
    expect([n, answer.status, textOf(answer).length > 20]).toEqual([n, 409, true]);
  expect(await CourseModel.findById(id).lean()).toEqual(before);
  expect(await SeatModel.find({ classId: id }).lean()).toEqual(seats);
});

test("before the class runs nothing that comes of it is taken", async () => {
  await CourseModel.updateOne({ _id: id }, { $set: { state: "open" } });
  const seat = (await SeatModel.findOne({ classId: id, unitCode: "sao-mai" }).lean())?._id ?? "";
  const applied = await officer.post(`${page}/ap-dung`, { seat, note: "Đã mở chuyên mục hằng tuần" });
  expect([applied.status, textOf(applied)]).toEqual([409, expect.stringContaining("đã báo cáo")]);
  expect((await coordinator.post(`${page}/cau-hoi`, { text: "Sớm", answer: "" })).status).toBe(409);
});
