import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { ConversationModel, MessageModel } from "../../src/chatbot/conversation.model.ts";
import { AttachmentModel } from "../../src/inbox/attachment.model.ts";
import { NARROW, openBrowser, WIDE } from "../support/browser.ts";
import { amr, jpeg, PDF } from "../support/inbox.ts";
import { Officers } from "../support/officers.ts";
import { knowFollowers } from "../support/send.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";

/** One story through the simulator, the worker and the console: a photo and a voice in, a file out. */
const axe = readFileSync(join(__dirname, "../../node_modules/axe-core/axe.min.js"), "utf8");
let world: World;
let browser: Browser;
let officers: Officers;
beforeAll(async () => {
  world = await World.start({ residents: 6 });
  await knowFollowers(0, 6);
  browser = await openBrowser();
  officers = new Officers(world, browser);
  await officers.add("canbo", "commune_officer");
  await officers.add("canbo2", "commune_officer");
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

const [ANNA, FIRE] = [userNumber(1), userNumber(2)];
const send = (user: string, more: Record<string, unknown>) => world.sim("attach", { oa: OA, user, ...more });
const talkOf = async (userId: string): Promise<string> =>
  String((await ConversationModel.findOne({ userId }).lean())?._id ?? "");

async function look(page: Page, path: string, found: string[]): Promise<void> {
  await page.goto(`${world.webUrl}/console${path}`);
  const width = page.viewportSize()?.width ?? 0;
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (sideways > 0) found.push(`${path} at ${width}: ${sideways} px sideways`);
  if ((await page.locator("[style]").count()) > 0) found.push(`${path}: style attribute`);
  const result = await page.evaluate(
    `${axe}; axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(" | ")))`,
  );
  for (const violation of result as string[]) found.push(`${path} at ${width}: ${violation}`);
}

test("a photo, a voice and a place come in, a sentence and a file go out, danger stands first", async () => {
  await world.say(ANNA, "gặp cán bộ");
  await eventually(
    "waiting",
    () => ConversationModel.findOne({ userId: ANNA }).lean(),
    (row) => row?.state === "waiting",
  );
  await send(ANNA, { kind: "image", type: "image/jpeg", base64: (await jpeg()).toString("base64"), text: "Cống sập" });
  await send(ANNA, { kind: "audio", type: "audio/amr", base64: amr().toString("base64") });
  await send(ANNA, { kind: "location", latitude: "10.772622", longitude: "106.698233" });
  await send(ANNA, { kind: "image", url: "https://example.org/a.jpg" });
  await world.say(FIRE, "cháy nhà rồi cứu với");
  await eventually(
    "all is fetched or refused",
    async () => (await AttachmentModel.find().lean()).map(({ state }) => state).toSorted(),
    (states) => JSON.stringify(states) === JSON.stringify(["kept", "kept", "kept", "refused"]),
  );
  await eventually(
    "danger is known",
    () => ConversationModel.findOne({ userId: FIRE }).lean(),
    (row) => Boolean(row?.urgentSince),
  );
  const { page, context, reports } = await officers.enter("canbo", WIDE);
  await page.goto(`${world.webUrl}/console/cau-mau`);
  await page.fill("#loi-cau", "Kính gửi [tên], xã gửi mẫu đơn. ");
  await page.fill("input[name=title]", "Gửi mẫu đơn");
  await page.click("button.primary");
  await page.goto(`${world.webUrl}/console/hop-thu`);
  expect(await page.textContent(".people li >> nth=0")).toContain("Khẩn cấp");
  await page.fill("#tim", "cong sap");
  await page.press("#tim", "Enter");
  await page.click(".people a");
  await page.click("text=Nhận trả lời");
  await page.waitForSelector("#tra-loi");
  const picture = page.locator(".attached img");
  expect(await picture.evaluate((one: HTMLImageElement) => one.decode().then(() => one.naturalWidth))).toBe(400);
  const voice = await page.locator(".attached audio").evaluate(
    (one: HTMLAudioElement) =>
      new Promise((resolve) => {
        one.addEventListener("loadedmetadata", () => resolve(Math.round(one.duration)), { once: true });
        one.load();
        one.preload = "auto";
      }),
  );
  expect(voice).toBe(2);
  expect(await page.inputValue(".copy input")).toBe("10.772622, 106.698233");
  expect(await page.textContent(".attached .note.bad")).toContain("không nằm ở máy chủ của Zalo");
  await page.click("text=Dùng câu này");
  await page.waitForSelector("#tra-loi");
  expect(await page.inputValue("#tra-loi")).toMatch(/^Kính gửi Người dân mẫu \d+, xã gửi mẫu đơn/);
  // what Zalo does not take is said, the words stay; the same words then leave with a file
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: "application/octet-stream", buffer });
  await page.setInputFiles("input[name=tep]", file("don.exe", Buffer.from("MZ")));
  await page.click("text=Gửi trả lời");
  await page.waitForSelector(".note.bad");
  expect(await page.inputValue("#tra-loi")).toContain("xã gửi mẫu đơn");
  await page.setInputFiles("input[name=tep]", file("Mẫu đơn.pdf", PDF));
  await page.click("text=Gửi trả lời");
  await page.waitForSelector(".note.good");
  const phone = await eventually(
    "the words and the file on the phone",
    async () => (await world.fromOa(ANNA)).slice(-2) as { text: string; file?: { name: string; bytes: number } }[],
    (all) => all.some(({ file: one }) => one?.name === "Mẫu đơn.pdf"),
  );
  expect(phone.map(({ text }) => text).join()).toContain("xã gửi mẫu đơn");
  expect(phone.find(({ file: one }) => one)?.file?.bytes).toBe(PDF.length);
  // a button of the bot works while the officer holds the conversation, words wait for the officer
  const before = (await world.fromOa(ANNA)).length;
  await world.say(ANNA, "#gio", { hidden: true });
  await eventually(
    "the button's answer",
    () => world.fromOa(ANNA),
    (all) => all.length === before + 1,
  );
  await page.click(".labels summary");
  await page.fill("input[name=more]", "Đường sá");
  await page.click("text=Lưu nhãn");
  await page.waitForSelector(".note.good");
  expect(await MessageModel.countDocuments({ userId: ANNA, author: "officer" })).toBe(2);
  expect(reports).toEqual([]);
  await context.close();
});

test("every page of the inbox at both widths: axe finds nothing, nothing scrolls sideways", async () => {
  const found: string[] = [];
  const pages = [
    "/hop-thu",
    "/hop-thu?tab=tat-ca&nhan=Đường sá",
    "/hop-thu?tim=khong-co",
    "/hop-thu/thiet-lap",
    "/hop-thu/thoi-gian",
    "/cau-mau",
  ];
  for (const viewport of [WIDE, NARROW]) {
    const { page, context, reports } = await officers.enter("canbo", viewport);
    for (const path of [...pages, `/hop-thu/${await talkOf(ANNA)}`, `/hop-thu/${await talkOf(FIRE)}`])
      await look(page, path, found);
    found.push(...reports);
    await context.close();
  }
  expect(found).toEqual([]);
});
