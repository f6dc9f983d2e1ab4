import sharp from "sharp";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { IntakeModel } from "../../src/comments/intake.model.ts";
import { purgeComments } from "../../src/comments/keep-and-purge.ts";
import { ScanModel } from "../../src/comments/scan.model.ts";
import { findByCode, withdrawComment } from "../../src/comments/steer-comment.ts";
import { drafts } from "../routes/homes-open.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";

/** A paper entered row by row, its pages, and the slips its authors are handed. */
let house: House;
let clerk: Visitor;
let id = "";
let at = "";
let place = "";
beforeAll(async () => {
  house = await House.open();
  const made = await drafts(house.core, "sao-mai", "phiếu");
  id = made.draftOpen;
  place = `1:${made.place}`;
  at = `/console/du-thao/${id}/gop-y`;
  clerk = await house.as("commune_officer");
});
afterAll(() => house.close());

const HEAD = { kind: "paper", heldAt: "2026-11-20T08:00", version: "1" };
const rows = (...given: [place: string, stance: string, text: string, reason: string][]) => ({
  place: given.map(([one]) => one),
  text: given.map(([, , one]) => one),
  reason: given.map(([, , , one]) => one),
  ...Object.fromEntries(given.flatMap(([, stance], n) => (stance === "" ? [] : [[`stance.${n}`, stance]]))),
});
const photo = async () => ({
  field: "file",
  name: "trang.jpg",
  type: "image/jpeg",
  bytes: await sharp({ create: { width: 60, height: 80, channels: 3, background: "#fff" } })
    .jpeg()
    .withExif({ IFD0: { Artist: "Nguyễn Văn Mẫu" }, IFD3: { GPSLatitude: "10/1 45/1 0/1", GPSLatitudeRef: "N" } })
    .toBuffer(),
});
const wordsAt = async (key: string) =>
  (await CommentModel.find({ draftId: id, intake: await paperOf(key) }).lean()).map(({ body, stance }) => ({
    stance,
    ...house.core.comments.openWords(body),
  }));
const papers = new Map<string, string>();
const paperOf = async (key: string): Promise<string> => papers.get(key) ?? "";
async function enter(key: string, form: Record<string, string | string[]>, page?: Awaited<ReturnType<typeof photo>>) {
  const answer = await clerk.postFile(`${at}/nhap`, { ...HEAD, key, ...form }, page);
  const paper = /\/phieu\/([0-9a-f]{24})$/.exec(answer.headers["location"] ?? "")?.[1];
  if (paper) papers.set(key, paper);
  return answer;
}

test("several paragraphs and every sign stay; a row that says nothing of the direction is refused at it", async () => {
  const long = "Đoạn một | có dấu.\n\nĐoạn hai || và | nữa.";
  const form = rows([place, "tan-thanh", long, "Vì a | b\nvà c"], ["toan-van", "", "Không chọn hướng", ""]);
  const refused = await enter("phieu-mot-0123456789", form);
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain("Ý kiến 2: chưa chọn hướng");
  // typed words stand in their rows again, the choice of the first as well
  expect(refused.text).toMatch(/name="stance\.0" value="tan-thanh" checked/);
  expect(refused.text).not.toMatch(/name="stance\.1"[^>]*checked/);
  expect(refused.text).toContain("Đoạn hai || và | nữa.");
  expect(await IntakeModel.countDocuments({ draftId: id, title: "" })).toBe(0);
  const taken = await enter("phieu-mot-0123456789", { ...form, "stance.1": "gop-y" });
  expect(taken.status).toBe(303);
  expect((await wordsAt("phieu-mot-0123456789")).toSorted((a, b) => (a.stance < b.stance ? -1 : 1))).toEqual([
    { stance: "gop-y", text: "Không chọn hướng", reason: "", gist: "" },
    { stance: "tan-thanh", text: long, reason: "Vì a | b\nvà c", gist: "" },
  ]);
});

test.each([
  ["Toan van | Tan thanh | Ý", ["tan-thanh"]],
  ["Toàn văn | Tan thanh lam | Ý", "“Tan thanh lam” không phải là hướng"],
  ["Toàn văn | | Ý", "chưa chọn hướng"],
  ["Toàn văn | Ý", "“Ý” không phải là hướng"],
  ["Toàn văn | Không tán thành", ["khong-tan-thanh"]],
  ["Toàn văn | Chỉ góp ý | Ý này | lý do | thêm | nữa", ["gop-y"]],
  ["Ý một dòng", ["gop-y"]],
])("pasted line “%s”: read as it says, or refused by name", async (line, wanted) => {
  const key = `dan-${line}-0123456789`.slice(0, 80);
  const answer = await enter(key, { words: line });
  if (typeof wanted === "string") {
    expect([answer.status, textOf(answer)]).toEqual([422, expect.stringContaining(wanted)]);
    return;
  }
  expect((await wordsAt(key)).map(({ stance }) => stance)).toEqual(wanted);
  if (line.includes("nữa")) expect((await wordsAt(key))[0]?.reason).toBe("lý do | thêm | nữa");
});

test("a page hangs at its paper without what the camera wrote, sealed; what is no picture is refused by name", async () => {
  const key = "phieu-anh-0123456789";
  const pdf = { field: "file", name: "a.jpg", type: "image/jpeg", bytes: Buffer.from("%PDF-1.7 x") };
  const form = rows([place, "mot-phan", "Có ảnh", ""]);
  const wrong = await enter(key, form, pdf);
  expect([wrong.status, textOf(wrong)]).toEqual([422, expect.stringContaining("PDF")]);
  const before = await IntakeModel.countDocuments({ draftId: id });
  for (let n = 0; n < 2; n += 1) expect((await enter(key, form, await photo())).status).toBe(303);
  expect(await IntakeModel.countDocuments({ draftId: id })).toBe(before + 1);
  const paper = await paperOf(key);
  const page = `${at}/phieu/${paper}`;
  for (let n = 0; n < 2; n += 1)
    expect((await clerk.postFile(`${page}/anh`, { key: `${key}:1` }, await photo())).status).toBe(303);
  const scans = await ScanModel.find({ intake: paper }).lean();
  expect(scans.length).toBe(2);
  expect(JSON.stringify(scans)).not.toContain("/9j/");
  const shown = await clerk.get(`${page}/anh/${scans[0]?._id}`);
  expect([shown.status, shown.headers["content-type"]]).toEqual([200, "image/jpeg"]);
  expect((await sharp(shown.body as Buffer).metadata()).exif).toBeUndefined();
  expect((await enter(key, { ...form, title: "khác" })).status).toBe(409);
  // who only enters papers sees no other's page
  const other = await house.as("propagandist");
  expect((await other.get(page)).status).toBe(404);
  expect((await other.get(`${page}/anh/${scans[0]?._id}`)).status).toBe(404);
});

test("slips: each code opens its own opinion, stands in the fragment alone, and is printed by who entered it", async () => {
  const key = "phieu-ma-0123456789";
  await enter(key, rows([place, "tan-thanh", "Một", ""], ["toan-van", "gop-y", "Hai", ""]));
  const paper = await paperOf(key);
  const shown = await clerk.get(`${at}/phieu/${paper}`);
  const codes = [...shown.text.matchAll(/class="code">([^<]+)</g)].map(([, code]) => code ?? "");
  expect(codes.length).toBe(2);
  const texts = await Promise.all(
    codes.map(async (code) => house.core.comments.openWords((await findByCode(code)).body).text),
  );
  expect(texts).toEqual(["Một", "Hai"]);
  expect(shown.text).not.toMatch(/(?:href|action|src)="[^"]*SM-/);
  const reader = await house.as("auditor");
  expect((await reader.get(`${at}/phieu/${paper}`)).text).not.toContain(codes[0]);
  // nothing that is stored holds a code
  const stored = [
    IntakeModel.find({ draftId: id }).lean(),
    CommentModel.find({ draftId: id }).lean(),
    ScanModel.find().lean(),
  ];
  for (const rows of stored) expect(JSON.stringify(await rows)).not.toContain(codes[0]);
  const clock = { now: () => new Date(house.core.clock.now().getTime() + 8 * 86_400_000) };
  await purgeComments({ clock });
  expect((await clerk.get(`${at}/phieu/${paper}`)).text).not.toContain(codes[0]);
});

test("an opinion withdrawn takes the page with its words along", async () => {
  const paper = await paperOf("phieu-anh-0123456789");
  await IntakeModel.updateOne(
    { _id: paper },
    { $set: { slips: house.core.comments.box.seal("phieu-anh-0123456789") } },
  );
  const shown = await clerk.get(`${at}/phieu/${paper}`);
  const [, code = ""] = /class="code">([^<]+)</.exec(shown.text) ?? [];
  await withdrawComment(house.core, code);
  expect(await ScanModel.countDocuments({ intake: paper })).toBe(0);
  // nor does a page that comes after it bring them back: added by hand, or with the form sent again
  expect((await clerk.postFile(`${at}/phieu/${paper}/anh`, { key: "sau-khi-rut" }, await photo())).status).toBe(409);
  expect((await clerk.get(`${at}/phieu/${paper}`)).text).not.toContain("Thêm một trang");
  const again = rows([place, "mot-phan", "Có ảnh", ""]);
  expect((await enter("phieu-anh-0123456789", again, await photo())).status).toBe(303);
  expect(await ScanModel.countDocuments({ intake: paper })).toBe(0);
});
