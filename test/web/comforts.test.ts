import { createItem } from "../../src/content/item.store.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { formatDate } from "../../src/kernel/dates.ts";
import { AuditModel } from "../../src/officials/audit-log.model.ts";
import { MOST_LINES } from "../../src/officials/audit-log.store.ts";
import { PageFaultModel } from "../../src/officials/page-fault.model.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { House, textOf } from "../support/agent.ts";

/** Small comforts that every page of the console shares. */
let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

test("a day is typed day first and stands so in its field, whatever country the browser is of", async () => {
  const officer = await house.as("commune_officer");
  const asked = await officer.get("/console/nhat-ky?_ngay=ngay&ngay=3%2F4%2F2026");
  expect(asked.text).toMatch(/name="ngay"\s+value="03\/04\/2026"/);
  expect(textOf(asked)).toContain("Thứ Sáu, 03/04/2026");
  const wrong = { _luc: "heldAt", heldAt: "11/24/2026 19:30", title: "Họp thôn 5" };
  const back = await officer.post("/console/doi-thoai", wrong);
  expect(back.status).toBe(422);
  expect(textOf(back)).toContain("Không có tháng 24: ghi ngày trước, tháng sau, ví dụ 24/11/2026 19:30");
  expect(back.text).toContain('value="11/24/2026 19:30"');
  expect(back.text).toContain('value="Họp thôn 5"');
});

test("the officer's own spelling reaches the store", async () => {
  const officer = await house.as("commune_officer");
  const day = formatDate(new Date(house.core.clock.now().getTime() + 20 * 86_400_000));
  const closesAt = day.split("/").toReversed().join("-") + "T18:00";
  const form = { _luc: "heldAt", heldAt: `${day} 19h30`, closesAt, title: "Họp thôn 6" };
  const made = await officer.post("/console/doi-thoai", { ...form, place: "Nhà văn hóa", about: "Đường thôn" });
  expect(made.status).toBe(303);
  expect(textOf(await officer.get(made.headers["location"] ?? ""))).toContain(`${day}, lúc 19:30`);
});

test("a page that cannot be used reaches who looks after the unit, without naming anybody", async () => {
  const officer = await house.as("commune_officer");
  const at = "/console/hop-thu/6a0000000000000000000001";
  const form = await officer.get(
    `/console/khong-dung-duoc?${new URLSearchParams({ trang: at, ma: "7F3A" }).toString()}`,
  );
  expect(textOf(form)).toContain("/console/hop-thu/…");
  expect((await officer.post("/console/khong-dung-duoc", { page: at, kind: "constructor" })).status).toBe(422);
  const words = "Bà con ở 0912 345 678 chờ, bấm mãi không được";
  const sent = await officer.post("/console/khong-dung-duoc", { page: at, code: "7F3A", kind: "silent", words });
  expect(sent.status).toBe(303);
  const [row] = await PageFaultModel.find().lean();
  expect(row).toMatchObject({ unitCode: "sao-mai", role: "commune_officer", page: "/console/hop-thu/…", code: "7F3A" });
  expect(JSON.stringify(row)).not.toMatch(/345 678|Cán bộ mẫu|@/);

  const admin = await house.as("dept_coordinator", "so");
  expect(textOf(await admin.get("/console"))).toContain("1 trang cán bộ báo không dùng được");
  expect(textOf(await admin.get("/console/bao-tu-trang"))).toContain("Bấm nút mà không thấy gì");
  const done = `/console/bao-tu-trang/${String(row?._id)}/xong`;
  expect((await officer.post(done)).status).toBe(403);
  expect((await admin.post(done)).status).toBe(303);
  expect((await admin.post(done)).status).toBe(409);
  expect(textOf(await admin.get("/console"))).not.toContain("báo không dùng được");
});

test("six reports an hour; the seventh keeps its words and names the telephone", async () => {
  const officer = await house.as("commune_officer", "ben-lua");
  const report = { page: "/console/noi-dung", kind: "other", words: "Lần này nữa" };
  for (let n = 0; n < 6; n += 1) expect((await officer.post("/console/khong-dung-duoc", report)).status).toBe(303);
  const seventh = await officer.post("/console/khong-dung-duoc", report);
  expect(seventh.status).toBe(429);
  expect(textOf(seventh)).toContain("gọi điện cho quản trị");
  expect(seventh.text).toContain("Lần này nữa");
});

test.each([
  ["/console/khong-co-trang-nay", 404, "Không tìm thấy trang này"],
  ["/console/tai-khoan", 403, "Không có quyền làm việc này"],
  ["/console/noi-dung/6a0000000000000000000000", 404, "Không tìm thấy trang này"],
])("%s says what, a code and ways back within the person's own menu", async (path, status, heading) => {
  const officer = await house.as("commune_officer");
  const answer = await officer.get(path, { referer: `${house.url}/console/noi-dung?loc=draft` });
  expect(answer.status).toBe(status);
  const [, code = ""] = /Mã <strong>([A-Z0-9]{4})<\/strong>/.exec(answer.text) ?? [];
  expect(answer.text).toContain(`<h1>${heading}</h1>`);
  expect(answer.text).toContain('href="/console/noi-dung?loc&#x3D;draft"');
  expect(answer.text).toContain('<nav class="menu"');
  expect(answer.text).toMatch(new RegExp(`khong-dung-duoc\\?trang[^"]*ma&#x3D;${code}"`));
});

test("keys are listed on a page of their own and in a dialog of every page", async () => {
  const officer = await house.as("commune_officer");
  expect(textOf(await officer.get("/console/phim-tat"))).toContain("Dấu cách");
  expect((await officer.get("/console/noi-dung")).text).toMatch(/href="\/console\/phim-tat" data-dialog="phim-tat"/);
});

describe("a list is searched without marks, by the beginnings of words", () => {
  const by = { id: "x", name: "Cán bộ mẫu A" };
  const sent = async (path: string) => textOf(await (await house.as("commune_officer")).get(path));

  test.each(["lich tiem", "TIEM chung", "chủng tiêm", "mẫu a tiêm"])("nội dung: %s", async (tim) => {
    const at = house.core.clock.now();
    const fields = { kind: "tin" as const, details: NO_DETAILS, belongings: [], pictureId: "", pictureAlt: "" };
    const words = { ...fields, source: "", sourceClass: "" as const, author: by, createdAt: at, unitCode: "sao-mai" };
    if (tim === "lich tiem") {
      await createItem({ ...words, title: "Lịch tiêm chủng", text: "" });
      await createItem({ ...words, title: "Họp thôn", text: "tiêm chủng" });
      await createItem({ ...words, title: "Lịch tiêm chủng phường", text: "", unitCode: "ben-lua" });
    }
    const page = await sent(`/console/noi-dung?${new URLSearchParams({ tim }).toString()}`);
    expect(page).toContain("Lịch tiêm chủng");
    expect(page).not.toMatch(/Họp thôn|phường/);
  });

  test("nothing found says what was looked for, and the way back", async () => {
    const page = await sent("/console/noi-dung?tim=khong-co-dau");
    expect(page).toContain("Không thấy “khong-co-dau”");
    expect(await sent("/console/gui-tin?tim=khong-co-dau")).toContain("Không thấy “khong-co-dau”");
    expect(await sent("/console/noi-dung?tim=...")).toContain("Không thấy “...”");
  });

  test("accounts and the log, by whatever stands in their rows", async () => {
    const admin = await house.as("dept_coordinator", "so");
    await house.addOfficial("propagandist", "le-thi-na", "ben-lua");
    const found = textOf(await admin.get("/console/tai-khoan?tim=na%20ben%20lua"));
    expect(found).toContain("le-thi-na@ben-lua");
    expect(found).not.toContain("commune-officer@sao-mai");
    expect(textOf(await admin.get("/console/tai-khoan?tim=khong-ai"))).toContain("Không thấy “khong-ai”");
    const log = textOf(await admin.get("/console/nhat-ky?tim=dang%20nhap"));
    expect(log).toContain("Đăng nhập");
    expect(textOf(await admin.get("/console/nhat-ky?tim=khong-viec-nao"))).toContain("0 việc khớp bộ lọc");
    // of more lines than are looked at it is said how far back that was
    const line = { unitCode: "so", officialId: "x", name: "Cán bộ cũ", role: "auditor", action: "log-in", object: "" };
    const at = new Date(Date.now() - 86_400_000 * 40);
    await AuditModel.insertMany(Array.from({ length: MOST_LINES }, () => ({ ...line, at, details: {}, ip: "" })));
    expect(textOf(await admin.get("/console/nhat-ky?tim=khong-viec-nao"))).toContain("chỉ xem tới");
  });
});

test("whoever saved meanwhile is named with the time, and both texts stand beside each other", async () => {
  const [first, second] = [await house.as("commune_officer"), await house.as("commune_officer", "sao-mai", "can-bo-b")];
  const item = { kind: "tin", title: "Lịch cắt điện", text: "Ngày mai", act: "luu" };
  const made = await first.post("/console/noi-dung/moi", item);
  const at = made.headers["location"] ?? "";
  await second.post(at, { ...item, version: "1", text: "Ngày kia" });
  const late = await first.post(at, { ...item, version: "1", text: "Hôm nay" });
  expect(late.status).toBe(409);
  expect(textOf(late)).toMatch(/Cán bộ mẫu can-bo-b đã lưu nội dung này hôm nay, lúc \d\d:\d\d, trong lúc Ông\/Bà sửa/);
  expect(textOf(late)).toContain("Hôm nay");
  expect(textOf(late)).toContain("Đang lưu: Ngày kia");
  const own = await second.post(at, { ...item, version: "1", text: "Ngày kìa" });
  expect(textOf(own)).toContain("Ông/Bà đã lưu nội dung này ở thẻ hoặc máy khác");
});

test("topics, quiet days and templates of a unit are rows; lines of one text are taken as before", async () => {
  const clerk = await house.as("dept_coordinator", "so");
  const at = "/console/don-vi/ben-lua";
  const contact = { address: "Trụ sở", hours: "7:30–17:00", phone: "0900 000 000", dutyPhone: "0900 000 001" };
  const form = { ...contact, from: "7", to: "21", topics: "Tin phường\nVăn hóa" };
  expect(
    (await clerk.post(at, { ...form, quietDays: "20/11/2031\n2/9/2031", templates: "123456 Mẫu lịch" })).status,
  ).toBe(303);
  const page = await clerk.get(at);
  for (const shown of ['name="topics" value="Văn hóa"', 'name="templateId" value="123456"', 'value="20/11/2031"'])
    expect(page.text).toContain(shown);
  const agent = clerk.agent
    .post(at)
    .type("form")
    .redirects(0)
    .ok(() => true);
  const rows = new URLSearchParams({ ...form, topics: "Một", _csrf: clerk.csrf, _ngay: "quietDays" });
  for (const [name, value] of [
    ["topics", "Hai"],
    ["topics", ""],
    ["quietDays", "1/6/2031"],
    ["quietDays", ""],
    ["templateId", "777888"],
    ["templateId", ""],
    ["templateName", "Mẫu họp"],
    ["templateName", ""],
  ] as const)
    rows.append(name, value);
  expect((await agent.send(rows.toString())).status).toBe(303);
  expect(await UnitModel.findById("ben-lua").lean()).toMatchObject({
    topics: [{ name: "Một" }, { name: "Hai" }],
    templates: [{ id: "777888", name: "Mẫu họp" }],
    sendHours: { from: 7, to: 21, quietDays: ["2031-06-01"] },
  });
  const wrong = await clerk.post(at, { ...form, _ngay: "quietDays", quietDays: "31/2/2031", templateId: "12" });
  expect(wrong.status).toBe(422);
  expect(textOf(wrong)).toContain("Không có ngày 31/2/2031");
});
