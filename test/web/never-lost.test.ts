import { KeptWordsModel } from "../../src/console/kept-words.model.ts";
import { CampaignModel } from "../../src/content/campaign.model.ts";
import { ItemModel } from "../../src/content/item.model.ts";
import { OfficialModel } from "../../src/officials/official.model.ts";
import { currentCode } from "../../src/officials/totp.ts";
import { formsOf } from "../routes/find-forms.ts";
import { House, PASSWORD, SEED, textOf, type Visitor } from "../support/agent.ts";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const NEW = "/console/noi-dung/moi";
const WORDS = "Mời bà con đưa trẻ đi tiêm sáng thứ Bảy.";
const item = { kind: "tin", title: "Lịch tiêm phòng", text: WORDS, source: "Trạm y tế xã", act: "luu" };
const emailOf = (mail: string): string => `${mail}@sao-mai.loaso.test`;

async function officer(mail: string): Promise<Visitor> {
  return house.as("commune_officer", "sao-mai", mail);
}
/** Half an hour goes by without use. */
async function expire(mail: string): Promise<void> {
  const long = new Date(Date.now() - 3 * 3_600_000);
  await OfficialModel.updateOne({ email: emailOf(mail) }, { $set: { "sessions.$[].usedAt": long } });
}
const fieldOf = (markup: string, name: string): string =>
  new RegExp(`name="${name}"[^>]*>([^<]*)</textarea>`).exec(markup)?.[1] ??
  new RegExp(`name="${name}" value="([^"]*)"`).exec(markup)?.[1] ??
  "";

test("a form sent after the session ended does nothing; the same person finds every word after the log-in", async () => {
  const visitor = await officer("het-phien");
  await visitor.get(NEW);
  await expire("het-phien");
  const answer = await visitor.postFile(NEW, item);
  expect([answer.status, answer.headers["location"]]).toEqual([303, "/console/dang-nhap?het-phien=1"]);
  expect(await ItemModel.countDocuments({ title: item.title })).toBe(0);
  const [kept] = await KeptWordsModel.find().lean();
  expect(JSON.stringify(kept)).not.toContain("tiêm");
  expect((kept?.until.getTime() ?? 0) - (kept?.at.getTime() ?? 0)).toBe(3_600_000);

  const colleague = await officer("dong-nghiep");
  expect((await colleague.get(NEW)).text).not.toContain(WORDS);

  const again = await house.enter(emailOf("het-phien"));
  const page = await again.get(NEW);
  expect([fieldOf(page.text, "text"), fieldOf(page.text, "title")]).toEqual([WORDS, item.title]);
  expect(textOf(page)).toContain("Phiên đã hết trước khi gửi");
  expect((await again.postFile(NEW, item)).status).toBe(303);
  expect(await ItemModel.countDocuments({ title: item.title })).toBe(1);
  expect((await again.get(NEW)).text).not.toContain(WORDS);
});

test("the log-in leads to the page of the form", async () => {
  const visitor = await officer("tro-ve");
  await visitor.get("/console/chien-dich");
  await expire("tro-ve");
  await visitor.post(
    "/console/ten-goi",
    { name: "Xã Sao Mai", wrong: "Xã Sao May" },
    { referer: `${house.url}/console/chien-dich?x=1` },
  );
  await house.freshCodes(emailOf("tro-ve"));
  const answer = await visitor.logIn(emailOf("tro-ve"), PASSWORD, currentCode(SEED, new Date()));
  expect(answer.headers["location"]).toBe("/console/chien-dich?x=1");
  expect((await visitor.get(answer.headers["location"] ?? "")).text).toContain("Xã Sao May");
});

test("passwords and codes are kept nowhere", async () => {
  const visitor = await officer("mat-khau");
  await expire("mat-khau");
  await visitor.post("/console/toi/mat-khau", { old: "x", password: "mot-mat-khau-moi", again: "y", code: "123456" });
  const { _id } = (await OfficialModel.findOne({ email: emailOf("mat-khau") }).lean()) ?? {};
  expect(await KeptWordsModel.countDocuments({ officialId: String(_id) })).toBe(0);
});

test("an account that was closed, a session that was ended and a forged cookie keep nothing", async () => {
  const visitor = await officer("bi-dong");
  await visitor.get(NEW);
  await OfficialModel.updateOne({ email: emailOf("bi-dong") }, { $set: { sessions: [] } });
  const before = await KeptWordsModel.countDocuments();
  expect((await visitor.postFile(NEW, item)).status).toBe(303);
  const forged = house.visitor();
  forged.agent.jar.setCookie("loa.sid=s%3Aabc.def; Path=/console", "127.0.0.1");
  await forged.get("/console/dang-nhap");
  expect((await forged.postFile(NEW, item)).status).toBeGreaterThanOrEqual(303);
  expect(await KeptWordsModel.countDocuments()).toBe(before);
});

test("a form of an earlier session is not done and not lost", async () => {
  const visitor = await officer("the-cu");
  const answer = await visitor.postFile(NEW, { ...item, title: "Thẻ cũ", _csrf: "x.y" });
  expect(answer.status).toBe(403);
  expect(fieldOf(answer.text, "text")).toBe(WORDS);
  expect(await ItemModel.countDocuments({ title: "Thẻ cũ" })).toBe(0);
});

test("a body that fails its schema comes back on its own page with the fault at its field", async () => {
  const visitor = await officer("sai-dang");
  await visitor.get("/console/chien-dich/moi");
  const form = { name: "Chiến dịch đã gõ", level: "khong-co", topics: "Văn hóa" };
  const answer = await visitor.post("/console/chien-dich/moi", form);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain("Chiến dịch đã gõ");
  expect(answer.text).toContain('aria-invalid="true"');
  expect(await CampaignModel.countDocuments({ name: form.name })).toBe(0);
});

test("a form as long as the longest page comes back; a name with brackets is a fault of nobody's", async () => {
  const visitor = await officer("dai");
  await visitor.get("/console/chien-dich/moi");
  const rows = Object.fromEntries(Array.from({ length: 700 }, (_, n) => [`questions-${n}`, "1"]));
  const answer = await visitor.post("/console/chien-dich/moi", {
    name: "Chiến dịch đã gõ",
    level: "khong-co",
    ...rows,
  });
  expect([answer.status, answer.text.includes("Chiến dịch đã gõ")]).toEqual([422, true]);
  expect((await visitor.postFile(NEW, { ...item, "b[c][d]": "y" })).status).toBe(303);
});

test("words put by while typing come back, are thrown away on demand, and are gone once sent", async () => {
  const visitor = await officer("dang-go");
  await visitor.get(NEW);
  const words = JSON.stringify({ text: ["Câu đang gõ dở"], code: ["654321"] });
  const put = await visitor.post("/console/dang-go", { page: NEW, action: NEW, words }, { "hx-request": "true" });
  expect(put.text.trim()).toMatch(/^Đã lưu lúc \d\d:\d\d$/);
  const page = await visitor.get(NEW);
  expect(fieldOf(page.text, "text")).toBe("Câu đang gõ dở");
  expect(page.text).not.toContain("654321");
  const dismissal = formsOf(page.text, NEW).find(({ action }) => action === "/console/dang-go/bo");
  const sent = Object.fromEntries(dismissal?.fields.map(({ name, value }) => [name, value]) ?? []);
  const answer = await visitor.post("/console/dang-go/bo", sent);
  expect([answer.status, answer.headers["location"]]).toEqual([303, NEW]);
  expect(fieldOf((await visitor.get(NEW)).text, "text")).toBe("");
  for (const bad of [
    { words: "{" },
    { words: "[]" },
    { page: "https://evil.example", words },
    { words: "x".repeat(200_000) },
  ])
    expect((await visitor.post("/console/dang-go", { page: NEW, action: NEW, ...bad })).status).toBe(422);
});

test("of many forms put by on one page the newest come back", async () => {
  const visitor = await officer("nhieu");
  for (let n = 0; n < 12; n += 1) {
    const words = JSON.stringify({ text: [`Câu dở số ${n} hết`] });
    await visitor.post(
      "/console/dang-go",
      { page: NEW, action: `/console/khac/${n}`, words },
      { "hx-request": "true" },
    );
  }
  const { text } = await visitor.get(NEW);
  expect(text.match(/Câu dở số \d+ hết/g)).toEqual([11, 10, 9, 8, 7, 6, 5, 4].map((n) => `Câu dở số ${n} hết`));
});
