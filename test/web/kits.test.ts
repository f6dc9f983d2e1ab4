import { createHash, createPublicKey, verify } from "node:crypto";
import { unzipSync } from "fflate";
import sharp from "sharp";
import { ItemModel, PictureModel } from "../../src/content/item.model.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { KitFileModel, KitModel } from "../../src/kits/kit.model.ts";
import { dropLooseFiles, issueKit } from "../../src/kits/kit.store.ts";
import { KitReceiptModel, PropagandistModel } from "../../src/kits/propagandist.model.ts";
import { dropEnded } from "../../src/kits/propagandist.store.ts";
import { readQuestions } from "../../src/kits/prepare-kit.ts";
import type { Manifest } from "../../src/kits/sign-manifest.ts";
import { ReadingModel, VoiceBookModel, VoiceFileModel } from "../../src/voice/voice.model.ts";
import { House, noteOf, textOf, type Visitor } from "../support/agent.ts";

/** A kit from its register to the phone: chosen, frozen, issued by another, signed, received once, taken back. */
let today = new Date("2026-11-27T09:00:00+07:00");
const clock: Clock = { now: () => today };
let house: House;
let officer: Visitor;
let leader: Visitor;
let phone: Visitor;
const HOME = "/console/bo-tai-lieu";
const REGISTER = `${HOME}/tuyen-truyen-vien`;
const sound = Buffer.from("ID3-tiếng".repeat(400));
const sha = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const BY = { id: "5f0000000000000000000001", name: "Người soạn mẫu" };
let item = "";
let other = "";
let reading = "";

beforeAll(async () => {
  house = await House.open({ API_LIMITS: "off" }, { clock });
  officer = await house.as("commune_officer");
  leader = await house.as("commune_approver");
  phone = house.visitor();
  const drawn = await sharp({ create: { width: 1600, height: 900, channels: 3, background: "#c33" } })
    .png()
    .toBuffer();
  const picture = await PictureModel.create({
    unitCode: "sao-mai",
    mimeType: "image/png",
    bytes: drawn,
    sha256: sha(drawn),
    width: 1600,
    height: 900,
    at: today,
  });
  const made = (title: string, more: object) =>
    ItemModel.create({
      unitCode: "sao-mai",
      kind: "tin",
      details: { ...NO_DETAILS, privatePeople: "khong" },
      title,
      text: "Trạm y tế mở từ 7 giờ.\nMang theo thẻ.",
      source: "UBND xã Sao Mai",
      sourceClass: "cong-khai",
      state: "approved",
      author: BY,
      version: 1,
      createdAt: today,
      updatedAt: today,
      approval: { by: BY, at: today, fingerprint: "f" },
      ...more,
    });
  item = String((await made("Tiêm chủng", { pictureId: String(picture._id), pictureAlt: "Trạm y tế xã" }))._id);
  other = String((await made("Thu gom rác", {}))._id);
  await made("Chưa duyệt", { state: "draft", approval: null });
  const heard = await ReadingModel.create({
    unitCode: "sao-mai",
    title: "Tiêm chủng",
    written: "…",
    spoken: "…",
    source: "machine",
    voice: "vi",
    rate: 140,
    state: "released",
    sound: { hash: sha(sound), seconds: 340, loudness: -16, peak: -2, note: "" },
    by: BY,
    updatedAt: today,
  });
  reading = String(heard._id);
  await VoiceFileModel.create({ _id: `${reading}:${sha(sound)}`, readingId: reading, bytes: sound, at: today });
});
afterAll(() => house.close());

const enter = async (name: string, area = "Thôn Đông"): Promise<void> =>
  expect((await officer.post(REGISTER, { name, area, contact: "0900 000 123", from: "" })).status).toBe(303) as never;
const links = async (): Promise<string[]> =>
  [...(await officer.get(`${REGISTER}/lien-ket`)).text.matchAll(/http[^<]*(\/bo-tai-lieu\/[A-Z2-9]{16})/g)].map(
    ([, path = ""]) => path,
  );
const manifestAt = async (link: string, nonce = "n-1") => {
  const answer = await phone.get(`${link}/ban.json?luc=${nonce}`);
  const { manifest, signature } = answer.body as { manifest: string; signature: string };
  const [, open = ""] = /data-key="([^"]+)"/.exec((await phone.get(link)).text) ?? [];
  const key = createPublicKey({
    key: Buffer.from(open.replace(/&#x3D;/g, "="), "base64"),
    format: "der",
    type: "spki",
  });
  const signed = verify(null, Buffer.from(manifest), key, Buffer.from(signature, "base64"));
  return { signed, kit: JSON.parse(manifest) as Manifest };
};
const chosen = () => ({
  title: "Bộ tháng 12",
  points: "Nói ngắn\n\nHẹn giờ",
  question: ["Có mất tiền không?", ""],
  answer: ["Không mất tiền.", " "],
  [`reading.${item}`]: reading,
});
async function draft(): Promise<string> {
  return (await officer.post(HOME)).headers["location"] ?? "";
}
const save = (at: string, form: object) =>
  officer.agent
    .post(at)
    .type("form")
    .send({ _csrf: officer.csrf, ...form, items: [item, other] })
    .redirects(0)
    .ok(() => true);
const seenOn = async (at: string): Promise<string> =>
  /name="seen" value="([^"]*)"/.exec((await leader.get(at)).text)?.[1] ?? "";

test("S2-11: register, kit of approved items and a heard voice, issued by another, n/N without anybody's name", async () => {
  expect((await officer.post(REGISTER, { name: "  ", area: "", contact: "" })).status).toBe(422);
  await enter("Nguyễn Văn A");
  await enter("Trần Thị B", "Thôn Đoài");
  expect((await officer.post(REGISTER, { name: "NGUYỄN văn a", area: "thôn đông", contact: "" })).status).toBe(422);
  const stored = JSON.stringify(await PropagandistModel.find().lean());
  for (const word of ["Nguyễn", "0900 000 123"]) expect(stored).not.toContain(word);
  const [one = "", two = ""] = await links();
  expect(textOf(await phone.get(one))).toContain("chưa phát hành bộ tài liệu");

  const at = await draft();
  expect(textOf(await officer.get(at))).not.toContain("Chưa duyệt");
  expect((await officer.post(`${at}/trinh`)).status).toBe(422);
  expect((await save(at, chosen())).status).toBe(303);
  const early = await save(at, { ...chosen(), question: ["Chỉ có câu hỏi"], answer: [""] });
  expect([early.status, early.text.includes("Dòng 1: cần câu trả lời")]).toEqual([422, true]);
  const sent = await officer.post(`${at}/trinh`);
  expect([sent.status, noteOf(sent)]).toEqual([303, ""]);
  // who made it does not issue it; what changed since the look is not issued
  const seen = await seenOn(at);
  expect((await officer.post(`${at}/phat-hanh`, { seen })).status).toBe(403);
  expect((await leader.post(`${at}/phat-hanh`, { seen: "0".repeat(64) })).status).toBe(409);
  expect((await leader.post(`${at}/phat-hanh`, { seen })).status).toBe(303);

  const { signed, kit } = await manifestAt(one);
  expect([signed, kit.version, kit.nonce, kit.points]).toEqual([true, 1, "n-1", ["Nói ngắn", "Hẹn giờ"]]);
  expect(Date.parse(kit.expires) - Date.parse(kit.issued)).toBe(7 * 86_400_000);
  const [part] = kit.parts;
  if (!part || part.withdrawn) throw new Error("no part");
  expect(part).toMatchObject({
    title: "Tiêm chủng",
    audio: { size: sound.length, seconds: 340, label: "Giọng đọc AI" },
  });
  expect(part.picture?.alt).toBe("Trạm y tế xã");
  // content-addressed, small, sought in
  const picture = await phone.get(`${one}/tep/${part.picture?.hash}`);
  expect(sha(picture.body as Buffer)).toBe(part.picture?.hash);
  expect((picture.body as Buffer).length).toBeLessThan(200_000);
  const middle = await phone.get(`${one}/tep/${sha(sound)}`, { range: "bytes=100-109" });
  expect([middle.status, middle.headers["content-range"]]).toEqual([206, `bytes 100-109/${sound.length}`]);
  expect((await phone.get(`${one}/tep/${"0".repeat(64)}`)).status).toBe(404);

  // second ways: whole, without sounds unless asked for, with where to write to
  const raw = (path: string) =>
    phone.agent
      .get(path)
      .buffer(true)
      .parse((answer, done) => {
        const got: Buffer[] = [];
        answer.on("data", (bytes: Buffer) => got.push(bytes));
        answer.on("end", () => done(null, Buffer.concat(got)));
      });
  const zip = async (query: string) => unzipSync((await raw(`${one}/bo-tai-lieu.zip${query}`)).body as Buffer);
  const [plain, full] = [await zip(""), await zip("?am_thanh=1")];
  expect(Object.keys(plain).toSorted()).toEqual([
    "ban-ke-co-chu-ky.json",
    "mo-tep-nay.html",
    `tep/${part.picture?.hash}.jpg`,
  ]);
  expect(Buffer.from(full[`tep/${sha(sound)}.mp3`] ?? [])).toEqual(sound);
  const page = String((await raw(`${one}/mot-tep.html`)).body as Buffer);
  expect(page).toContain("data:image/jpeg;base64,");
  expect(page).not.toMatch(/src="(?!data:)/);
  expect(textOf(await phone.get(`${one}/in`))).toContain("Có mất tiền không? Không mất tiền.");

  // pressed twice and by a lost answer once more: one; by nobody's name
  const press = (link: string, id: string) => phone.agent.post(`${link}/da-nhan`).type("form").send({ kit: id });
  for (let n = 0; n < 3; n += 1) expect((await press(one, kit.kit)).text).toContain(`data-received="${kit.kit}"`);
  expect((await press(two, "6a0000000000000000000000")).status).toBe(200);
  expect(await KitReceiptModel.countDocuments()).toBe(1);
  const board = await officer.get(HOME);
  expect(textOf(board)).toContain("1/2 tuyên truyền viên báo đã nhận bản 1");
  for (const where of [HOME, at, REGISTER])
    expect(textOf(await officer.get(where))).not.toMatch(/chưa nhận:|đã nhận lúc/);
  expect(textOf(await phone.get(one))).toContain("đã báo đã nhận bản này");
  expect((await phone.get(`/cong-khai${one}`)).status).toBe(200);
});

test("withdrawn: name and reason alone; a frame to keep holds no word; a new version, an old receipt counts nothing", async () => {
  const [one = ""] = await links();
  await ItemModel.updateOne(
    { _id: item },
    { $set: { state: "withdrawn", withdrawal: { by: BY, at: today, reason: "Sai giờ" } } },
  );
  const { kit } = await manifestAt(one);
  expect(kit.parts[0]).toEqual({
    id: item,
    title: "Tiêm chủng",
    withdrawn: { reason: "Sai giờ", at: today.toISOString() },
  });
  expect((await phone.get(`${one}/tep/${sha(sound)}`)).status).toBe(404);
  expect(textOf(await phone.get(one))).toContain("Đã thu hồi 27/11/2026: Sai giờ");
  const frame = await phone.get(`${one}?khung=1`);
  for (const word of ["Thu gom rác", "mất tiền", "Nói ngắn"]) expect(frame.text).not.toContain(word);

  const dropped = await draft();
  expect((await officer.post(`${dropped}/bo`)).status).toBe(303);
  const at = await draft();
  expect(await KitModel.findOne({ state: "draft" }).lean()).toMatchObject({ entries: [{ itemId: other }] });
  expect((await officer.post(`${at}/trinh`)).status).toBe(303);
  expect((await leader.post(`${at}/phat-hanh`, { seen: await seenOn(at) })).status).toBe(303);
  expect(textOf(await officer.get(HOME))).toContain("0/2 tuyên truyền viên báo đã nhận bản 2");
  await phone.agent.post(`${one}/da-nhan`).type("form").send({ kit: kit.kit });
  expect(textOf(await officer.get(HOME))).toContain("0/2");
  // files of what nobody carries any more go, what is carried stays
  expect(await dropLooseFiles(new Date(today.getTime() + 1))).toBe(2);
  expect(await KitFileModel.countDocuments()).toBe(0);
});

test("a link of one person: no cache on the way keeps it, whoever does not have it learns nothing", async () => {
  const [one = ""] = await links();
  const answers = [one, `${one}?khung=1`, `${one}/ban.json?luc=a`, `${one}/mot-tep.html`, `${one}/in`].map((path) =>
    phone.get(path),
  );
  for (const { headers, status } of await Promise.all(answers))
    expect([status, headers["cache-control"]]).toEqual([200, expect.stringMatching(/^(?:private|no-store)/)]);
  // one that never was and one that ended say the same
  const never = await phone.get(`/bo-tai-lieu/${"A".repeat(16)}`);
  expect(never.status).toBe(410);
});

test("once: two presses are one draft, one person in the register, one number of a kit, one receipt", async () => {
  const both = await Promise.all([officer.post(HOME), officer.post(HOME)]);
  const [a, b] = both.map(({ headers }) => headers["location"]);
  expect(a).toBe(b);
  expect((await save(a ?? "", { ...chosen(), [`reading.${item}`]: "" })).status).toBe(303);
  expect((await officer.post(HOME)).headers["location"]).not.toBe(a);

  const form = { name: "Phạm Văn D", area: "Thôn Nam", contact: "", from: "" };
  const twice = await Promise.all([officer.post(REGISTER, form), officer.post(REGISTER, form)]);
  expect(twice.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422]);

  const kit = {
    unitCode: "sao-mai",
    title: "Bộ",
    version: 0,
    state: "waiting" as const,
    entries: [],
    points: [],
    questions: [],
    parts: [],
    author: BY,
    revision: 1,
    updatedAt: today,
  };
  const approval = { by: BY, at: today, fingerprint: "f" };
  const [first, second] = await Promise.all([KitModel.create(kit), KitModel.create(kit)]);
  const done = await Promise.all([issueKit(first, approval, 40), issueKit(second, approval, 40)]);
  expect(done.toSorted()).toEqual([false, true]);
  await KitModel.deleteMany({ _id: { $in: [first._id, second._id] } });

  const [link = ""] = await links();
  const { kit: carried } = await manifestAt(link);
  const press = () => phone.agent.post(`${link}/da-nhan`).type("form").send({ kit: carried.kit });
  const receipts = await KitReceiptModel.countDocuments();
  const pressed = await Promise.all([press(), press(), press()]);
  expect(pressed.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await KitReceiptModel.countDocuments()).toBe(receipts + 1);
});

test("a voice that was changed since it was heard is in no kit, and one that was submitted with it is not issued", async () => {
  await ItemModel.updateOne({ _id: item }, { $set: { state: "approved", withdrawal: null } });
  const at = await draft();
  await save(at, chosen());
  await VoiceBookModel.create({ _id: "sao-mai", entries: [], version: 1, most: 0 });
  expect(noteOf(await officer.post(`${at}/trinh`))).toContain("chưa đủ hai người nghe, hoặc đã đổi");
  expect((await officer.get(`/console/giong-doc/${reading}/tai-ve`)).status).toBe(404);
  await ReadingModel.updateOne({ _id: reading }, { $set: { bookVersion: 1 } });
  expect((await officer.post(`${at}/trinh`)).status).toBe(303);
  const seen = await seenOn(at);
  await ReadingModel.updateOne({ _id: reading }, { $set: { state: "editing", sound: null } });
  const refused = await leader.post(`${at}/phat-hanh`, { seen });
  expect([refused.status, noteOf(refused)]).toEqual([409, expect.stringContaining("đã đổi từ lúc trình")]);
  await ItemModel.updateOne({ _id: item }, { $set: { state: "withdrawn" } });
});

test("the share kit of an approved item: its page, its pieces; not of what is withdrawn, of others, of no such kind", async () => {
  const page = textOf(await officer.get(`/console/chia-se/${other}`));
  expect(page).toContain("Nội dung do UBND xã Sao Mai cung cấp. Nguồn: UBND xã Sao Mai, 27/11/2026.");
  const poster = await officer.get(`/console/chia-se/${other}/ap-phich-a4`);
  expect([poster.status, poster.headers["content-type"]]).toEqual([200, "application/pdf"]);
  const stranger = await house.as("commune_officer", "ben-lua");
  const lost = [
    stranger.get(`/console/chia-se/${other}`),
    ...["constructor", "ap-phich-a5"].map((kind) => officer.get(`/console/chia-se/${other}/${kind}`)),
    officer.get(`/console/chia-se/${item}`),
  ];
  expect((await Promise.all(lost)).map(({ status }) => status)).toEqual([404, 404, 404, 404]);
});

test("a link that is renewed or of who has ended opens nothing and says 410; names go 90 days later; other units' are not there", async () => {
  const [one = "", two = ""] = await links();
  const [a, b] = await PropagandistModel.find().sort({ area: 1 }).lean();
  const stranger = await house.as("commune_officer", "ben-lua");
  expect((await stranger.post(`${REGISTER}/${String(a?._id)}/thoi`)).status).toBe(404);
  expect((await officer.post(`${REGISTER}/${String(a?._id)}/lien-ket`)).status).toBe(303);
  expect((await officer.post(`${REGISTER}/${String(b?._id)}/thoi`)).status).toBe(303);
  const lost = [one, two].map(async (link) => (await phone.get(`${link}/ban.json`)).status);
  expect(await Promise.all(lost)).toEqual([410, 410]);
  expect(await links()).toHaveLength(2);
  expect((await phone.get("/bo-tai-lieu/constructor")).status).toBe(404);
  expect(textOf(await stranger.get(HOME))).toContain("Chưa có bộ tài liệu nào");
  today = new Date(today.getTime() + 91 * 86_400_000);
  expect(await dropEnded(new Date(today.getTime() - 90 * 86_400_000))).toBe(1);
});

test.each([
  [[], [], {}],
  [[["", "  "]], [], {}],
  [
    [
      ["", ""],
      [" Gì? ", "Thế | đấy."],
    ],
    [{ question: "Gì?", answer: "Thế | đấy." }],
    {},
  ],
  [[["Gì?", ""]], undefined, { "answer.0": "Dòng 1: cần câu trả lời" }],
  [[["", "Thế."]], undefined, { "question.0": "Dòng 1: cần câu hỏi" }],
] as const)("questions %j", (rows, wanted, wrong) => {
  const errors = {};
  const read = readQuestions(
    rows.map(([question, answer]) => ({ question, answer })),
    errors,
  );
  expect(errors).toEqual(wrong);
  if (wanted) expect(read).toEqual(wanted);
});
