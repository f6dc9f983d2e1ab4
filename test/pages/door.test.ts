import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import sharp from "sharp";
import { CourseModel, EntryRowModel, SeatModel } from "../../src/training/class.model.ts";
import { DoorModel } from "../../src/training/door.model.ts";
import { classTag, newTicketId, newTicketKeys, signTicket } from "../../src/training/sign-ticket.ts";
import {
  mustFindCourse,
  nominate,
  openClass,
  planClass,
  startClass,
  ticketOf,
} from "../../src/training/steer-class.ts";
import { typedCode } from "../../src/training/ticket.ts";
import { smallClass } from "../routes/homes-plans.ts";
import { NARROW, openBrowser } from "../support/browser.ts";
import { faultsOf, Officers, smallTargets } from "../support/officers.ts";
import { BLANK, ticketFrames } from "../support/ticket-frames.ts";
import { eventually, World } from "../support/world.ts";

/** The door of a class: a phone registered by its code, tickets filmed and typed without net, two phones made one. */
let world: World;
let browser: Browser;
let officers: Officers;
let id = "";
const PEOPLE = 4;
const WRITER = { id: "w", name: "Cán bộ mẫu" };

const seatsOfClass = async () => await SeatModel.find({ classId: id }).sort({ _id: 1 }).lean();
async function makeClass(): Promise<void> {
  const units = Array.from({ length: PEOPLE }, (_, n) => ({ code: `xa-${n}`, name: `Xã Mẫu 00${n}` }));
  const wish = { ...smallClass("Lớp kỹ năng nội dung", "so"), capacity: PEOPLE, startsAt: new Date() };
  const group = { key: "xa", name: "Xã, phường", units, each: 1, posts: [] };
  id = await planClass(world.core, "so", { ...wish, groups: [group] }, WRITER);
  await CourseModel.updateOne({ _id: id }, { $set: { state: "approved" } });
  await openClass(await mustFindCourse(id));
  const course = await mustFindCourse(id);
  for (const [n, seat] of (await seatsOfClass()).entries())
    await nominate(world.core, course, seat._id, { name: `Cán bộ mẫu 0${n}`, post: "Công chức" });
  // one more is replaced: the ticket before is on somebody's phone still
  await nominate(world.core, course, `${id}:xa:xa-3:1`, { name: "Người thay", post: "Công chức" });
  await startClass(await mustFindCourse(id));
}

/** What the camera films, over and over: each sheet for a while, a blank between two. */
async function film(): Promise<string> {
  const [first, , , last] = await seatsOfClass();
  if (!first || !last) throw new Error("no seat");
  const course = await mustFindCourse(id);
  const code = await ticketOf(world.core, course, first);
  const old = await ticketOf(world.core, course, { ...last, ticket: last.revoked[0]?.ticket ?? "" });
  const other = signTicket(newTicketKeys().secret, { class: classTag(id), id: newTicketId() });
  const jpeg = (picture: Buffer) => sharp(picture).jpeg({ quality: 85 }).toBuffer();
  const blank = await jpeg(await BLANK());
  const turned = await jpeg((await ticketFrames(code))["turned 17°"] ?? blank);
  const noisy = await jpeg((await ticketFrames(code))["noise"] ?? blank);
  const sheets = [
    turned,
    await jpeg((await ticketFrames(other))["clean"] ?? blank),
    await jpeg((await ticketFrames(old))["dark"] ?? blank),
    noisy,
  ];
  const path = join(process.env["TEST_FOLDER"] ?? "/tmp", `film-${id}.mjpeg`);
  const many = (picture: Buffer, n: number): Buffer[] => Array.from({ length: n }, () => picture);
  writeFileSync(path, Buffer.concat(sheets.flatMap((sheet) => [...many(sheet, 60), ...many(blank, 80)])));
  return path;
}

beforeAll(async () => {
  world = await World.start({ residents: 1, workers: 0 });
  await makeClass();
  browser = await openBrowser([
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${await film()}`,
  ]);
  officers = new Officers(world, browser);
  await officers.add("dieuphoi", "dept_coordinator", "so");
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

interface Phone {
  page: Page;
  context: BrowserContext;
  verdict(): Promise<string>;
}
/** A phone of its own, registered by a code the coordinator's page shows. */
async function phoneAt(door: string, desk: Page): Promise<Phone> {
  await desk.goto(`${world.webUrl}/console/tap-huan/${id}/cua`);
  await desk.fill("input[name=name]", door);
  await desk.click("button:has-text('Tạo mã đăng ký')");
  await desk.waitForSelector(`h2:has-text("Cửa ${door}")`);
  const code = (await desk.locator("section.card:has(.qr) strong.num").last().textContent()) ?? "";
  expect(await faultsOf(desk, "doors")).toEqual([]);
  const context = await browser.newContext({ viewport: NARROW, locale: "vi-VN", permissions: ["camera"] });
  const page = await context.newPage();
  await page.goto(`${world.webUrl}/cong-khai/lop/${id}/cua#${code}`);
  await page.waitForSelector("#dang-ky:not([hidden])");
  expect([await page.inputValue("#dang-ky input"), page.url().includes("#")]).toEqual([code, false]);
  expect(await faultsOf(page, "register")).toEqual([]);
  await page.click("#dang-ky button");
  await page.waitForSelector("#soat:not([hidden])");
  await page.waitForFunction("caches.open('loa-cua').then((c) => c.keys()).then((k) => k.length > 4)");
  return { page, context, verdict: async () => (await page.textContent("#ket-qua")) ?? "" };
}
async function type(phone: Phone, ticket: string, wanted: string): Promise<void> {
  await phone.page.fill("#go input", ticket);
  await phone.page.click("#go button");
  await phone.page.waitForSelector(`#ket-qua:has-text("${wanted}")`);
}

test("two phones, filmed and typed tickets, no net, the page closed: one set, each once", async () => {
  const { page: desk } = await officers.enter("dieuphoi", NARROW);
  const [a, b] = [await phoneAt("A", desk), await phoneAt("B", desk)];
  const [first, second, third] = (await seatsOfClass()).map(({ ticket }) => ticket);
  await a.context.setOffline(true);
  await b.context.setOffline(true);
  await a.page.evaluate(
    "globalThis.said = []; new MutationObserver(() => said.push(document.querySelector('#ket-qua').textContent)).observe(document.querySelector('#ket-qua'), { childList: true })",
  );
  await a.page.click("#may-anh");
  const heard = await eventually(
    "every sentence of the film",
    () => a.page.evaluate<string[]>("said"),
    (all) =>
      ["Mời vào: Cán bộ mẫu 00", "không do Sở cấp", "đã được thay", "Đã vào rồi"].every((one) =>
        all.some((words) => words.includes(one)),
      ),
  );
  expect(heard.filter((words) => words.includes("Mời vào"))).toHaveLength(1);
  await a.page.click("#may-anh");
  await type(a, typedCode(second ?? ""), "Mời vào: Cán bộ mẫu 01, Xã Mẫu 001.");
  expect(await faultsOf(a.page, "door")).toEqual([]);
  expect(await smallTargets(a.page, "door")).toEqual([]);
  // closed and opened again without net: who came in is known, and waits
  await a.page.goto(`${world.webUrl}/cong-khai/lop/${id}/cua`);
  await a.page.waitForSelector("text=2 lượt chưa gửi");
  await type(a, typedCode(first ?? ""), "Đã vào rồi");
  // a photo of the same ticket at the other door, which knows nothing of the first
  await type(b, typedCode(second ?? ""), "Mời vào: Cán bộ mẫu 01");
  await type(b, typedCode(third ?? ""), "Mời vào: Cán bộ mẫu 02");
  expect(await EntryRowModel.countDocuments({ classId: id })).toBe(0);
  for (const phone of [a, b]) {
    await phone.context.setOffline(false);
    await phone.page.evaluate("dispatchEvent(new Event('online'))");
    await phone.page.waitForSelector("text=Mọi lượt đã gửi.");
  }
  expect(await EntryRowModel.countDocuments({ classId: id })).toBe(4);
  await a.page.click("#gui-ngay");
  await a.page.waitForSelector("text=Đã vào: 3 người trên 4");
  await desk.goto(`${world.webUrl}/console/tap-huan/${id}/cua`);
  expect(await desk.textContent("main")).toContain("Một vé vào hai lần");
  // the second phone is lost: its names go, and what it still brings waits for a person
  await DoorModel.updateOne({ classId: id, name: "B" }, { $set: { revokedAt: new Date() } });
  await b.page.evaluate("dispatchEvent(new Event('online'))");
  await b.page.waitForSelector("text=Máy này đã bị thu hồi");
  const kept =
    "new Promise((done) => { const r = indexedDB.open('loa-cua', 1); r.onsuccess = () => { const q = r.result.transaction('books').objectStore('books').getAll(); q.onsuccess = () => done(JSON.stringify(q.result)); }; })";
  expect(await a.page.evaluate(kept)).toContain("Cán bộ mẫu 00");
  expect(await b.page.evaluate(kept)).not.toContain("Cán bộ mẫu");
  await a.context.close();
  await b.context.close();
});
