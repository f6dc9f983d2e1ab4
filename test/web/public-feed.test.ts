import { XMLParser } from "fast-xml-parser";
import { renderable } from "../support/open-feed.ts";
import { BroadcastModel, emptyRun, noCounts } from "../../src/broadcasts/broadcast.model.ts";
import { OwnDayModel } from "../../src/calendar/calendar.model.ts";
import { CampaignModel } from "../../src/content/campaign.model.ts";
import { type Item, ItemModel, PictureModel } from "../../src/content/item.model.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { readFeed } from "../../src/feed/read-feed.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { scopeOf } from "../../src/units/scope-of.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { House, noteOf, textOf, type Visitor } from "../support/agent.ts";

/** What a commune made public is read without following; a date, a name or an address that changes moves nothing. */
let today = new Date("2026-11-27T09:00:00+07:00");
const clock: Clock = { now: () => today };
let house: House;
let visitor: Visitor;
beforeAll(async () => {
  house = await House.open({ API_LIMITS: "off" }, { clock });
  visitor = house.visitor();
});
afterAll(() => house.close());

const BY = { id: "5f0000000000000000000001", name: "Người soạn mẫu" };
async function item(more: Partial<Item>): Promise<string> {
  const made = await ItemModel.create({
    unitCode: "sao-mai",
    kind: "tin",
    details: { ...NO_DETAILS, privatePeople: "khong" },
    title: "Tin mẫu",
    text: "Mời bà con họp thôn.",
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
  return String(made._id);
}
const FILES = ["atom.xml", "rss.xml", "feed.json"];
const feedOf = async (file: string, unit = "sao-mai"): Promise<string> => {
  const answer = await visitor.get(`/cong-khai/bang-tin/${unit}/${file}`);
  expect([file, answer.status]).toEqual([file, 200]);
  return answer.text ?? String(answer.body);
};
const textOfItem = async (id: string): Promise<string> => textOf(await visitor.get(`/cong-khai/tin/${id}`));
const list = async (unit = "sao-mai"): Promise<string> => textOf(await visitor.get(`/cong-khai/bang-tin/${unit}`));

test("S2-19: the feed has approved items alone, as page, RSS, Atom and JSON, and each keeps its name", async () => {
  const shown = await item({ title: "Lịch trạm y tế & <nhắc>", text: "Tầng 1\u0007, mở 7:30." });
  await item({ title: "Bản nháp kín", state: "draft", approval: null });
  await item({ title: "Chờ duyệt kín", state: "waiting", approval: null });
  await item({ title: "Nội bộ kín", sourceClass: "noi-bo" });
  for (const text of [await list(), ...(await Promise.all(FILES.map((file) => feedOf(file))))]) {
    expect(text).toContain("trạm y tế");
    expect(text).not.toContain("kín");
  }
  const xml = new XMLParser({ ignoreAttributes: false }).parse(await feedOf("atom.xml")) as { feed: { entry: object } };
  const first = { id: expect.stringMatching(/^urn:uuid:/) as string, title: "Lịch trạm y tế & <nhắc>" };
  expect(xml.feed.entry).toMatchObject(first);
  expect(renderable(await feedOf("rss.xml"))).toBe(true);
  expect((await visitor.get("/cong-khai/")).text).toContain("/cong-khai/bang-tin/sao-mai");

  const idsAt = async (url: string) =>
    (await readFeed(await scopeOf({ unitCode: "sao-mai" }, today), url, today)).map(({ id }) => id);
  const before = await idsAt("https://cu.example");
  await UnitModel.updateOne({ _id: "sao-mai" }, { name: "Xã Sao Mới", office: "UBND xã Sao Mới" });
  await ItemModel.updateOne({ _id: shown }, { title: "Lịch trạm y tế, tên khác" });
  expect(await idsAt("https://moi.example")).toEqual(before);
  expect((await visitor.get(`/cong-khai/tin/${shown}`)).status).toBe(200);
});

test("taken back: the page says so, readers are told, nothing of it is left, nobody fetches its picture", async () => {
  const picture = await PictureModel.create({
    unitCode: "sao-mai",
    mimeType: "image/png",
    bytes: Buffer.from("p"),
    sha256: "0",
    width: 1,
    height: 1,
    at: today,
  });
  const id = await item({
    title: "Giờ họp sai",
    text: "Họp lúc 25 giờ",
    pictureId: String(picture._id),
    pictureAlt: "a",
  });
  // whoever was given the item's own address is the first to read it
  expect(await textOfItem(id)).toContain("Họp lúc 25 giờ");
  const shown = await visitor.get(`/cong-khai/anh/${String(picture._id)}`);
  expect([shown.status, String(shown.body)]).toEqual([200, "p"]);
  const leader = await house.as("commune_approver");
  const page = `/console/noi-dung/${id}`;
  await leader.get(page);
  const refused = await leader.post(`${page}/thu-hoi`, { reason: " " });
  expect(noteOf(refused)).toContain("Cần ghi lý do thu hồi");
  today = new Date(+today + 60_000);
  await leader.get(page);
  expect((await leader.post(`${page}/thu-hoi`, { reason: "Ghi nhầm giờ" })).status).toBe(303);
  await leader.get(page);
  expect((await leader.post(`${page}/thu-hoi`, { reason: "Lần nữa" })).status).toBe(409);

  const gone = await visitor.get(`/cong-khai/tin/${id}`);
  expect([gone.status, textOf(gone).includes("Ghi nhầm giờ")]).toEqual([410, true]);
  expect((await visitor.get(`/cong-khai/anh/${String(picture._id)}`)).status).toBe(404);
  expect((await visitor.get("/api/v1/units/sao-mai/news")).text).not.toContain("25 giờ");
  const atom = await feedOf("atom.xml");
  expect(atom).toContain(`<at:deleted-entry ref="urn:uuid:`);
  expect(atom).toContain(`when="${today.toISOString()}"`);
  const json = JSON.parse(await feedOf("feed.json")) as { items: Record<string, unknown>[] };
  expect(json.items[0]).toMatchObject({ title: "Tin đã thu hồi", _loaso: { withdrawn: true } });
  for (const file of FILES) expect(await feedOf(file)).not.toMatch(/25 giờ|Giờ họp sai/);
});

test("S3-21: a press release is silent everywhere until one instant, and saving it moves nothing", async () => {
  const until = new Date("2026-12-01T08:30:00+07:00");
  const writer = await house.as("commune_officer");
  const campaign = await CampaignModel.create({
    unitCode: "sao-mai",
    level: "commune",
    name: "Đại hội",
    topics: [],
    phases: [],
    createdAt: today,
  });
  const form = {
    kind: "thong-cao",
    title: "Thông cáo số 1",
    text: "Kết quả kỳ họp.",
    source: "Văn phòng",
    sourceClass: "cong-khai",
    signer: "Chánh Văn phòng",
    privatePeople: "khong",
    series: "Kỳ họp thứ 5",
    belongs: `${String(campaign._id)}:`,
    act: "luu",
  };
  await writer.get("/console/noi-dung/moi");
  const made = await writer.postFile("/console/noi-dung/moi", { ...form, embargoAt: "2026-12-01T08:30" });
  const at = made.headers["location"] ?? "";
  const id = /noi-dung\/([0-9a-f]{24})/.exec(at)?.[1] ?? "";
  const zone = process.env["TZ"];
  for (let n = 0; n < 10; n += 1) {
    process.env["TZ"] = ["America/New_York", "Asia/Tokyo", "Asia/Ho_Chi_Minh"][n % 3];
    const page = await writer.get(at);
    const embargoAt = /name="embargoAt"\s+value="([^"]*)"/.exec(page.text)?.[1] ?? "";
    const version = /name="version" value="(\d+)"/.exec(page.text)?.[1] ?? "";
    expect((await writer.postFile(at, { ...form, embargoAt, version })).status).toBe(303);
  }
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
  expect((await ItemModel.findById(id).lean())?.details.embargoAt).toEqual(until);

  await ItemModel.updateOne({ _id: id }, { state: "approved", approval: { by: BY, at: today, fingerprint: "f" } });
  const open = [
    ...FILES.map((file) => `/cong-khai/bang-tin/sao-mai/${file}`),
    "/cong-khai/bang-tin/sao-mai",
    "/cong-khai/bang-tin/sao-mai?loai=thong-cao",
    `/cong-khai/chien-dich/${String(campaign._id)}`,
    `/cong-khai/tin/${id}`,
    "/api/v1/units/sao-mai/news",
  ];
  const told = async (): Promise<boolean[]> =>
    Promise.all(open.map(async (path) => (await visitor.get(path)).text.includes("Thông cáo số 1")));
  today = new Date(+until - 1);
  expect(await told()).toEqual(open.map(() => false));
  expect((await visitor.get(`/cong-khai/tin/${id}`)).status).toBe(404);
  today = until;
  expect(await told()).toEqual(open.map(() => true));
  expect(textOf(await visitor.get("/cong-khai/bang-tin/sao-mai?loai=thong-cao"))).toContain("loạt Kỳ họp thứ 5");
  const json = JSON.parse(await feedOf("feed.json")) as { items: { date_published: string }[] };
  expect(json.items[0]?.date_published).toBe(until.toISOString());
});

test("a press release taken back before its instant is never known of, nor why", async () => {
  const id = await item({
    kind: "thong-cao",
    title: "Thông cáo bỏ",
    details: { ...NO_DETAILS, embargoAt: new Date(+today + 60_000) },
    state: "withdrawn",
    withdrawal: { by: BY, at: today, reason: "Lý do kín" },
  });
  today = new Date(+today + 120_000);
  expect((await visitor.get(`/cong-khai/tin/${id}`)).status).toBe(404);
  for (const file of FILES) expect(await feedOf(file)).not.toContain("Lý do kín");
});

test("the second page of press releases has press releases alone", async () => {
  for (let n = 0; n < 21; n += 1) await item({ kind: "thong-cao", title: `Thông cáo dài ${n}` });
  const first = await visitor.get("/cong-khai/bang-tin/sao-mai?loai=thong-cao");
  const next = /href="(\?[^"]*)">Sau</.exec(first.text)?.[1] ?? "";
  const second = textOf(await visitor.get(`/cong-khai/bang-tin/sao-mai${next.replaceAll("&amp;", "&")}`));
  expect(second).toContain("Thông cáo số 1");
  expect(second).not.toContain("Lịch trạm y tế");
});

test("S3-17: a correction needs its source and signer, names nobody, and is of no opinion", async () => {
  const wrong = await item({ title: "Giờ phát mới", text: "Loa phát lúc 5 giờ." });
  const opinion = "6a0000000000000000000001";
  const writer = await house.as("commune_officer");
  const form = {
    kind: "dinh-chinh",
    title: "Đính chính giờ phát",
    text: "Loa phát lúc 17 giờ.",
    source: "UBND xã",
    sourceClass: "cong-khai",
    privatePeople: "khong",
    act: "trinh",
  };
  const whole = {
    earlierText: "Loa phát lúc 5 giờ.",
    officialUrl: "https://saomai.hongsao.gov.vn/lich",
    signer: "Chủ tịch UBND xã",
    signedOn: "2026-12-01",
    corrects: wrong,
  };
  const send = async (fields: Record<string, string>): Promise<string> => {
    await writer.get("/console/noi-dung/moi");
    const answer = await writer.postFile("/console/noi-dung/moi", { ...form, ...fields });
    const shown = answer.headers["location"] ? await writer.get(answer.headers["location"]) : answer;
    return noteOf(shown) + textOf(shown);
  };
  expect(await send({ ...whole, officialUrl: "" })).toContain("cần địa chỉ trang của cơ quan ra tin");
  expect(await send({ ...whole, signer: "" })).toContain("Đính chính cần tên người ký");
  expect(await send({ ...whole, earlierText: "Anh Nguyễn Văn A nói loa phát lúc 5 giờ" })).toContain(
    "không ghi ai nói",
  );
  expect(await send({ ...whole, earlierText: "Tôi cho rằng loa quá ồn" })).toContain("Ý kiến, đề nghị, câu hỏi");
  expect(await send({ ...whole, corrects: opinion })).toContain("ý kiến, câu hỏi của người dân thì không");
  expect(await ItemModel.countDocuments({ kind: "dinh-chinh", state: "waiting" })).toBe(0);
  await send(whole);
  const [made] = await ItemModel.find({ kind: "dinh-chinh", state: "waiting" }).lean();
  expect(Object.keys(ItemModel.schema.paths).join()).not.toMatch(/speaker|saidBy|who/i);

  today = new Date(+today + 60_000);
  await ItemModel.updateOne(
    { _id: String(made?._id) },
    { state: "approved", approval: { by: BY, at: today, fingerprint: "f" } },
  );
  const page = textOf(await visitor.get(`/cong-khai/tin/${wrong}`));
  expect(page).toContain("Tin này đã được đính chính");
  const itself = textOf(await visitor.get(`/cong-khai/tin/${String(made?._id)}`));
  for (const words of ["Loa phát lúc 5 giờ.", "Loa phát lúc 17 giờ.", "Chủ tịch UBND xã", "01/12/2026"])
    expect(itself).toContain(words);
  // whoever reads the feed is shown the wrong one again, with what corrects it
  const json = JSON.parse(await feedOf("feed.json")) as {
    items: { url: string; content_text: string; date_modified: string }[];
  };
  const again = json.items.find(({ url }) => url.endsWith(wrong));
  expect(again?.date_modified).toBe(today.toISOString());
  expect(again?.content_text).toContain("Tin này đã được đính chính: Đính chính giờ phát");
});

test("whoever sent the wrong words is told to send the correction, and no more once it went out", async () => {
  const wrong = await item({ title: "Ngày họp", text: "Họp ngày 30." });
  const corrects = { ...NO_DETAILS, privatePeople: "khong" as const, earlierText: "Họp ngày 30.", corrects: wrong };
  const correction = await item({ kind: "dinh-chinh", title: "Đính chính ngày họp", details: corrects });
  const writer = await house.as("commune_officer");
  const home = async (): Promise<string> => textOf(await writer.get("/console"));
  const send = async (itemId: string): Promise<void> => {
    const counts = { ...noCounts(), accepted: 1860 };
    const run = { ...emptyRun(), unitCode: "sao-mai", oaId: "1", title: "Đợt", state: "done", counts };
    await BroadcastModel.collection.insertOne({ ...run, contents: [{ itemId }], createdAt: today });
  };
  expect(await home()).not.toContain("Đính chính chưa gửi");
  await send(wrong);
  expect(await home()).toContain("Đính chính chưa gửi, 1.860 lượt người đã nhận tin sai");
  await send(correction);
  expect(await home()).not.toContain("Đính chính chưa gửi");
});

test("S4-19: who speaks for the unit stands on a page, and so do its rules", async () => {
  const leader = await house.as("commune_approver");
  const text = "Bà Trần Thị Mẫu, Phó Chủ tịch UBND xã, điện thoại 0900 000 000";
  await leader.get("/console/trang-cong-khai");
  expect((await leader.post("/console/trang-cong-khai", { kind: "nguoi-phat-ngon", text })).status).toBe(303);
  expect(await list()).toContain("Người phát ngôn");
  expect(textOf(await visitor.get("/cong-khai/trang/nguoi-phat-ngon/sao-mai"))).toContain(text);
  expect((await leader.post("/console/trang-cong-khai", { kind: "trang-la", text })).status).toBe(422);
  expect((await visitor.get("/cong-khai/trang/constructor/sao-mai")).status).toBe(404);
});

test("days that are public, as a calendar a telephone subscribes to", async () => {
  const [day, month] = [20, 12];
  const name = "Ngày hội, xã\r\nATTACH:x\u0007";
  await OwnDayModel.create({ unitCode: "sao-mai", name, lunar: false, day, month, leadDays: 7, suggestions: [] });
  const answer = await visitor.get("/cong-khai/bang-tin/sao-mai/lich.ics");
  expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/calendar; charset=utf-8"]);
  const lines = answer.text.split("\r\n");
  expect(lines[0]).toBe("BEGIN:VCALENDAR");
  expect(answer.text).toContain("Tết Nguyên đán");
  expect(answer.text).toContain("Ngày hội\\, xã\\nATTACH:x\r\n");
  expect(answer.text).not.toMatch(/\r\nATTACH|\u0007/);
  expect(answer.text).toMatch(/DTSTART;VALUE=DATE:20270206/);
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  // whoever has it asks again an hour later, and is sent nothing
  today = new Date(+today + 3_600_000);
  for (const file of ["lich.ics", ...FILES]) {
    const path = `/cong-khai/bang-tin/sao-mai/${file}`;
    const tag = (await visitor.get(path)).headers["etag"] ?? "";
    today = new Date(+today + 60_000);
    expect([file, (await visitor.get(path, { "If-None-Match": tag })).status]).toEqual([file, 304]);
  }
});

test("a unit that ended: its feed goes on in the one it became, or stands as it was where there are several", async () => {
  await UnitModel.updateOne({ _id: "sao-mai" }, { to: today, became: [{ code: "ben-lua", from: today, areas: [] }] });
  await UnitModel.updateOne({ _id: "ben-lua" }, { held: [{ code: "sao-mai", from: today }] });
  const led = await visitor.get("/cong-khai/bang-tin/sao-mai/atom.xml");
  expect([led.status, led.headers["location"]]).toEqual([302, "/cong-khai/bang-tin/ben-lua/atom.xml?tu=sao-mai"]);
  expect(await feedOf("feed.json", "ben-lua")).toContain("trạm y tế");
  await UnitModel.updateOne({ _id: "sao-mai" }, { $push: { became: { code: "so", from: today, areas: [] } } });
  expect(await feedOf("feed.json")).toContain("trạm y tế");
});
