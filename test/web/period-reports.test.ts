import { RequestModel } from "../../src/requests/request.model.ts";
import { PeriodModel } from "../../src/period-reports/period.model.ts";
import { tendPeriods } from "../../src/period-reports/remind.ts";
import { chainProblems } from "../../src/period-reports/seal.ts";
import { UnitReportModel } from "../../src/period-reports/unit-report.model.ts";
import { formsOf } from "../routes/find-forms.ts";
import { House, noteOf, textOf, type Visitor } from "../support/agent.ts";

/** A half-year report from its opening to its seal, as a department and two communes see it. */
const at = (text: string): Date => new Date(`${text}+07:00`);
const clock = { at: at("2026-05-20T08:00"), now: () => new Date(clock.at) };
let house: House;
let coordinator: Visitor;
let officer: Visitor;
let leader: Visitor;
let id = "";
let path = "";
/** Everybody looks at a clock that has moved on; sessions are new. */
async function on(moment: string): Promise<void> {
  clock.at = at(moment);
  coordinator = await house.as("dept_coordinator", "so");
  officer = await house.as("commune_officer", "sao-mai");
  leader = await house.as("commune_approver", "sao-mai");
}
async function request(n: number, received: string, answered: string): Promise<void> {
  await RequestModel.create({
    unitCode: "sao-mai",
    tracking: `t${n}`,
    once: `o${n}`,
    channel: "web",
    body: "x",
    state: answered === "" ? "received" : "answered",
    receivedAt: at(received),
    dueAt: at("2026-06-30T00:00"),
    answeredAt: answered === "" ? null : at(answered),
  });
}
beforeAll(async () => {
  house = await House.open({}, { clock });
  await on("2026-05-20T08:00");
  await request(1, "2025-11-30T23:59", "2026-01-05T08:00");
  await request(2, "2025-12-01T00:00", "2026-01-05T08:00");
  await request(3, "2026-05-30T23:59", "2026-05-31T00:00");
  await request(4, "2026-05-31T00:00", "");
});
afterAll(() => house.close());

const FORM = {
  kind: "half-year",
  title: "Báo cáo thông tin cơ sở 6 tháng đầu năm 2026",
  from: "2025-12-01",
  cutoff: "2026-05-30",
  due: "2026-06-06",
  strictness: "before",
};
/** What stands in the form on the page, filled where nothing stands yet. */
async function filled(who: Visitor, page: string, more: Record<string, string> = {}): Promise<Record<string, string>> {
  const form = formsOf((await who.get(page)).text, page).find(({ action }) => action === page);
  const fields = (form?.fields ?? []).flatMap(({ name, value }): [string, string][] => {
    if (name === "_csrf" || name === "next") return [];
    if (!name.startsWith("v-")) return [[name, value]];
    const chosen = name === "v-dtt-co" ? "co" : name === "v-dtt-cong-nghe" ? "FM" : value === "" ? "0" : value;
    return [[name, chosen]];
  });
  return { ...Object.fromEntries(fields), ...more };
}

test("S2-12: three settings make a period; a wrong one, and a day counted twice, are refused", async () => {
  for (const wrong of [{ cutoff: "2025-11-30" }, { due: "2026-05-30" }, { title: " " }, { kind: "request", wish: "" }])
    expect((await coordinator.post("/console/bao-cao/moi", { ...FORM, ...wrong })).status).toBe(422);
  const made = await coordinator.post("/console/bao-cao/moi", FORM);
  id = made.headers["location"]?.split("?")[0]?.split("/").at(-1) ?? "";
  path = `/console/bao-cao/${id}/don-vi/sao-mai`;
  expect(textOf(await coordinator.get(`/console/bao-cao/${id}`))).toContain("Đúng hạn 0 · muộn 0 · chưa có 2 · cộng 2");
  const double = await coordinator.post("/console/bao-cao/moi", {
    ...FORM,
    from: "2026-05-30",
    cutoff: "2026-11-30",
    due: "2026-12-06",
  });
  expect([double.status, noteOf(double)]).toEqual([409, expect.stringContaining("bắt đầu được từ 31/5/2026")]);
  expect((await officer.post("/console/bao-cao/moi", FORM)).status).toBe(403);
});

test("a figure opens its facts; a correction needs a reason at its field and keeps both values", async () => {
  expect((await officer.get(`/console/bao-cao/${id}`)).headers["location"]).toBe(path);
  expect((await officer.get(`/console/bao-cao/${id}/don-vi/ben-lua`)).status).toBe(404);
  const page = await officer.get(path);
  expect(textOf(page)).toContain("Mở 2 phản ánh");
  expect(textOf(await officer.get(`${path}/so-lieu/pa-nhan`))).toMatch(
    /làm nên số 2 .*Phản ánh nhận ngày 30\/05\/2026/,
  );
  const form = await filled(officer, path, { "v-pa-nhan": "5", "v-pa-dang": "4" });
  const refused = await officer.post(path, { ...form });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain("Ghi lý do sửa số tự điền");
  // what was typed is still there
  expect(refused.text).toMatch(/name="v-pa-nhan"[^>]*value="5"/);
  expect((await UnitReportModel.findOne({ unitCode: "sao-mai" }).lean())?.answers).toEqual({});
  const reasons = { "r-pa-nhan": "thêm 3 qua sổ trực", "r-pa-dang": "thêm 3 qua sổ trực" };
  expect((await officer.post(path, { ...form, ...reasons })).status).toBe(303);
  expect(textOf(await officer.get(path))).toMatch(
    /2 → 5 : thêm 3 qua sổ trực\. Cán bộ mẫu commune-officer|2 → 5: thêm 3 qua sổ trực/,
  );
  const stored = await UnitReportModel.findOne({ unitCode: "sao-mai" }).lean();
  expect(stored?.answers["pa-nhan"]).toMatchObject({ value: 5, was: 2, reason: "thêm 3 qua sổ trực" });
  // two officers at once: the second is told, and loses no word
  const late = await officer.post(path, { ...form, ...reasons, "v-bantin-so": "77" });
  expect([late.status, late.text.includes('value="77"')]).toEqual([409, true]);
});

test("before the cut-off nothing is handed in; after it figures must agree, then the leader hands in once", async () => {
  const early = await officer.post(path, { ...(await filled(officer, path)), next: "trinh" });
  expect([early.status, noteOf(early)]).toEqual([409, expect.stringContaining("Số liệu chưa chốt")]);
  await on("2026-05-31T08:00");
  await tendPeriods(house.core);
  const period = await PeriodModel.findById(id).lean();
  expect(period?.expected?.units.map(({ code }) => code)).toEqual(["ben-lua", "sao-mai"]);
  expect(period?.reminders.map(({ days, units }) => [days, units])).toEqual([[7, ["ben-lua", "sao-mai"]]]);
  expect(textOf(await officer.get("/console/"))).toContain("Báo cáo sắp đến hạn");
  const wrong = await officer.post(path, {
    ...(await filled(officer, path)),
    "v-pa-dang": "3",
    "r-pa-dang": "đếm lại sổ trực",
    next: "trinh",
  });
  expect([wrong.status, textOf(wrong)]).toEqual([
    422,
    expect.stringContaining("1 + 3 = 4, thiếu 1 so với 5 (Đã nhận)"),
  ]);
  const right = { "v-pa-dang": "4", "r-pa-dang": "đếm lại sổ trực", next: "trinh" };
  const asked = await officer.post(path, { ...(await filled(officer, path)), ...right });
  expect(asked.status).toBe(303);
  // nobody hands in what is not shown, nor twice
  const [form] = formsOf((await leader.get(path)).text, path).filter(({ action }) => action.endsWith("/duyet"));
  const seen = form?.fields.find(({ name }) => name === "seen")?.value ?? "";
  expect((await officer.post(`${path}/duyet`, { seen })).status).toBe(403);
  expect((await leader.post(`${path}/duyet`, { seen: "0" })).status).toBe(409);
  clock.at = at("2026-06-05T23:59");
  leader = await house.as("commune_approver", "sao-mai");
  for (let n = 0; n < 2; n += 1) expect((await leader.post(`${path}/duyet`, { seen })).status).toBe(303);
  const row = await UnitReportModel.findOne({ unitCode: "sao-mai" }).lean();
  expect([row?.state, row?.seals.length, chainProblems(row?._id ?? "", row?.seals ?? [])]).toEqual([
    "submitted",
    1,
    [],
  ]);
  expect(row?.seals[0]?.facts.find(({ code }) => code === "requests.received")?.n).toBe(2);
  officer = await house.as("commune_officer", "sao-mai");
  expect((await officer.post(path, { revision: String(row?.revision), "v-bantin-so": "5" })).status).toBe(409);
});

test("who reports on the source system has a state of its own, and is never late", async () => {
  await on("2026-06-10T08:00");
  expect(textOf(await coordinator.get(`/console/bao-cao/${id}`))).toContain("Đúng hạn 1 · muộn 0 · chưa có 1 · cộng 2");
  expect((await coordinator.post(`/console/bao-cao/${id}/nguon`, { unit: "ben-lua" })).status).toBe(409);
  expect((await coordinator.post(`/console/bao-cao/${id}/ket-noi-nguon`, { units: "ben-lua" })).status).toBe(303);
  expect((await coordinator.post(`/console/bao-cao/${id}/nhac`)).status).toBe(303);
  expect((await coordinator.post(`/console/bao-cao/${id}/nhac`)).status).toBe(409);
  expect((await coordinator.post(`/console/bao-cao/${id}/nguon`, { unit: "ben-lua" })).status).toBe(303);
  const page = textOf(await coordinator.get(`/console/bao-cao/${id}`));
  expect(page).toContain("Đúng hạn 2 · muộn 0 · chưa có 0 · cộng 2");
  expect(page).toContain("Đã báo cáo trên HTTT nguồn");
});

test("what was handed in is supplemented, never changed", async () => {
  expect((await officer.post(`${path}/bo-sung`)).status).toBe(303);
  const more = { "v-bantin-so": "7", "v-pa-nhan": "5", next: "trinh" };
  const silent = await officer.post(path, { ...(await filled(officer, path)), ...more, note: "" });
  expect([silent.status, textOf(silent)]).toEqual([422, expect.stringContaining("Ghi vì sao bổ sung")]);
  const asked = await officer.post(path, { ...(await filled(officer, path)), ...more, note: "sót bản tin tháng 4" });
  expect(asked.status).toBe(303);
  expect((await leader.post(`${path}/tra-lai`, { reason: "" })).status).toBe(422);
  expect((await leader.post(`${path}/tra-lai`, { reason: "ghi rõ số bản tin" })).status).toBe(303);
  expect(textOf(await officer.get(path))).toContain("trả lại lúc");
  expect((await officer.post(path, { ...(await filled(officer, path)), next: "trinh" })).status).toBe(303);
  const [form] = formsOf((await leader.get(path)).text, path).filter(({ action }) => action.endsWith("/duyet"));
  const seen = form?.fields.find(({ name }) => name === "seen")?.value ?? "";
  expect((await leader.post(`${path}/duyet`, { seen })).status).toBe(303);
  const row = await UnitReportModel.findOne({ unitCode: "sao-mai" }).lean();
  expect(row?.seals.map(({ n, note }) => [n, note])).toEqual([
    [1, ""],
    [2, "sót bản tin tháng 4"],
  ]);
  expect(chainProblems(row?._id ?? "", row?.seals ?? [])).toEqual([]);
  const value = (k: number): unknown => row?.seals[k]?.values.find(({ code }) => code === "bantin-so")?.value;
  expect([value(0), value(1)]).toEqual([0, 7]);
  // handed in on time stays on time, however late its supplement
  const page = textOf(await coordinator.get(`/console/bao-cao/${id}`));
  expect(page).toContain("Đúng hạn 2 · muộn 0");
  expect(textOf(await coordinator.get(path))).toContain("Bổ sung lần 1");
  expect((await coordinator.post(`${path}/bo-sung`)).status).toBe(403);
});

test("S2-09: data asked for on request is a form of its own, with its own deadline", async () => {
  const wish = "Số cụm loa hỏng sau bão số 12";
  const asked = {
    ...FORM,
    kind: "request",
    title: "Báo cáo nhanh sau bão",
    wish,
    from: "2026-05-15",
    due: "2026-06-02",
  };
  const made = await coordinator.post("/console/bao-cao/moi", asked);
  expect(made.status).toBe(303);
  const request = made.headers["location"]?.split("?")[0]?.split("/").at(-1) ?? "";
  const page = textOf(await officer.get(`/console/bao-cao/${request}/don-vi/sao-mai`));
  expect([page.includes(wish), page.includes("02/06/2026") || page.includes("2/6/2026")]).toEqual([true, true]);
  const days = async (one: string) => (await PeriodModel.findById(one).lean())?.due;
  expect([await days(request), await days(id)]).toEqual(["2026-06-02", "2026-06-06"]);
});
