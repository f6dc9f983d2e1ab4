import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { type Item, ItemModel } from "../../src/content/item.model.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { enterPropagandist } from "../../src/kits/keep-register.ts";
import { type Kit, KitFileModel, KitKeyModel, KitModel } from "../../src/kits/kit.model.ts";
import { KitReceiptModel, PropagandistModel } from "../../src/kits/propagandist.model.ts";
import { NARROW, openBrowser } from "../support/browser.ts";
import { faultsOf, Officers } from "../support/officers.ts";
import { eventually, World } from "../support/world.ts";

/** A propagandist in a valley: opens, hears, receives once; what is withdrawn, forged, cut or old. */
let world: World;
let browser: Browser;
let officers: Officers;
const folder = mkdtempSync(join(tmpdir(), "loa-kit-"));
const BY = { id: "5f0000000000000000000001", name: "Người soạn mẫu" };
const sha = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

beforeAll(async () => {
  world = await World.start({ residents: 1 });
  browser = await openBrowser();
  officers = new Officers(world, browser);
  await officers.add("canbo", "commune_officer");
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

const keep = async (mimeType: string, bytes: Buffer) => {
  const hash = sha(bytes);
  const row = { _id: `sao-mai:${hash}`, unitCode: "sao-mai", mimeType, bytes, at: new Date() };
  await KitFileModel.create(row);
  return { hash, size: bytes.length };
};
const drawn = (background: string) =>
  sharp({ create: { width: 400, height: 300, channels: 3, background } })
    .jpeg()
    .toBuffer();
async function item(title: string): Promise<string> {
  const now = new Date();
  const words = { title, text: `Lời của ${title}.`, source: "UBND xã Sao Mai", sourceClass: "cong-khai" as const };
  const made: Omit<Item, "_id"> = {
    ...words,
    unitCode: "sao-mai",
    kind: "tin",
    details: { ...NO_DETAILS, privatePeople: "khong" },
    pictureId: "",
    pictureAlt: "",
    belongings: [],
    state: "approved",
    author: BY,
    version: 1,
    submittedAt: now,
    createdAt: now,
    updatedAt: now,
    approval: { by: BY, at: now, fingerprint: "f" },
    returned: null,
  };
  return String((await ItemModel.create(made))._id);
}
async function issue(version: number, parts: Kit["parts"]): Promise<string> {
  const at = new Date();
  const kit: Omit<Kit, "_id"> = {
    unitCode: "sao-mai",
    title: `Bộ tháng ${version}`,
    version,
    state: "issued",
    entries: parts.map(({ itemId }) => ({ itemId, readingId: "" })),
    points: ["Nói ngắn"],
    questions: [{ question: "Có mất tiền không?", answer: "Không." }],
    parts,
    author: BY,
    approval: { by: BY, at, fingerprint: "f" },
    issuedAt: at,
    revision: 2,
    updatedAt: at,
  };
  return String((await KitModel.create(kit))._id);
}

test("360 px, offline: opens, sounds are sought in, received once; withdrawn, forged, cut, eight days later", async () => {
  const mp3 = join(folder, "a.mp3");
  execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=f=300:d=200", "-b:a", "32k", mp3]);
  const audio = { ...(await keep("audio/mpeg", readFileSync(mp3))), seconds: 200, label: "Giọng đọc AI" };
  const picture = { ...(await keep("image/jpeg", await drawn("#c33"))), alt: "Trạm y tế" };
  const office = { kind: "Tin", source: "UBND xã Sao Mai", office: "UBND xã Sao Mai" };
  const [one, two] = [await item("Tiêm chủng"), await item("Thu gom rác")];
  const parts: Kit["parts"] = [
    { itemId: one, title: "Tiêm chủng", text: "Mở từ 7 giờ.", ...office, picture, audio },
    { itemId: two, title: "Thu gom rác", text: "Thứ Ba, thứ Sáu.", ...office, picture: null, audio: null },
  ];
  const first = await issue(1, parts);
  const form = { name: "Nguyễn Văn Mẫu", area: "Thôn Đông", contact: "", from: "" };
  const id = await enterPropagandist(world.core, "sao-mai", form);
  const sealed = (await PropagandistModel.findById(id).lean())?.code ?? "";
  const address = `${world.webUrl}/bo-tai-lieu/${world.core.box.open(sealed)}`;

  const context = await browser.newContext({ viewport: NARROW, locale: "vi-VN" });
  const page = await context.newPage();
  const full = "Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))";
  await page.addInitScript(`if (localStorage.full) ${full};`);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  const online = async (on: boolean): Promise<void> => context.setOffline(!on);
  const state = (words: string) => page.waitForSelector(`[data-state] >> text=${words}`);
  const waitsFor = (words: string) => page.waitForSelector(`.kit >> text=${words}`);

  await page.goto(address);
  await state("Đủ, đến");
  await waitsFor("Mở từ 7 giờ.");
  expect(await faultsOf(page, "kit")).toEqual([]);
  await page.click("[data-choice] summary");
  await page.check(`[data-sound="${audio.hash}"]`);
  await waitsFor("Đã tải “Tiêm chủng” về máy.");
  await eventually(
    "the frame is kept",
    () => page.evaluate("navigator.serviceWorker.ready.then(() => caches.match(location.pathname)).then(Boolean)"),
    (kept) => kept === true,
  );

  // no network: the page closed and opened again
  await online(false);
  await page.goto(address);
  await waitsFor("Mở từ 7 giờ.");
  await page.waitForFunction("document.querySelector('.kit img')?.naturalWidth === 400");
  const heard = await page.evaluate(`new Promise((done) => {
    const audio = document.querySelector(".kit audio");
    audio.addEventListener("error", () => done("error"));
    audio.addEventListener("loadedmetadata", () => { audio.currentTime = 180; });
    audio.addEventListener("seeked", () => done(Math.round(audio.currentTime)));
    audio.preload = "auto"; audio.load();
  })`);
  expect(heard).toBe(180);
  await page.click("text=Tôi đã nhận");
  await waitsFor("Chờ có mạng để gửi");
  expect(await faultsOf(page, "offline")).toEqual([]);
  expect(await KitReceiptModel.countDocuments()).toBe(0);
  await page.goto(address);
  await waitsFor("Chờ có mạng để gửi");
  await online(true);
  await page.evaluate("dispatchEvent(new Event('online'))");
  await waitsFor("đã báo đã nhận bản này");
  expect(await KitReceiptModel.find().lean()).toMatchObject([{ kitId: first }]);

  // taken back: gone at the next look
  const withdrawal = { by: BY, at: new Date(), reason: "Sai giờ" };
  await ItemModel.updateOne({ _id: one }, { $set: { state: "withdrawn", withdrawal } });
  await page.goto(address);
  await waitsFor("Đã thu hồi");
  expect(await page.textContent(".kit")).not.toContain("Mở từ 7 giờ.");

  // somebody else's signature: the old one stays whole
  const key = await KitKeyModel.findById("sao-mai").lean();
  await KitKeyModel.deleteOne({ _id: "sao-mai" });
  await issue(
    2,
    parts.slice(1).map((part) => ({ ...part, text: "Lời giả" })),
  );
  await page.goto(address);
  await waitsFor("không có chữ ký đúng của đơn vị");
  expect(await page.textContent("[data-parts]")).toContain("Thứ Ba, thứ Sáu.");
  expect(await page.textContent("[data-parts]")).not.toContain("Lời giả");
  expect(await faultsOf(page, "forged")).toEqual([]);
  await KitKeyModel.replaceOne({ _id: "sao-mai" }, key ?? {}, { upsert: true });

  // cut in the middle: the old one stays, then the new one comes whole
  const late = { ...(await keep("image/jpeg", await drawn("#33c"))), alt: "Ảnh mới" };
  await issue(3, [{ itemId: two, title: "Thu gom rác", text: "Thứ Tư.", ...office, picture: late, audio: null }]);
  await page.evaluate("localStorage.full = 1");
  await page.goto(address);
  await waitsFor("Máy hết chỗ, cần");
  expect(await page.textContent("[data-parts]")).toContain("Thứ Ba, thứ Sáu.");
  await page.evaluate("localStorage.removeItem('full')");
  await context.route(`**/tep/${late.hash}`, (route) => route.abort());
  await page.goto(address);
  await waitsFor("Chưa tải đủ bản mới");
  expect(await page.textContent("[data-parts]")).toContain("Thứ Ba, thứ Sáu.");
  await context.unroute(`**/tep/${late.hash}`);
  await page.goto(address);
  await state("Bản 3 · Đủ");
  await waitsFor("Thứ Tư.");

  // eight days without an answer; then one answer brings it back
  await online(false);
  await page.clock.setFixedTime(Date.now() + 8 * 86_400_000);
  await page.goto(address);
  await state("cần mở mạng để kiểm tra");
  expect(await page.textContent("[data-parts]")).not.toContain("Thứ Tư.");
  await online(true);
  await page.evaluate("dispatchEvent(new Event('online'))");
  await waitsFor("Thứ Tư.");
  // and the clock back where it was: it moved the wrong way
  await online(false);
  await page.clock.setFixedTime(Date.now());
  await page.goto(address);
  await state("Đồng hồ của máy đã lùi lại");
  expect(faults).toEqual([]);
  await context.close();

  const office360 = await officers.enter("canbo", NARROW);
  for (const path of ["", "/tuyen-truyen-vien", "/tuyen-truyen-vien/lien-ket", `/${first}`]) {
    await office360.page.goto(`${world.webUrl}/console/bo-tai-lieu${path}`);
    expect(await faultsOf(office360.page, path)).toEqual([]);
  }
  for (const path of ["loa-tuan", `chia-se/${two}`, "loa-tuan/in"]) {
    await office360.page.goto(`${world.webUrl}/console/${path}`);
    expect(await faultsOf(office360.page, path)).toEqual([]);
  }
  expect(office360.reports).toEqual([]);
});
