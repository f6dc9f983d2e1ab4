import type { Browser } from "playwright-core";
import sharp from "sharp";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { DataRequestModel } from "../../src/own-data/data-request.model.ts";
import { findByCode, openWords } from "../../src/requests/take-request.ts";
import { openBrowser } from "../support/browser.ts";
import { online } from "../support/mini-phone.ts";
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

/** Ends every session of residents, as the hour does. */
const endSessions = async (): Promise<void> => {
  const { visits, prefix } = world.core;
  const keys = await visits.keys(`${prefix}:resident:*`);
  if (keys.length > 0) await visits.del(...keys);
};

test("the session ends while somebody writes: renewed once without a word, and the signed comment goes", async () => {
  const { context, strange } = await openZaloHost(browser, world.webUrl, token);
  const page = await context.newPage();
  let begun = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/api/v1/session")) begun += 1;
  });
  await page.goto(`${ZAPP}/du-thao/${draftId}?xa=sao-mai`);
  await page.waitForSelector("article.draft");
  await page.click('button[aria-label="Góp ý đoạn này, P4"]');
  await page.waitForSelector("text=Ghi tên tôi để xã trả lời riêng");
  await page.check(".check input");
  await page.check("input[value=gop-y]");
  await page.fill("dialog textarea >> nth=0", "Viết qua giờ hết phiên");
  await endSessions();
  await page.click("button:has-text('Xem lại và gửi')");
  await page.click("button:has-text('Đồng ý và gửi')");
  await page.waitForSelector(".code");
  expect(begun).toBe(2);
  await endSessions();
  await page.goto(`${ZAPP}/cua-toi?xa=sao-mai`);
  await page.waitForSelector("text=Viết qua giờ hết phiên");
  expect(strange).toEqual([]);
  await context.close();
});

test("the session ends and Zalo vouches no more: the signed comment waits and asks; connected again, it goes", async () => {
  const host = await openZaloHost(browser, world.webUrl, token);
  const page = await host.context.newPage();
  await page.goto(`${ZAPP}/du-thao/${draftId}?xa=sao-mai`);
  await page.waitForSelector("article.draft");
  await page.click('button[aria-label="Góp ý đoạn này, P5"]');
  await page.waitForSelector("text=Ghi tên tôi để xã trả lời riêng");
  await page.check(".check input");
  await page.check("input[value=gop-y]");
  await page.fill("dialog textarea >> nth=0", "Chờ Zalo xác nhận lại");
  await endSessions();
  const no = { error: { message: "Zalo chưa xác nhận được tài khoản.", fields: {} } };
  await page.route("**/api/v1/session", (route) =>
    route.fulfill({ status: 401, contentType: "application/json", body: JSON.stringify(no) }),
  );
  await page.click("button:has-text('Xem lại và gửi')");
  await page.click("button:has-text('Đồng ý và gửi')");
  await page.waitForSelector("h1:has-text('Ý kiến được giữ trên máy')", { timeout: 60_000 });
  expect(await page.textContent("main")).toContain("Phiên với Zalo đã hết");
  await page.goto(`${ZAPP}/y-kien?xa=sao-mai`);
  await page.waitForSelector("text=Chờ kết nối lại với Zalo");
  await page.unroute("**/api/v1/session");
  await page.click("button:has-text('Kết nối lại và gửi')");
  await page.waitForSelector("text=Đang tổng hợp", { timeout: 60_000 });
  expect(await page.textContent("main")).toContain("Chờ Zalo xác nhận lại");
  expect(host.strange).toEqual([]);
  await host.context.close();
});

test("a photo whose session ended goes under a new one, in the same press", async () => {
  const { context, strange } = await openZaloHost(browser, world.webUrl, token);
  const page = await context.newPage();
  const begun = page.waitForResponse((answer) => answer.url().endsWith("/api/v1/session"));
  await page.goto(`${ZAPP}/phan-anh?xa=sao-mai`);
  await begun;
  await page.fill("textarea", "Cột điện nghiêng ở thôn 3");
  const photo = await sharp({ create: { width: 90, height: 60, channels: 3, background: "#406080" } })
    .jpeg()
    .toBuffer();
  await page.setInputFiles("input[type=file]", { name: "cot.jpg", mimeType: "image/jpeg", buffer: photo });
  await endSessions();
  await page.click("button:has-text('Gửi phản ánh')");
  const code = (await page.textContent(".code")) ?? "";
  const request = await findByCode(code);
  expect([request.channel, openWords(world.core.requests, request).picture]).toEqual([
    "mini-app",
    expect.stringMatching(/^kept:/),
  ]);
  expect(strange).toEqual([]);
  await context.close();
});

test("requests about own data that wait stand beside each other, and each arrives", async () => {
  const host = await openZaloHost(browser, world.webUrl, token);
  const page = await host.context.newPage();
  await page.goto(`${ZAPP}/cua-toi?xa=sao-mai`);
  await page.waitForSelector("text=Tại OA của xã");
  host.net = false;
  for (const words of ["Sửa họ tên", "Sửa ngày theo dõi"]) {
    await page.getByRole("button", { name: "Sửa", exact: true }).click();
    await page.fill("textarea", words);
    await page.click("button:has-text('Gửi yêu cầu')");
    await page.waitForSelector("[role=status]:has-text('Nội dung được giữ trên máy')");
  }
  await page.click("button:has-text('Rút đồng ý')");
  await page.click(".two button:has-text('Rút đồng ý')");
  await page.waitForSelector("[role=status]:has-text('Nội dung được giữ trên máy')");
  await page.goto(`${ZAPP}/y-kien?xa=sao-mai`);
  await page.waitForSelector("text=Yêu cầu về dữ liệu");
  expect(await page.locator(".card:has-text('Yêu cầu về dữ liệu')").count()).toBe(3);
  host.net = true;
  await online(page);
  await eventually(
    "all three arrived",
    async () => (await DataRequestModel.find().sort({ at: 1 }).lean()).map((one) => one.kind),
    (kinds) => kinds.length === 3,
  );
  await host.context.close();
});
