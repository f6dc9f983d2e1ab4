import { ItemModel } from "../../src/content/item.model.ts";
import { SubmissionModel } from "../../src/submissions/submission.model.ts";
import { takeOnce } from "../../src/submissions/submission.store.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";

/** What other offices offer a unit: sent, taken as a draft or returned; the sender sees the own texts alone. */
let house: House;
let museum: Visitor;
let school: Visitor;
let editor: Visitor;
beforeAll(async () => {
  house = await House.open();
  museum = await house.as("contributor", "so", "trung-tam-trien-lam");
  school = await house.as("contributor", "so", "truong-nghe-thuat");
  editor = await house.as("dept_editor", "so");
});
afterAll(() => house.close());

const WORDS = "Triển lãm ảnh mở cửa từ 08:00 đến 17:00 hằng ngày, vào cửa tự do.";
async function offer(who: Visitor, title: string): Promise<string> {
  const answer = await who.post("/console/bai-gui", { title, text: WORDS, source: "Trung tâm Triển lãm" });
  expect(answer.status).toBe(303);
  return (await SubmissionModel.findOne({ title }).lean())?._id ?? "";
}
const take = (who: Visitor, id: string) => who.post(`/console/bai-gui-den/${id}/nhan`);
const giveBack = (who: Visitor, id: string, reason: string) =>
  who.post(`/console/bai-gui-den/${id}/tra-lai`, { reason });

test("S2-20: a contributor sees the state of own submissions only", async () => {
  const id = await offer(museum, "Triển lãm ảnh tháng 12");
  await offer(school, "Đêm nhạc sinh viên");
  expect(textOf(await museum.get("/console/bai-gui"))).toMatch(/Triển lãm ảnh tháng 12.*Chờ biên tập/);
  expect(textOf(await museum.get("/console/bai-gui"))).not.toContain("Đêm nhạc sinh viên");
  const filled = 'name="title" maxlength="200" value="Triển lãm ảnh tháng 12"';
  expect((await museum.get(`/console/bai-gui?tu=${id}`)).text).toContain(filled);
  expect((await school.get(`/console/bai-gui?tu=${id}`)).text).not.toContain(filled);
  const home = textOf(await museum.get("/console"));
  expect(home).not.toMatch(/Đơn vị trực thuộc|Người quan tâm OA/);
  for (const closed of ["/console/noi-dung", "/console/bai-gui-den", "/console/gui-tin", "/console/don-vi"])
    expect((await museum.get(closed)).status).toBe(403);
});

test("S3-24: a partner's text is published with its source, after an editor and an approver", async () => {
  const id = await offer(museum, "Lịch chiếu phim tư liệu");
  expect(textOf(await editor.get("/console"))).toMatch(/\d bài của đơn vị khác gửi đến/);
  const taken = await take(editor, id);
  expect(taken.status).toBe(303);
  const submission = await SubmissionModel.findById(id).lean();
  const item = await ItemModel.findById(submission?.taken?.itemId).lean();
  expect(taken.headers["location"]).toBe(`/console/noi-dung/${String(item?._id)}/sua`);
  expect(item).toMatchObject({ state: "draft", unitCode: "so", text: WORDS, source: "Trung tâm Triển lãm" });
  expect(item?.author.id).toBe(submission?.taken?.by.id);
  expect(textOf(await museum.get("/console/bai-gui"))).toMatch(/Lịch chiếu phim tư liệu Đã nhận, đang biên tập/);
  await ItemModel.updateOne({ _id: item?._id ?? "" }, { $set: { state: "approved" } });
  expect(textOf(await museum.get("/console/bai-gui"))).toMatch(/Lịch chiếu phim tư liệu Đã duyệt dùng/);
});

test("S4-28: what is returned says why, and goes again from its words", async () => {
  const id = await offer(museum, "Hội thảo kín");
  expect((await giveBack(editor, id, " ")).status).toBe(422);
  expect((await giveBack(editor, id, "Hội thảo không mở cho bà con, không phát được.")).status).toBe(303);
  const own = await museum.get("/console/bai-gui");
  expect(textOf(own)).toMatch(/Hội thảo kín Trả lại.*Hội thảo không mở cho bà con/);
  expect(own.text).toContain(`/console/bai-gui?tu=${id}`);
  expect((await take(editor, id)).status).toBe(409);
  expect((await giveBack(editor, id, "Trả lần nữa")).status).toBe(409);
});

test("S4-34: units supply information, each to the unit it stands in", async () => {
  const group = await house.as("contributor", "sao-mai", "hoi-phu-nu");
  const id = await offer(group, "Lớp nấu ăn của Hội Phụ nữ");
  const officer = await house.as("commune_officer", "sao-mai");
  expect(textOf(await officer.get("/console/bai-gui-den"))).toContain("Lớp nấu ăn của Hội Phụ nữ");
  expect(textOf(await editor.get("/console/bai-gui-den"))).not.toContain("Lớp nấu ăn của Hội Phụ nữ");
  for (const press of [take(editor, id), giveBack(editor, id, "Không phải của mình")])
    expect((await press).status).toBe(404);
  expect((await take(group, id)).status).toBe(403);
  expect((await take(officer, id)).status).toBe(303);
});

test.each([
  ["no title", { title: " " }],
  ["a title of 201", { title: "x".repeat(201) }],
  ["words too short", { text: "ngắn" }],
  ["words too long", { text: "x".repeat(10_001) }],
  ["no source", { source: "" }],
])("%s is said at its field, and nothing is sent", async (_what, change) => {
  const before = await SubmissionModel.countDocuments();
  const good = { title: "Bài đủ", text: WORDS, source: "Trung tâm" };
  const answer = await museum.post("/console/bai-gui", { ...good, ...change });
  expect(answer.status).toBe(422);
  expect(await SubmissionModel.countDocuments()).toBe(before);
});

test("the twenty-first that waits is refused", async () => {
  const busy = await house.as("contributor", "so", "don-vi-gui-nhieu");
  for (let n = 1; n <= 20; n += 1) await offer(busy, `Bài số ${n}`);
  const more = { title: "Bài số 21", text: WORDS, source: "Trung tâm" };
  expect((await busy.post("/console/bai-gui", more)).status).toBe(409);
});

test("two presses make one draft; one cut off before its draft is finished by the next", async () => {
  const id = await offer(museum, "Bấm hai lần");
  const answers = await Promise.all([take(editor, id), take(editor, id)]);
  expect(answers.filter(({ status }) => status === 303).length).toBeGreaterThanOrEqual(1);
  expect(await ItemModel.countDocuments({ title: "Bấm hai lần" })).toBe(1);
  const cut = await offer(museum, "Đứt giữa chừng");
  const itemId = "656565656565656565656565";
  await takeOnce(cut, { itemId, by: { id: "1", name: "Cán bộ mẫu" }, at: new Date() });
  expect(textOf(await editor.get("/console/bai-gui-den"))).toContain("Đứt giữa chừng");
  expect((await take(editor, cut)).status).toBe(303);
  expect((await ItemModel.findById(itemId).lean())?.title).toBe("Đứt giữa chừng");
  expect((await take(editor, cut)).status).toBe(409);
});
