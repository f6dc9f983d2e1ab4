import type { Browser } from "playwright-core";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { openBrowser } from "../support/browser.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";
import { openZaloHost, ZAPP } from "../support/zalo-host.ts";
import { publishDraft } from "../support/publish.ts";

let world: World;
let browser: Browser;
let draftId = "";
let token = "";
beforeAll(async () => {
  world = await World.start({ residents: 5 });
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
  const upload = { name: "a.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  draftId = await startDraft(world.core, "sao-mai", fields, upload, { id: "1", name: "A" });
  const now = Date.now();
  const period = { openAt: new Date(now - 1000), closeAt: new Date(now + 86_400_000) };
  await publishDraft(world.core, "sao-mai", draftId, period);
  await world.say(userNumber(1), "xin chào");
  await eventually(
    "the person known",
    () => CitizenModel.countDocuments({ userId: userNumber(1) }),
    (n) => n === 1,
  );
  token = ((await world.sim("mini-token", { oa: OA, user: userNumber(1) })) as { token: string }).token;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

test("on Zalo's host with its real SDK: the token is checked, own data is seen, a comment goes as mini-app, signed only by choice", async () => {
  const { context, strange } = await openZaloHost(browser, world.webUrl, token);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`${ZAPP}/cua-toi?xa=sao-mai`);
  await page.waitForSelector("text=Tại OA của xã");
  await page.goto(`${ZAPP}/du-thao/${draftId}?xa=sao-mai`);
  await page.waitForSelector("article.draft");
  const open = async (): Promise<void> => {
    await page.click('button[aria-label="Góp ý đoạn này, P4"]');
    await page.waitForSelector("text=Ghi tên tôi để xã trả lời riêng");
  };
  await open();
  expect(await page.locator(".check input").isChecked()).toBe(false);
  await page.check("input[value=tan-thanh]");
  await page.click("button:has-text('Xem lại và gửi')");
  await page.click("button:has-text('Đồng ý và gửi')");
  await page.waitForSelector(".code");
  expect(await CommentModel.findOne({ draftId }).lean()).toMatchObject({ channel: "mini-app", owner: "", signed: "" });
  await page.click("text=Đọc tiếp dự thảo");
  await open();
  await page.check(".check input");
  await page.check("input[value=mot-phan]");
  await page.click("button:has-text('Xem lại và gửi')");
  expect(await page.textContent(".facts")).toContain("Ghi tên");
  await page.click("button:has-text('Đồng ý và gửi')");
  await page.waitForSelector(".code");
  expect(await CommentModel.countDocuments({ draftId, owner: { $ne: "" } })).toBe(1);
  await page.goto(`${ZAPP}/cua-toi?xa=sao-mai`);
  await page.waitForSelector("text=Ý kiến đã ghi tên: 1");
  expect([...errors, ...strange]).toEqual([]);
  await context.close();
});

test("nobody logged in at Zalo, or the person says no: everything is read, comments go anonymously, no loop of asking", async () => {
  const { context, strange } = await openZaloHost(browser, world.webUrl, "", true);
  const page = await context.newPage();
  await page.goto(`${ZAPP}/?xa=sao-mai`);
  await page.waitForSelector("text=Đọc dự thảo");
  await page.goto(`${ZAPP}/cua-toi?xa=sao-mai`);
  await page.waitForSelector("text=Chưa nối với tài khoản Zalo");
  await page.goto(`${ZAPP}/chu-de?xa=sao-mai`);
  await page.click("button:has-text('Quan tâm OA')");
  // whatever Zalo answers, or should it never answer, the page stays and says what it said
  expect(await page.textContent("main")).toContain("Đọc tin ở đây thì không cần");
  await page.goto(`${ZAPP}/du-thao/${draftId}?xa=sao-mai`);
  await page.waitForSelector("article.draft");
  await page.click('button[aria-label="Góp ý đoạn này, P5"]');
  await page.waitForSelector("dialog[open]");
  await page.check("input[value=khong-tan-thanh]");
  await page.click("button:has-text('Xem lại và gửi')");
  await page.click("button:has-text('Đồng ý và gửi')");
  await page.waitForSelector(".code");
  expect(await CommentModel.countDocuments({ draftId, channel: "web" })).toBe(1);
  expect(strange).toEqual([]);
  await context.close();
});
