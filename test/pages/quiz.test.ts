import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { TurnModel } from "../../src/quizzes/turn.model.ts";
import { QUIZ_QUESTIONS } from "../fixtures/quiz-questions.ts";
import { NARROW, openBrowser } from "../support/browser.ts";
import { faultsOf, Officers } from "../support/officers.ts";
import { bankOf, openContest, roundOf } from "../support/quiz.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";
import { openZaloHost, ZAPP } from "../support/zalo-host.ts";

let world: World;
let browser: Browser;
let contest = "";
const HOUR = 3_600_000;

beforeAll(async () => {
  world = await World.start({ residents: 5, settings: { API_LIMITS: "off" } });
  const bank = await bankOf(world.core, "sao-mai", 4);
  const now = Date.now();
  contest = await openContest(world.core, "sao-mai", [roundOf(bank, new Date(now - 1000), new Date(now + HOUR))]);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

const tokenOf = async (n: number): Promise<string> =>
  ((await world.sim("mini-token", { oa: OA, user: userNumber(n) })) as { token: string }).token;

/** Chooses the right option of the question that is shown. */
async function answerRight(page: Page): Promise<void> {
  const text = (await page.textContent("legend")) ?? "";
  const question = QUIZ_QUESTIONS.find((one) => one.text === text);
  for (const right of question?.right ?? [])
    await page.getByLabel(question?.options[right] ?? "", { exact: true }).check();
}

test("a whole round on Zalo's host with a lost connection: what was chosen is kept, resumed elsewhere, handed in once, then why", async () => {
  const token = await tokenOf(1);
  const host = await openZaloHost(browser, world.webUrl, token);
  const page = await host.context.newPage();
  const seen: string[] = [];
  page.on("response", async (response) => {
    if (response.url().includes("/api/")) seen.push(await response.text().catch(() => ""));
  });
  await page.goto(`${ZAPP}/thi?xa=sao-mai`);
  await page.click("text=Vào thi");
  await page.waitForSelector("text=Hôm nay còn 3 lượt được tính");
  expect(await page.getByText("Xét giải:").locator("..").locator("input").isChecked()).toBe(false);
  await page.check("label:has-text('Xét giải') input");
  await page.click("button:has-text('Bắt đầu')");
  await page.waitForSelector("text=Câu 1 / 4");
  await answerRight(page);
  await page.click("button:has-text('Câu tiếp theo')");
  await eventually(
    "the first answer kept by the server",
    () => TurnModel.findOne({ contestId: contest }).lean(),
    (turn) => (turn?.chosen[0]?.length ?? 0) > 0,
  );
  // the net goes; two more are answered on the phone alone
  host.net = false;
  await answerRight(page);
  await page.click("button:has-text('Câu tiếp theo')");
  await answerRight(page);
  await page.click("button:has-text('Tạm dừng')");
  await page.waitForSelector("text=Đang mất mạng. Các câu đã chọn còn trên máy");
  // the app is killed in the dead spot and opened again with a net: the phone remembers
  host.net = true;
  await page.goto(`${ZAPP}/thi/${contest}?xa=sao-mai`);
  await page.click("button:has-text('Làm tiếp')");
  await page.waitForSelector("text=Đã trả lời 3 câu");
  await eventually(
    "what the phone kept has reached the server",
    () => TurnModel.findOne({ contestId: contest }).lean(),
    (turn) => turn?.chosen.filter((one) => one.length > 0).length === 3,
  );
  // another phone of the same person goes on where it was left
  const other = await openZaloHost(browser, world.webUrl, token);
  const second = await other.context.newPage();
  second.on("response", async (response) => {
    if (response.url().includes("/api/")) seen.push(await response.text().catch(() => ""));
  });
  await second.goto(`${ZAPP}/thi/${contest}?xa=sao-mai`);
  await second.click("button:has-text('Làm tiếp')");
  await second.waitForSelector("text=Câu 4 / 4");
  await answerRight(second);
  await second.click("button:has-text('Đến phần dự đoán')");
  await second.getByLabel(/đoán có bao nhiêu người/).fill("12");
  for (const { why, sources } of QUIZ_QUESTIONS)
    for (const secret of [why, ...sources.map((one) => one.title)]) expect(seen.join()).not.toContain(secret);
  await second.click("button:has-text('Nộp bài')");
  await second.waitForSelector("text=Đúng 4 / 4 câu");
  expect(await second.textContent("main")).toContain("Vì nguồn ghi như vậy");
  expect(await second.textContent("main")).toContain("Nguồn: Tài liệu mẫu");
  expect(await TurnModel.find({ contestId: contest }).lean()).toMatchObject([
    { guess: 12, prize: true, state: "done", seq: 1 },
  ]);
  expect([...host.strange, ...other.strange]).toEqual([]);
  await host.context.close();
  await other.context.close();
});

test("without Zalo: the rules are read and questions tried, with why at once; a turn is not offered", async () => {
  const context = await browser.newContext({ viewport: NARROW, locale: "vi-VN" });
  const page = await context.newPage();
  await bankOf(world.core, "sao-mai", 2);
  await page.goto(`${world.webUrl}/mini/sao-mai/thi/${contest}`);
  await page.waitForSelector("text=Thi tính giải cần mở trong Zalo");
  expect(await page.locator("button:has-text('Bắt đầu')").count()).toBe(0);
  await page.click("summary:has-text('Thể lệ')");
  expect(await page.locator("dt").count()).toBe(13);
  await page.click("summary:has-text('Bảng xếp hạng')");
  await page.waitForSelector("text=Bảng hiện khi có từ 5 người thi");
  const before = await TurnModel.countDocuments();
  await page.goto(`${world.webUrl}/mini/sao-mai/thi/luyen-tap`);
  const first = page.locator("section.card").first();
  await first.locator("input").first().check();
  await first.locator("button:has-text('Kiểm tra')").click();
  await first.locator("text=Nguồn:").waitFor();
  expect(await TurnModel.countDocuments()).toBe(before);
  await context.close();
});

test("pages of contests at 360 px, large text too: axe finds nothing serious, nothing scrolls sideways", async () => {
  const host = await openZaloHost(browser, world.webUrl, await tokenOf(2));
  const page = await host.context.newPage();
  const faults: string[] = [];
  const look = async (name: string): Promise<void> => void faults.push(...(await faultsOf(page, name)));
  await page.goto(`${ZAPP}/thi?xa=sao-mai`);
  await page.waitForSelector("text=Vào thi");
  await look("list");
  await page.click("text=Vào thi");
  await page.waitForSelector("button:has-text('Bắt đầu')");
  await look("contest");
  await page.click("button:has-text('Bắt đầu')");
  await page.waitForSelector("text=Câu 1 / 4");
  await look("question");
  await page.evaluate("document.documentElement.classList.add('large')");
  await look("question, large");
  const small = await page
    .locator(".option, .zaui-btn")
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height).filter((height) => height < 44));
  expect(small).toEqual([]);
  expect(faults).toEqual([]);
  await host.context.close();
});

test("an officer writes, checks and opens a contest; the leader approves; the auditor sees marks and changes nothing", async () => {
  const officers = new Officers(world, browser);
  await officers.add("canbo", "commune_officer");
  await officers.add("lanhdao", "commune_approver");
  await officers.add("kiemtra", "auditor");
  await officers.add("quantri", "sys_admin");
  const { page, context, reports } = await officers.enter("canbo");
  const url = (path: string): string => `${world.webUrl}/console${path}`;
  await page.goto(url("/thi/cau-hoi/moi"));
  await page.fill("input[name=category]", "Lịch sử");
  await page.fill("textarea[name=text]", "Xã Sao Mai có bao nhiêu thôn?");
  for (const [n, text] of ["10", "11", "12"].entries()) await page.locator("input[name=options]").nth(n).fill(text);
  await page.click("button:has-text('Lưu câu hỏi')");
  expect(await page.textContent("[role=alert]")).toContain("Cần chọn từ 1 đến 4 đáp án đúng");
  expect(await page.locator("input[name=options]").nth(2).inputValue()).toBe("12");
  await page.check("input[name=right][value='2']");
  await page.fill("textarea[name=why]", "Theo quyết định thành lập.");
  await page.locator("input[name=sourceTitle]").nth(0).fill("Quyết định 1");
  await page.click("button:has-text('Lưu câu hỏi')");
  await page.check("input[name=checked]");
  await page.click("button:has-text('Xác nhận hai nguồn')");
  expect(await page.textContent("[role=alert]")).toContain("Cần hai nguồn");
  await page.locator("input[name=sourceTitle]").nth(1).fill("Niên giám");
  await page.click("button:has-text('Lưu câu hỏi')");
  await page.check("input[name=checked]");
  await page.click("button:has-text('Xác nhận hai nguồn')");
  await page.waitForSelector("text=Đã xác nhận hai nguồn");
  // in and out: what is taken out comes in again
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.goto(url("/thi/cau-hoi/tai.xlsx")).catch(() => undefined),
  ]);
  const file = await download.path();
  await page.goto(url("/thi/cau-hoi"));
  await page.setInputFiles("input[name=file]", {
    name: "cau-hoi.xlsx",
    mimeType: "application/xlsx",
    buffer: readFileSync(file),
  });
  await page.click("button:has-text('Nhập từ tệp')");
  await page.waitForSelector("text=/Đã nhập \\d+ câu hỏi/");
  // the contest
  await page.goto(url("/thi"));
  await page.fill("input[name=title]", "Thi thử quy trình");
  await page.click("button:has-text('Lập cuộc thi')");
  await page.waitForSelector("text=Chưa mở được");
  const id = page.url().split("/").at(-1) ?? "";
  await page.click("button:has-text('Trình duyệt')");
  expect(await page.textContent("[role=alert]")).toContain("Thể lệ còn thiếu");
  for (const box of await page.locator("textarea[name^=rule-]").all())
    if ((await box.inputValue()) === "") await box.fill("Theo thể lệ mẫu.");
  await page.click("button:has-text('Lưu thể lệ')");
  await page.click("button:has-text('Thêm vòng thi')");
  await page.fill("input[name=count]", "1");
  await page.locator("input[name=questions]").first().check();
  await page.fill("[name=prizeName]", "Giải Nhất");
  await page.fill("[name=prizeCount]", "1");
  await page.fill("[name=prizeValue]", "Giấy khen");
  await page.click("button:has-text('Lưu vòng thi')");
  await page.click("button:has-text('Trình duyệt')");
  await page.waitForSelector("text=Đang chờ duyệt");
  expect(await page.locator("button:has-text('Xác nhận')").count()).toBe(0);
  await context.close();
  const leader = await officers.enter("lanhdao");
  await leader.page.goto(url(`/thi/${id}`));
  await leader.page.check("input[value=approve]");
  await leader.page.click("button:has-text('Xác nhận')");
  await leader.page.waitForSelector("text=mã băm đã công khai");
  await leader.page.goto(`${world.webUrl}/cong-khai/thi/${id}`);
  expect(await leader.page.textContent("main")).toMatch(/[0-9a-f]{64}/);
  const faults = await faultsOf(leader.page, "public contest");
  await leader.page.setViewportSize(NARROW);
  for (const path of [
    `/cong-khai/thi/${contest}/vong/1`,
    "/cong-khai/thi/chung-nhan",
    `/console/thi/${id}`,
    `/console/thi/${id}/vong/1`,
    `/console/thi/${contest}/vong/1/ket-qua`,
    "/console/thi/cau-hoi",
    "/console/thi",
  ]) {
    await leader.page.goto(`${world.webUrl}${path}`);
    faults.push(...(await faultsOf(leader.page, path)));
  }
  expect(faults).toEqual([]);
  await leader.context.close();
  const auditor = await officers.enter("kiemtra");
  await auditor.page.goto(url(`/thi/${contest}/vong/1/ket-qua`));
  expect(await auditor.page.textContent("main")).toContain("Số người thi");
  expect(await auditor.page.locator("main form").count()).toBe(0);
  expect((await auditor.page.goto(url(`/thi/${contest}/vong/1/bat-thuong`)))?.status()).toBe(200);
  for (const path of [`/thi/${contest}/vong/1/cong-bo`, `/thi/${contest}/vong/1/loai`, `/thi/${contest}/trinh`])
    expect((await auditor.page.request.post(url(path))).status()).toBe(403);
  await auditor.context.close();
  const admin = await officers.enter("quantri");
  expect((await admin.page.goto(url(`/thi/${contest}/vong/1/ket-qua`)))?.status()).toBe(403);
  await admin.context.close();
  expect(reports).toEqual([]);
});
