import { GrantModel } from "../../src/officials/grant.model.ts";
import { OfficialModel } from "../../src/officials/official.model.ts";
import { CourseModel, SeatModel } from "../../src/training/class.model.ts";
import { formsOf } from "../routes/find-forms.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";

/** A class as its department and its units see it. */
let house: House;
let coordinator: Visitor;
let officer: Visitor;
let id = "";
beforeAll(async () => {
  house = await House.open();
  coordinator = await house.as("dept_coordinator", "so");
  officer = await house.as("commune_officer", "sao-mai");
});
afterAll(() => house.close());

const FORM = {
  title: "Lớp thông tin đối ngoại",
  objectives: "Nâng cao nhận thức\nĐúng đối tượng",
  halfDays: "1",
  year: "2026",
  quarter: "4",
  venue: "Khách sạn 3 sao trở lên",
  mapUrl: "https://ban-do.test/khach-san",
  capacity: "18",
  communes: "1",
  communePosts: "công chức",
  offices: Array.from({ length: 16 }, (_, n) => `Sở Mẫu ${n + 1}`).join("\n"),
  topic: ["Phổ biến văn bản", "Trao đổi", ""],
  speaker: ["Báo cáo viên mẫu", "", ""],
  minutes: ["45", "", ""],
  document: ["47/NQ-CP ngày 15/4/2024", "", ""],
};
const seatOf = async (unitCode: string): Promise<string> =>
  (await SeatModel.findOne({ classId: id, unitCode }).lean())?._id ?? "";

test("S1-06: two groups, each with its own quota and totals; a mismatch warns", async () => {
  const warned = await coordinator.post("/console/tap-huan/moi", { ...FORM, capacity: "20" });
  expect(decodeURIComponent(warned.headers["location"] ?? "")).toContain("tap-huan/");
  const unequal = textOf(await coordinator.get(warned.headers["location"]?.split("?")[0] ?? ""));
  expect(unequal).toMatch(/16 \+ \d+ (?:=|&#x3D;) \d+, khác sức chứa 20 người/);
  const communes = (await CourseModel.findOne({ capacity: 20 }).lean())?.groups[1]?.units.length ?? 0;
  // what the page hides is refused as well, and a day that is none is not left out in silence
  for (const wrong of [
    { capacity: "5001" },
    { halfDays: "61" },
    { year: "99999" },
    { startsAt: "31/02/2026 07:30" },
    { minutes: ["nhiều", "", ""] },
    { topic: ["", "Trao đổi", ""] },
  ])
    expect((await coordinator.post("/console/tap-huan/moi", { ...FORM, ...wrong })).status).toBe(422);
  const made = await coordinator.post("/console/tap-huan/moi", { ...FORM, capacity: String(16 + communes) });
  id = made.headers["location"]?.split("?")[0]?.split("/").at(-1) ?? "";
  const page = `/console/tap-huan/${id}`;
  expect(textOf(await coordinator.get(page))).toContain("chưa có ngày");
  const leader = await house.as("dept_approver", "so");
  const forms = formsOf((await leader.get(page)).text, page);
  const seen = forms.flatMap((one) => one.fields).find((field) => field.name === "seen")?.value ?? "";
  expect((await leader.post(`${page}/phe-duyet`, { seen })).status).toBe(303);
  expect((await coordinator.post(`${page}/mo-dang-ky`)).status).toBe(303);
  const board = textOf(await coordinator.get(page));
  expect(board).toContain("Sở, ban, ngành: đã cử 0 · chưa cử 16 · cộng 16");
  expect(board).toContain(`Xã, phường: đã cử 0 · chưa cử ${communes} · cộng ${communes}`);
});

test("S1-12: a unit sees and fills its own row alone", async () => {
  const shown = textOf(await officer.get("/console/tap-huan"));
  expect(shown).toContain("Xã Sao Mai: Chưa cử");
  expect(shown).not.toContain("Bến Lụa");
  expect(textOf(await officer.get("/console/"))).toContain("Chưa cử người dự lớp");
  const send = async (seat: string, body: Record<string, string>) =>
    officer.post(`/console/tap-huan/${id}/cu-nguoi`, { seat, ...body });
  const own = await seatOf("sao-mai");
  expect((await send(await seatOf("ben-lua"), { name: "Cán bộ mẫu", post: "Công chức" })).status).toBe(404);
  expect((await send(own, { name: "Cán bộ mẫu 044", post: "Lái xe" })).status).toBe(422);
  expect((await send(own, { name: "Cán bộ mẫu 044", post: "Công chức Văn hóa" })).status).toBe(303);
  expect((await send(`${id}:xa:khong-co:1`, { name: "Cán bộ mẫu", post: "Công chức" })).status).toBe(409);
  expect((await officer.get(`/console/tap-huan/${id}`)).status).toBe(404);
  for (let n = 0; n < 2; n += 1) expect((await coordinator.post(`/console/tap-huan/${id}/nhac`)).status).toBe(303);
  const empty = await SeatModel.findOne({ classId: id, unitCode: "ben-lua" }).lean();
  expect([empty?.reminded.length, (await SeatModel.findById(own).lean())?.reminded]).toEqual([1, []]);
});

test("S0-06: the invitation prints the venue with its map, the aims and a ticket", async () => {
  const page = await officer.get(`/console/tap-huan/${id}/giay-moi?cho=${encodeURIComponent(await seatOf("sao-mai"))}`);
  expect(page.text).toContain('href="https://ban-do.test/khach-san"');
  for (const words of ["Khách sạn 3 sao trở lên", "Cán bộ mẫu 044", "Nâng cao nhận thức"])
    expect(textOf(page)).toContain(words);
  expect(
    (await officer.get(`/console/tap-huan/${id}/giay-moi.docx?cho=${encodeURIComponent(await seatOf("sao-mai"))}`))
      .status,
  ).toBe(200);
  const code = /LOA1:[0-9A-Z $%*+./:-]+/.exec(page.text)?.[0].trim() ?? "";
  expect((await coordinator.post(`/console/tap-huan/${id}/dien-ra`)).status).toBe(303);
  const at = async (text: string): Promise<string> => {
    const done = await coordinator.post(`/console/tap-huan/${id}/soat-ve`, { code: text, door: "A" });
    return textOf(await coordinator.get(done.headers["location"] ?? ""));
  };
  expect(await at(code)).toContain("Mời vào: Cán bộ mẫu 044, Xã Sao Mai.");
  expect(await at(code)).toContain("Đã vào rồi");
  expect(await at("LOA1:ABC")).toContain("Vé này không do Sở cấp.");
});

test("S1-04: two classes of one quarter share no list", async () => {
  const other = await CourseModel.findOne({ capacity: 20 }).lean();
  expect(await SeatModel.countDocuments({ classId: String(other?._id) })).toBe(0);
});

test("S1-11: a role over one class comes from a grant, not from the account", async () => {
  const auditor = await house.as("auditor", "so");
  expect((await auditor.get(`/console/tap-huan/${id}`)).text).not.toContain("/soat-ve");
  const account = await OfficialModel.findOne({ email: "auditor@so.loaso.test" }).lean();
  const by = { id: "sys", name: "Quản trị" };
  const from = new Date(0);
  await GrantModel.create({
    officialId: String(account?._id),
    role: "dept_coordinator",
    over: { kind: "class", id },
    from,
    to: null,
    by,
    at: from,
  });
  expect((await auditor.get(`/console/tap-huan/${id}`)).text).toContain("/soat-ve");
});

test("an answer carries no name, and under five are not shown", async () => {
  const visitor = house.visitor();
  for (let n = 1; n <= 4; n += 1)
    expect(textOf(await visitor.post(`/cong-khai/lop/${id}`, { score: "5" }))).toContain("Đã ghi đánh giá");
  expect((await visitor.post(`/cong-khai/lop/${id}`, { score: "6" })).status).toBe(422);
  expect(textOf(await coordinator.get(`/console/tap-huan/${id}`))).toContain("dưới 5 lượt nên không hiện");
  await visitor.post(`/cong-khai/lop/${id}`, { score: "4" });
  expect(textOf(await coordinator.get(`/console/tap-huan/${id}`))).toContain("5 lượt, trung bình 4,8 trên 5");
  // one who presses on and on does not make more answers than there are people
  const { capacity = 0 } = (await CourseModel.findById(id).lean()) ?? {};
  await CourseModel.updateOne({ _id: id }, { $set: { scores: [0, 0, 0, 0, capacity] } });
  expect((await visitor.post(`/cong-khai/lop/${id}`, { score: "1" })).status).toBe(409);
});

test("an office without an account names its own by a link, which opens that seat and shows nobody's name", async () => {
  const board = (await coordinator.get(`/console/tap-huan/${id}`)).text;
  const link = /href="(\/cong-khai\/lop\/[^"]+\/cu-nguoi\/[^"]+)"/.exec(board)?.[1] ?? "";
  const visitor = house.visitor();
  expect((await visitor.get(`${link}x`)).status).toBe(404);
  const say = (name: string) => visitor.post(link, { name, post: "Chuyên viên" });
  expect(textOf(await say("Cán bộ mẫu 900"))).toContain("Đã cử người dự lớp.");
  expect(textOf(await say("Cán bộ mẫu 901"))).toContain("Đã thay người. Vé cũ hết hiệu lực.");
  expect((await say("")).status).toBe(422);
  // what was typed is there to be mended
  const long = await visitor.post(link, { name: "123", post: "Chuyên viên mẫu" });
  expect([long.status, long.text.includes('value="Chuyên viên mẫu"')]).toEqual([422, true]);
  expect((await visitor.post(link, { name: "Cán bộ mẫu 901", post: "Chuyên viên ".repeat(20) })).status).toBe(422);
  expect((await visitor.get(link)).text).not.toContain("Cán bộ mẫu 901");
  expect(textOf(await coordinator.get(`/console/tap-huan/${id}`))).toContain("Cán bộ mẫu 901, Chuyên viên");
});

test("a list is taken whole or not at all; units are reminded once a day; the report closes the class", async () => {
  const page = `/console/tap-huan/${id}`;
  const list = (text: string) =>
    coordinator.postFile(
      `${page}/danh-sach`,
      {},
      { field: "file", name: "ds.csv", type: "text/csv", bytes: Buffer.from(text) },
    );
  const head = "Đơn vị;Họ và tên;Chức danh\n";
  const broken = await list(`${head}Sở Mẫu 2;Cán bộ mẫu 2;Chuyên viên\nSở Không Có;Cán bộ mẫu 3;Chuyên viên`);
  expect([broken.status, textOf(broken)]).toEqual([422, expect.stringContaining("Sở Không Có")]);
  expect(await SeatModel.countDocuments({ classId: id, unitName: "Sở Mẫu 2", ticket: { $ne: "" } })).toBe(0);
  // a row that reads well and whose name nobody takes: the rows before it stay unwritten as well
  const long = await list(
    `${head}Sở Mẫu 2;Cán bộ mẫu 2;Chuyên viên\nSở Mẫu 3;${"Mẫu ".repeat(40)};Chuyên viên\nSở Mẫu 4;123;Chuyên viên`,
  );
  expect([long.status, textOf(long)]).toEqual([422, expect.stringMatching(/dòng 3: Ghi họ tên.*dòng 4: Ghi họ tên/)]);
  expect(await SeatModel.countDocuments({ classId: id, unitName: "Sở Mẫu 2", ticket: { $ne: "" } })).toBe(0);
  const taken = await list(`${head}Sở Mẫu 2;Cán bộ mẫu 2;Chuyên viên`);
  expect(decodeURIComponent(taken.headers["location"] ?? "")).toContain(id);
  expect(textOf(await coordinator.get(page))).toContain("Cán bộ mẫu 2, Chuyên viên");
  // who has begun is not called for any more
  expect((await coordinator.post(`${page}/nhac`)).status).toBe(409);
  expect((await coordinator.post(`${page}/cau-hoi`, { text: "", answer: "" })).status).toBe(422);
  expect((await coordinator.post(`${page}/cau-hoi`, { text: "Khi nào có tài liệu?", answer: "" })).status).toBe(303);
  const seat = await seatOf("sao-mai");
  expect((await officer.post(`/console/tap-huan/${id}/ap-dung`, { seat, note: "Đã viết hai bài" })).status).toBe(409);
  expect((await coordinator.post(`${page}/bao-cao`)).status).toBe(303);
  expect((await coordinator.post(`${page}/bao-cao`)).status).toBe(409);
  // who came has a certificate, who was named and did not come has none
  const invitation = `${page}/giay-moi?cho=${encodeURIComponent(seat)}`;
  expect(textOf(await officer.get(invitation))).toContain("Mã kiểm tra giấy chứng nhận");
  await SeatModel.updateOne({ _id: seat }, { $set: { ticket: "00".repeat(8) } });
  expect(textOf(await officer.get(invitation))).not.toContain("Mã kiểm tra giấy chứng nhận");
  expect((await coordinator.post(`${page}/cau-hoi`, { text: "Muộn", answer: "" })).status).toBe(409);
  const { questions, state } = (await CourseModel.findById(id).lean()) ?? {};
  expect([state, questions?.map(({ text }) => text)]).toEqual(["reported", ["Khi nào có tài liệu?"]]);
});
