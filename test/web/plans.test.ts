import { readFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { EntryModel } from "../../src/calendar/calendar.model.ts";
import { PlanModel } from "../../src/plans/plan.model.ts";
import { currentCode } from "../../src/officials/totp.ts";
import { House, noteOf, SEED, textOf, type Visitor } from "../support/agent.ts";
import { formsOf } from "../routes/find-forms.ts";
import { SMALL_PLAN } from "../support/decisions/planning.ts";

/** A plan from its file to its tasks, as officials of a department see it. */
let house: House;
let writer: Visitor;
beforeAll(async () => {
  house = await House.open();
  writer = await house.as("dept_editor", "so");
});
afterAll(() => house.close());

const S4 = readFileSync(join(__dirname, "..", "fixtures", "plans", "S4.txt"));
async function bring(who: Visitor, name: string, bytes: Buffer): Promise<string> {
  const answer = await who.postFile("/console/ke-hoach/nhap", {}, { field: "file", name, type: "text/plain", bytes });
  expect([answer.status, noteOf(answer)]).toEqual([303, ""]);
  return answer.headers["location"]?.split("?")[0] ?? "";
}
const hidden = async (who: Visitor, page: string, action: string): Promise<Record<string, string>> => {
  const forms = formsOf((await who.get(page)).text, page).filter((one) => one.action === action);
  return Object.fromEntries(
    (forms[0]?.fields ?? []).flatMap(({ kind, name, value }) =>
      kind === "hidden" && name !== "_csrf" ? [[name, value]] : [],
    ),
  );
};
async function settleAll(who: Visitor, page: string): Promise<void> {
  const plan = await PlanModel.findById(page.split("/").at(-1)).lean();
  for (const one of plan?.reading.findings ?? []) {
    const body = { finding: one.id, choice: one.choices[0] ?? "", reason: "Theo ý kiến lãnh đạo Sở" };
    expect((await who.post(`${page}/cho-xem`, body)).status).toBe(303);
  }
}

test("S0-01: a plan stands without number and day, and its file leaves room for both", async () => {
  const page = await bring(writer, "S4.txt", S4);
  const shown = textOf(await writer.get(page));
  expect(shown).toContain("chưa có số, chưa có ngày");
  expect(shown).toContain("Đánh số nhảy từ “I.” sang “III.”, thiếu II.");
  const words = await writer.get(`${page}/nguyen-van.txt`);
  expect(words.text).toBe(S4.toString("utf8"));
  const file = await writer.agent
    .get(`${page}/tep.docx`)
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = [];
      res.on("data", (part: Buffer) => parts.push(part));
      res.on("end", () => done(null, Buffer.concat(parts)));
    });
  const xml = strFromU8(unzipSync(new Uint8Array(file.body as Buffer))["word/document.xml"] ?? new Uint8Array());
  expect(xml).toContain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  expect(xml).toMatch(/ngày \u00a0 \u00a0 tháng \u00a0 \u00a0 năm \d{4}/);
  expect(xml).toMatch(/Số:\s+\/KH-/);
  expect(xml).toContain("./.");
});

test("words are changed over what was read, and read again", async () => {
  const page = await bring(writer, "nho.txt", Buffer.from(SMALL_PLAN));
  const { title = "", revision = 0 } = (await PlanModel.findById(page.split("/").at(-1)).lean()) ?? {};
  const words = { title, text: `${SMALL_PLAN}\nThêm một dòng`, revision: String(revision) };
  expect((await writer.post(`${page}/loi`, { ...words, title: " " })).status).toBe(422);
  expect((await writer.post(`${page}/loi`, words)).status).toBe(303);
  expect((await writer.get(`${page}/nguyen-van.txt`)).text).toContain("Thêm một dòng");
  // somebody else's older page
  expect((await writer.post(`${page}/loi`, { ...words, text: "Mất hết" })).status).toBe(409);
});

test("each finding is chosen or explained; an end needs both", async () => {
  const page = await bring(writer, "S4.txt", S4);
  const plan = await PlanModel.findById(page.split("/").at(-1)).lean();
  const ends = plan?.reading.findings.find((one) => one.kind === "ends");
  const say = (body: Record<string, string>) => writer.post(`${page}/cho-xem`, { finding: ends?.id ?? "", ...body });
  expect((await say({ reason: "Theo Đại hội" })).status).toBe(422);
  expect((await say({ choice: ends?.choices[2] ?? "" })).status).toBe(422);
  expect((await say({ choice: "hết năm 2030", reason: "Theo Đại hội" })).status).toBe(422);
  expect((await say({ choice: ends?.choices[2] ?? "", reason: "Theo phần Thời gian" })).status).toBe(303);
  expect(textOf(await writer.get(page))).toMatch(/hết tháng 11\/2025.*Theo phần Thời gian/);
  // the words stay as written
  expect((await writer.get(`${page}/nguyen-van.txt`)).text).toBe(S4.toString("utf8"));
});

test("S3-22: draft, reviewed, signed, issued; then its tasks are called out until they are done", async () => {
  const page = await bring(writer, "nho.txt", Buffer.from(SMALL_PLAN));
  const head = await house.as("dept_approver", "so");
  const look = async (step: string) => ({ ...(await hidden(head, page, `${page}/${step}`)), decision: "yes" });
  expect((await head.post(`${page}/ra-soat`, await look("ra-soat"))).status).toBe(409);
  await settleAll(writer, page);
  expect(
    (await writer.post(`${page}/ra-soat`, { ...(await hidden(head, page, `${page}/ra-soat`)), decision: "yes" }))
      .status,
  ).toBe(403);
  expect((await head.post(`${page}/ra-soat`, await look("ra-soat"))).status).toBe(303);
  expect((await head.post(`${page}/ky`, { ...(await look("ky")), code: "000000" })).status).toBe(422);
  await house.freshCodes("dept_approver@so.loaso.test");
  const code = currentCode(SEED, house.core.clock.now());
  expect((await head.post(`${page}/ky`, { ...(await look("ky")), code })).status).toBe(303);
  const issue = { ...(await hidden(writer, page, `${page}/ban-hanh`)), number: "7", day: "2026-01-05" };
  expect((await writer.post(`${page}/ban-hanh`, { ...issue, day: "2199-01-05" })).status).toBe(422);
  expect((await writer.post(`${page}/ban-hanh`, issue)).status).toBe(303);
  expect(textOf(await writer.get(page))).toContain("số 07/KH-UBND ngày 05/01/2026");
  const entry = await EntryModel.findOne({ unitCode: "so", title: /^Hạn: Phòng Văn hóa - Xã hội: Gửi báo cáo/ }).lean();
  expect(entry?.day).toBe("2026-12-06");
  const plan = await PlanModel.findById(page.split("/").at(-1)).lean();
  await PlanModel.updateOne({ unitCode: "so", state: "issued" }, { $set: { "reading.tasks.0.day": "2026-01-06" } });
  expect(textOf(await writer.get("/console/"))).toContain("quá hạn 06/01/2026");
  const task = plan?.reading.tasks[0]?.code ?? "";
  expect((await writer.post(`${page}/viec`, { task, note: "đã gửi" })).status).toBe(303);
  expect(textOf(await writer.get("/console/"))).not.toContain("quá hạn 06/01/2026");
});

test("a commune reads an issued plan of the department and makes its own from it; a draft it does not see", async () => {
  const officer = await house.as("commune_officer", "sao-mai");
  const issued = await PlanModel.findOne({ unitCode: "so", state: "issued" }).lean();
  const draft = await PlanModel.findOne({ unitCode: "so", state: "draft" }).lean();
  expect((await officer.get(`/console/ke-hoach/${String(draft?._id)}`)).status).toBe(404);
  expect((await officer.get(`/console/ke-hoach/${String(issued?._id)}`)).status).toBe(200);
  expect((await officer.post(`/console/ke-hoach/${String(issued?._id)}/viec`, { task: "P2.1.¶1" })).status).toBe(404);
  const form = await officer.get(`/console/ke-hoach/moi?theo=${String(issued?._id)}`);
  expect(textOf(form)).toContain("Kế hoạch số 07/KH-UBND ngày 05/01/2026");
  const body = {
    kind: "KH",
    parentId: String(issued?._id),
    title: "Tuyên truyền của xã",
    bases: "Kế hoạch số 07/KH-UBND ngày 05/01/2026 của Sở",
    content: "1. Phát loa\n- 02 - 03 lượt/tuần",
    work: "1. Phòng Văn hóa - Xã hội\n- Phát thanh trước ngày 01/3/2026",
  };
  const made = await officer.post("/console/ke-hoach/moi", body);
  expect(made.status).toBe(303);
  const shown = textOf(await officer.get(made.headers["location"]?.split("?")[0] ?? ""));
  expect(shown).toContain("2–3 lượt/tuần");
  expect(shown).toContain("01/3/2026");
  // a plan it may not read is followed by nobody: its title would stand on the new one's page
  const other = await officer.post("/console/ke-hoach/moi", { ...body, parentId: String(draft?._id) });
  const followed = textOf(await officer.get(other.headers["location"]?.split("?")[0] ?? ""));
  expect([other.status, followed.includes(draft?.title ?? "")]).toEqual([303, false]);
  expect((await officer.post("/console/ke-hoach/moi", { ...body, title: "" })).status).toBe(422);
});
