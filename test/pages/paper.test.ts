import sharp from "sharp";
import type { Browser } from "playwright-core";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { IntakeModel } from "../../src/comments/intake.model.ts";
import { ScanModel } from "../../src/comments/scan.model.ts";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { DraftModel } from "../../src/drafts/draft.model.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { NARROW, openBrowser } from "../support/browser.ts";
import { faultsOf, Officers } from "../support/officers.ts";
import { eventually, World } from "../support/world.ts";

/** A clerk in a hamlet without net: a paper of three opinions on two pages, typed on a phone, sent once. */
let world: World;
let browser: Browser;
let officers: Officers;
let id = "";
beforeAll(async () => {
  world = await World.start({ residents: 1 });
  browser = await openBrowser();
  officers = new Officers(world, browser);
  await officers.add("canbo", "commune_officer");
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
  const upload = { name: "a.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  id = await startDraft(world.core, "sao-mai", fields, upload, { id: "x", name: "Cán bộ mẫu" });
  const day = (n: number): Date => new Date(Date.now() + n * 86_400_000);
  await DraftModel.updateOne(
    { _id: id },
    { $set: { state: "published", version: 1, openAt: day(-1), closeAt: day(9) } },
  );
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

const pageOf = async (shade: string) => ({
  name: "trang.jpg",
  mimeType: "image/jpeg",
  buffer: await sharp({ create: { width: 300, height: 420, channels: 3, background: shade } })
    .jpeg()
    .toBuffer(),
});

test("three opinions, two pages, 360 px, offline, the page closed: sent once, slips to print", async () => {
  const { page, context, reports } = await officers.enter("canbo", NARROW);
  const address = `${world.webUrl}/console/du-thao/${id}/gop-y/nhap`;
  await page.goto(address);
  expect(await faultsOf(page, "intake")).toEqual([]);
  await context.setOffline(true);
  const rows = page.locator("[data-row]");
  for (const [n, [place, stance, words]] of [
    ["Toàn văn", "tan-thanh", "Nhất trí | với dự thảo.\n\nNên làm sớm."],
    ["P3.2", "khong-tan-thanh", "Đường thôn 5 phải làm trước."],
    ["P3.4", "gop-y", "Thêm sân chơi."],
  ].entries()) {
    if (n > 0) await page.click("[name=_them]");
    const row = rows.nth(n);
    const label = (await row.locator("option").allTextContents()).find((text) => text.startsWith(place ?? ""));
    await row.locator("select").selectOption({ label: label ?? "" });
    expect(await row.locator("input:checked").count()).toBe(0);
    await row.locator(`input[value=${stance}]`).check();
    await row.locator("[name=text]").fill(words ?? "");
  }
  await page.setInputFiles("input[name=file]", [await pageOf("#fff"), await pageOf("#ddd")]);
  await page.click("button:has-text('Nhập ý kiến')");
  await page.waitForSelector("#phieu-cho >> text=Đang mất mạng");
  expect(await page.textContent("#phieu-cho")).toContain("3 ý kiến, 2 ảnh");
  expect(await faultsOf(page, "waiting")).toEqual([]);
  expect(await IntakeModel.countDocuments({ draftId: id })).toBe(0);
  // closed and opened again without net: the page still comes, and with it what waits
  await page.goto(address);
  await page.waitForSelector("#phieu-cho >> text=3 ý kiến, 2 ảnh");
  await context.setOffline(false);
  await page.evaluate("dispatchEvent(new Event('online'))");
  await eventually(
    "both pages",
    () => ScanModel.countDocuments({ draftId: id }),
    (n) => n === 2,
  );
  await page.waitForSelector("#phieu-cho:not(:has(.note))", { state: "attached" });
  expect(await IntakeModel.countDocuments({ draftId: id })).toBe(1);
  const entered = await CommentModel.find({ draftId: id, channel: "paper" }).lean();
  expect(entered.map(({ stance }) => stance).toSorted()).toEqual(["gop-y", "khong-tan-thanh", "tan-thanh"]);
  const words = entered.map(({ body }) => world.core.comments.openWords(body).text);
  expect(words).toContain("Nhất trí | với dự thảo.\n\nNên làm sớm.");
  const intake = await IntakeModel.findOne({ draftId: id }).lean();
  await page.goto(`${world.webUrl}/console/du-thao/${id}/gop-y/phieu/${String(intake?._id)}`);
  expect(await page.locator(".slip .code").count()).toBe(3);
  expect(await faultsOf(page, "slips")).toEqual([]);
  // the resident's phone opens the slip's address; the code leaves it at once
  const code = (await page.locator(".slip .code").first().textContent()) ?? "";
  await page.goto(`${world.webUrl}/mini/sao-mai/y-kien#${code}`);
  await page.waitForSelector("text=Nhất trí | với dự thảo.");
  expect(page.url()).not.toContain(code);
  expect(reports).toEqual([]);
  await context.close();
});
