import type { Browser, BrowserContext, Page } from "playwright-core";
import { CommentModel } from "../../src/comments/comment.model.ts";
import sharp from "sharp";
import { readPicture } from "../../src/requests/request-picture.ts";
import { findByCode as findRequest, openWords } from "../../src/requests/take-request.ts";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { NARROW, openBrowser } from "../support/browser.ts";
import { faultsOf } from "../support/officers.ts";
import { approvedItem } from "../support/send.ts";
import { eventually, World } from "../support/world.ts";
import { publishDraft } from "../support/publish.ts";

let world: World;
let browser: Browser;
let draftId = "";

beforeAll(async () => {
  world = await World.start({ residents: 5 });
  const by = { id: "1", name: "A" };
  const fields = {
    title: DEMO_DRAFT.title,
    about: DEMO_DRAFT.about,
    campaignId: "",
    skin: "state" as const,
    questions: [...DEMO_DRAFT.questions],
  };
  const upload = { name: "a.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  draftId = await startDraft(world.core, "sao-mai", fields, upload, by);
  const now = Date.now();
  const period = { openAt: new Date(now - 1000), closeAt: new Date(now + 41 * 86_400_000) };
  await publishDraft(world.core, "sao-mai", draftId, period);
  await approvedItem(world, "Lịch tiêm chủng");
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

interface Phone {
  context: BrowserContext;
  page: Page;
  reports: string[];
}
async function phone(viewport = NARROW): Promise<Phone> {
  const context = await browser.newContext({ viewport, locale: "vi-VN", hasTouch: true });
  const page = await context.newPage();
  const reports: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) reports.push(message.text());
  });
  page.on("pageerror", (error) => reports.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(world.webUrl) && !/^(data|blob):/.test(request.url()))
      reports.push(`remote: ${request.url()}`);
  });
  return { context, page, reports };
}
const url = (path = "/"): string => `${world.webUrl}/mini/sao-mai${path}`;
const openSheet = async (page: Page, code: string): Promise<void> => {
  await page.click(`button[aria-label="Góp ý đoạn này, ${code}"]`);
  await page.waitForSelector("dialog.sheet[open]");
};

test("safeguard 8 and the way of a comment: first open, to the draft, a place, a stance, personal data pointed out, looked at again, sent, its receipt kept", async () => {
  const { context, page, reports } = await phone();
  await page.goto(url());
  await page.waitForSelector("text=UBND xã Sao Mai");
  expect(await page.textContent("main")).toContain("OTP");
  await page.click("text=Đọc dự thảo");
  await page.waitForSelector("article.draft");
  await openSheet(page, "P2.2-CT3");
  // safeguard 8: four equal choices, none preset
  const boxes = await page.locator(".stance").evaluateAll((all) =>
    all.map((one) => {
      const { width, height } = one.getBoundingClientRect();
      const style = getComputedStyle(one);
      return [
        Math.round(width),
        Math.round(height),
        style.color,
        style.backgroundColor,
        style.borderColor,
        style.fontWeight,
        style.fontSize,
      ].join();
    }),
  );
  expect([boxes.length, new Set(boxes).size]).toEqual([4, 1]);
  expect(await page.locator(".stance input:checked").count()).toBe(0);
  await page.click("button:has-text('Xem lại và gửi')");
  expect(await page.textContent("[role=alert]")).toContain("chọn một trong bốn ô");
  await page.check("input[value=mot-phan]");
  await page.fill("textarea >> nth=0", "Gọi 0900 000 001 để hỏi. Đề nghị 90 %.");
  await page.waitForSelector("text=Có số điện thoại");
  await page.fill("textarea >> nth=0", "CT3 80% là quá thấp, đề nghị 90%, vì trẻ đều biết dùng máy.");
  await page.click("button:has-text('Xem lại và gửi')");
  await page.waitForSelector("text=Xem lại trước khi gửi");
  const consent = await page.locator(".two button").evaluateAll((all) =>
    all.map((one) => {
      const { width, height } = one.getBoundingClientRect();
      const style = getComputedStyle(one);
      return [Math.round(width), Math.round(height), style.color, style.backgroundColor, style.borderColor].join();
    }),
  );
  expect([consent.length, new Set(consent).size]).toEqual([2, 1]);
  await page.click("button:has-text('Đồng ý và gửi')");
  await page.waitForSelector("text=Trân trọng cảm ơn ý kiến của Ông/Bà");
  const code = (await page.textContent(".code")) ?? "";
  expect(code).toMatch(/^SM-\w{4}-\w{4}-\w{4}$/);
  expect(
    await CommentModel.countDocuments({ draftId, stance: "mot-phan", channel: "web", owner: "", signed: "" }),
  ).toBe(1);
  await page.click("text=Lưu mã trên máy này");
  await page.waitForSelector("text=Đã lưu mã trên máy này");
  await page.click("nav >> text=Ý kiến");
  await page.waitForSelector("text=Đang tổng hợp");
  expect(await page.textContent("main")).toContain("CT3 80% là quá thấp");
  await page.click("text=Sửa");
  await page.fill("form textarea", "Đề nghị 85 %.");
  await page.click("button:has-text('Gửi')");
  await page.waitForSelector("text=Đề nghị 85 %.");
  await page.click("text=Rút lại");
  await page.click("button:has-text('Rút ý kiến')");
  await page.waitForSelector("text=Đã rút");
  expect(await CommentModel.countDocuments({ draftId, state: "withdrawn" })).toBe(1);
  expect(reports).toEqual([]);
  await context.close();
});

test("without a net: the read draft opens, what is written waits, and is sent once when the net is back", async () => {
  const { context, page, reports } = await phone();
  await page.goto(url(`/du-thao/${draftId}`));
  await page.waitForSelector("article.draft");
  await page.evaluate("navigator.serviceWorker.ready");
  await eventually(
    "all files kept",
    () =>
      page.evaluate<number>(
        "caches.keys().then(async (names) => { let n = 0; for (const name of names) n += (await (await caches.open(name)).keys()).length; return n; })",
      ),
    (n) => n > 10,
  );
  await page.reload();
  await page.waitForSelector("article.draft");
  await context.setOffline(true);
  await page.reload();
  await page.waitForSelector("text=Bản lưu trên máy lúc");
  expect(await page.textContent("main")).toContain("Hồ sơ thủ tục hành chính");
  await page.waitForSelector("text=Đang mất mạng. Vẫn đọc và viết được");
  await openSheet(page, "P3.5");
  await page.check("input[value=gop-y]");
  await page.fill("textarea >> nth=0", "Nên có chỗ gom vỏ thuốc trừ sâu.");
  await page.click("button:has-text('Xem lại và gửi')");
  await page.click("button:has-text('Đồng ý và gửi')");
  await page.waitForSelector("text=Ý kiến được giữ trên máy");
  await page.click("nav >> text=Ý kiến");
  await page.waitForSelector("text=Chờ có mạng để gửi");
  // closed and opened again: it is still there
  await page.reload();
  await page.waitForSelector("text=Chờ có mạng để gửi");
  expect(await CommentModel.countDocuments({ draftId, channel: "web", state: "kept" })).toBe(0);
  await context.setOffline(false);
  await page.evaluate("window.dispatchEvent(new Event('online'))");
  await page.waitForSelector("text=Đang tổng hợp");
  await page.evaluate("window.dispatchEvent(new Event('online'))");
  await page.reload();
  await page.waitForSelector("text=Nên có chỗ gom vỏ thuốc trừ sâu.");
  expect(await CommentModel.countDocuments({ draftId, channel: "web", state: "kept" })).toBe(1);
  expect(reports.filter((one) => !one.includes("ERR_INTERNET"))).toEqual([]);
  await context.close();
});

test("with the keyboard alone: a place, a stance, words, back to where one was", async () => {
  const { context, page } = await phone({ width: 1366, height: 768 });
  await page.goto(url(`/du-thao/${draftId}`));
  await page.waitForSelector("article.draft");
  await page.locator('button[aria-label="Góp ý đoạn này, P4"]').focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog.sheet[open]");
  const inside = () => page.evaluate("document.activeElement?.closest('dialog') !== null");
  expect(await inside()).toBe(true);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  expect(await page.locator(".stance input:checked").getAttribute("value")).toBe("tan-thanh");
  for (let n = 0; n < 12; n += 1) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate<number>(
      "document.activeElement === document.body || document.activeElement?.closest('dialog') !== null",
    );
    expect(where).toBe(true);
  }
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog.sheet", { state: "detached" });
  expect(await page.evaluate("document.activeElement?.getAttribute('aria-label')")).toBe("Góp ý đoạn này, P4");
  await context.close();
});

/** Counts in the page how far what stood there was moved by what came later; 0.1 is where it begins to disturb. */
const COUNT_SHIFTS = `window.shifted = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });`;

test("nothing that stands on a page jumps while the rest of it comes over a slow net", async () => {
  const { context, page } = await phone();
  await page.addInitScript(COUNT_SHIFTS);
  const slow = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 };
  await (await context.newCDPSession(page)).send("Network.emulateNetworkConditions", slow);
  for (const path of ["/", "/du-thao", `/du-thao/${draftId}`, "/tin", "/khung", "/y-kien"]) {
    await page.goto(url(path), { waitUntil: "networkidle" });
    await page.waitForFunction("!document.querySelector('.loading')");
    expect([path, Number(await page.evaluate("window.shifted")) <= 0.05]).toEqual([path, true]);
  }
  await context.close();
});

test("large text: one remembered switch, 22 px, nothing cut or beside the screen; places are found by the contents list", async () => {
  const { context, page } = await phone();
  await page.goto(url(`/du-thao/${draftId}`));
  await page.waitForSelector("article.draft");
  await page.click("button:has-text('Chữ to')");
  expect(await page.evaluate("getComputedStyle(document.documentElement).fontSize")).toBe("22px");
  await page.reload();
  await page.waitForSelector("article.draft");
  expect(await page.evaluate("getComputedStyle(document.documentElement).fontSize")).toBe("22px");
  await openSheet(page, "P1.1");
  const columns = await page
    .locator(".stance")
    .evaluateAll((all) => new Set(all.map((one) => one.getBoundingClientRect().left)).size);
  expect(columns).toBe(1);
  expect(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")).toBe(
    true,
  );
  await page.keyboard.press("Escape");
  await page.click("text=Mục lục");
  await page.click(".contents >> text=III. NHIỆM VỤ");
  expect(new URL(page.url()).hash).not.toBe("");
  await context.close();
});

test("every page, plain and large: axe finds nothing serious, nothing beside the screen, targets of 44 pixels", async () => {
  for (const large of [false, true]) {
    const { context, page, reports } = await phone();
    if (large) await context.addInitScript("localStorage.setItem('loa-so:large', '1')");
    const faults: string[] = [];
    for (const path of [
      "/",
      "/tin",
      "/du-thao",
      `/du-thao/${draftId}`,
      "/y-kien",
      "/cua-toi",
      "/chu-de",
      "/phan-anh",
      "/gioi-thieu",
    ]) {
      await page.goto(url(path));
      await page.waitForSelector("main h1");
      await page.waitForLoadState("networkidle");
      faults.push(...(await faultsOf(page, `${path}${large ? " large" : ""}`)));
      const small = await page
        .locator("button:visible, nav a:visible, a.button:visible")
        .evaluateAll((all) =>
          all.filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.textContent),
        );
      faults.push(...small.map((text) => `${path}: target too low: ${text}`));
    }
    await page.goto(url(`/du-thao/${draftId}`));
    await page.waitForSelector("article.draft");
    await openSheet(page, "P4");
    faults.push(...(await faultsOf(page, "sheet")));
    expect(faults).toEqual([]);
    expect(reports).toEqual([]);
    await context.close();
  }
});

test("phản ánh from a plain browser: a code and a due date; no commune in the address asks which", async () => {
  const { context, page } = await phone();
  await page.goto(url("/phan-anh"));
  await page.fill("textarea", "Đèn đường thôn 2 hỏng ba hôm nay.");
  const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: "#406080" } })
    .jpeg()
    .withExif({ IFD0: { Artist: "SECRET-CAMERA" } })
    .toBuffer();
  await page.setInputFiles("input[type=file]", { name: "den.jpg", mimeType: "image/jpeg", buffer: picture });
  await page.click("button:has-text('Gửi phản ánh')");
  await page.waitForSelector("text=Đã nhận phản ánh");
  const code = (await page.textContent(".code")) ?? "";
  await page.fill("input[autocomplete=off] >> nth=-1", code);
  await page.click("button:has-text('Xem')");
  await page.waitForSelector("text=Đèn đường thôn 2 hỏng");
  const { requests } = world.core;
  const stored = openWords(requests, await findRequest(code)).picture;
  const bytes = await readPicture(requests, stored);
  expect((await sharp(bytes).metadata()).width).toBe(900);
  expect(bytes?.includes("SECRET-CAMERA")).toBe(false);
  await page.goto(`${world.webUrl}/mini/`);
  await page.click("text=Xã Sao Mai");
  await page.waitForURL("**/mini/sao-mai/");
  await context.close();
});

test("an error of the server: words for a person, what was written stays, nothing is lost", async () => {
  const { context, page } = await phone();
  await page.goto(url(`/du-thao/${draftId}`));
  await page.waitForSelector("article.draft");
  await page.route("**/api/v1/drafts/*/comments", (route) =>
    route.fulfill({
      status: 422,
      contentType: "application/json",
      body: JSON.stringify({ error: { message: "Có 1 chỗ cần sửa", fields: { text: "Nội dung dài quá" } } }),
    }),
  );
  await openSheet(page, "P4");
  await page.check("input[value=tan-thanh]");
  await page.fill("textarea >> nth=0", "Giữ lại chữ này");
  await page.click("button:has-text('Xem lại và gửi')");
  await page.click("button:has-text('Đồng ý và gửi')");
  await page.waitForSelector("[role=alert]:has-text('Có 1 chỗ cần sửa. Nội dung dài quá.')");
  expect(await page.inputValue("textarea >> nth=0")).toBe("Giữ lại chữ này");
  await page.unroute("**/api/v1/drafts/*/comments");
  await page.route("**/api/v1/units/sao-mai/drafts", (route) => route.fulfill({ status: 500, body: "rubbish" }));
  await page.goto(url("/du-thao"));
  await page.waitForSelector("[role=alert]:has-text('Rất xin lỗi Ông/Bà')");
  await page.unroute("**/api/v1/units/sao-mai/drafts");
  await page.click("button:has-text('Thử lại')");
  await page.waitForSelector("text=Đang lấy ý kiến");
  await context.close();
});
