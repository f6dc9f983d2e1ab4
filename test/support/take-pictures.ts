import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { DEMO_OAS } from "../../src/cli/demo-data.ts";
import { TRIAL_PASSWORD } from "../../src/officials/trial-accounts.ts";
import { openZaloHost, ZAPP } from "./zalo-host.ts";
import { logIn, NARROW, openBrowser, WIDE } from "./browser.ts";

/** `make pictures`: the pictures of README and user guide, from a running `make start` and its seeded demo. */
const WEB = process.env["PUBLIC_URL"] ?? "http://localhost:3000";
const SIM = process.env["SIM_URL"] ?? "http://localhost:3900";
const FOLDER = "docs/pictures";
const OA = DEMO_OAS[0]?.id ?? "";
const FIRST = BigInt(DEMO_OAS[0]?.firstId ?? 0);

const sim = (path: string, body: Record<string, unknown>): Promise<unknown> =>
  fetch(`${SIM}/sim/${path}`, { method: "POST", body: JSON.stringify(body) }).then((answer) => answer.json());
const say = async (n: number, text: string): Promise<void> => {
  await sim("say", { oa: OA, user: String(FIRST + BigInt(n)), text });
  await new Promise((resolve) => setTimeout(resolve, 900));
};
const shoot = (page: Page, name: string, fullPage = false): Promise<Buffer> =>
  page.screenshot({ path: `${FOLDER}/${name}.png`, fullPage });

mkdirSync(FOLDER, { recursive: true });
const browser = await openBrowser();
const codeOf = (mail: string, unit: string): string =>
  execFileSync(process.execPath, ["launcher/code.mjs", `${mail}@${unit}.loaso.test`], { encoding: "utf8" })
    .replace("code: ", "")
    .trim();
const open = async (mail: string, viewport = WIDE, unit = "sao-mai"): Promise<Page> => {
  const page = await (await browser.newContext({ viewport, locale: "vi-VN" })).newPage();
  await logIn(page, WEB, `${mail}@${unit}.loaso.test`, TRIAL_PASSWORD, codeOf(mail, unit));
  return page;
};

for (const [n, text] of [
  [411, "xã ơi đường vào thôn 5 qua mưa ko đi dc"],
  [1186, "Dự thảo có nói đến học phí không?"],
  [1186, "gặp cán bộ"],
  [76, "gặp cán bộ"],
] as const)
  await say(n, text);
for (let n = 200; n < 206; n += 1) for (const text of ["tin xa", "giờ làm việc"]) await say(n, text);

const page = await open("canbo");
await page.goto(`${WEB}/console/hop-thu`);
await page.click(".people a");
if (await page.locator("text=Nhận trả lời").count()) await page.click("text=Nhận trả lời");
await page.waitForSelector("#tra-loi");
await page.fill(
  "#tra-loi",
  "Kính chào Ông/Bà. Xã đã cử người xuống thôn 5 kiểm tra đoạn qua cống. Ông/Bà cho biết xe máy có đi được không?",
);
await shoot(page, "inbox");
await page.click("text=Gửi trả lời");
await page.waitForSelector(".note.good");
await page.goto(`${WEB}/console/noi-dung/moi`);
await page.fill("#f-title", "Lịch tiếp công dân tháng 12");
await page.fill(
  "#f-text",
  "Lãnh đạo UBND xã tiếp công dân các sáng thứ Ba, từ 7 giờ 30 đến 11 giờ, tại trụ sở xã.\nBà con mang theo giấy tờ liên quan đến việc cần hỏi.",
);
await page.fill("#f-source", "Văn phòng UBND xã Sao Mai");
await page.check("input[value=cong-khai]");
await page.check("input[name=privatePeople][value=khong]");
await page.waitForTimeout(1200);
await page.evaluate("window.scrollTo(0, 0)");
await page.waitForTimeout(200);
await shoot(page, "edit");
await page.click("button[value=luu]");
await page.waitForSelector(".note.good");
const item = /noi-dung\/([0-9a-f]{24})/.exec(page.url())?.[1] ?? "";

// pictures are taken at any hour: the commune lets itself send around the clock meanwhile
const department = await open("dieuphoi", WIDE, "so");
const setHours = async (from: string, to: string): Promise<void> => {
  await department.goto(`${WEB}/console/don-vi/sao-mai`);
  await department.fill("input[name=from]", from);
  await department.fill("input[name=to]", to);
  await department.click("text=Lưu thông tin");
  await department.waitForSelector(".note.good");
};
await setHours("0", "24");

await page.goto(`${WEB}/console/gui-tin/moi?item=${item}`);
await shoot(page, "plan", true);
await page.click("text=Tiếp tục: gửi thử");
await page.waitForSelector("text=Gửi thử cho đồng nghiệp");
await page.check("input[name=tester] >> nth=0");
await page.click("button:has-text('Gửi cho điện thoại thử ngay')");
await page.waitForSelector("text=Đã gửi thử");
await shoot(page, "proposal", true);
await page.click("button:has-text('Trình duyệt')");
await page.waitForSelector("text=Cần thêm 1 người");
const plan = page.url();

const leader = await open("lanhdao");
await leader.goto(plan);
await leader.check("input[name=decision][value=duyet]");
await leader.fill("input[name=code]", codeOf("lanhdao", "sao-mai"));
await shoot(leader, "approve", true);
await leader.click("button:has-text('Xác nhận')");
await leader.waitForSelector(".note");

await page.waitForTimeout(25_000);
await page.goto(plan);
await shoot(page, "progress");

await page.goto(`${WEB}/console/noi-dung/moi`);
await page.fill("#f-title", "Nước lũ đang lên");
await page.fill(
  "#f-text",
  "Nước sông dâng nhanh. Bà con thôn 2, thôn 5 lên nhà văn hóa thôn ngay. Cần giúp, gọi 0900 000 001.",
);
await page.fill("#f-source", "Ban chỉ huy phòng thủ dân sự xã Sao Mai");
await page.check("input[value=cong-khai]");
await page.check("input[name=privatePeople][value=khong]");
await page.click("button[value=luu]");
await page.waitForSelector(".note.good");
const urgent = /noi-dung\/([0-9a-f]{24})/.exec(page.url())?.[1] ?? "";
await page.goto(`${WEB}/console/gui-tin/moi?item=${urgent}&urgent=1`);
await page.click("text=Tiếp tục: gửi thử");
await page.waitForSelector("text=Bản đọc loa");
await shoot(page, "urgent", true);

for (let n = 0; n < 80; n += 1) {
  await page.goto(plan);
  if ((await page.textContent("h1")) === "Kết quả gửi") break;
  await page.waitForTimeout(3000);
}
await page.waitForTimeout(5000);
await page.goto(plan);
await shoot(page, "result", true);
await setHours("6", "22");
await department.goto(`${WEB}/console/so-sanh`);
await shoot(department, "compare");
await page.goto(`${WEB}/console/lich`);
await shoot(page, "calendar", true);
await page.goto(`${WEB}/console/chien-dich`);
await page.click("text=Chương trình hành động xã Sao Mai");
await shoot(page, "campaign", true);
await page.goto(`${WEB}/console`);
await shoot(page, "home");
for (const [name, path] of [
  ["demand", "/ba-con-hoi"],
  ["oa", "/ket-noi-oa"],
  ["replies", "/cau-tra-loi/menu"],
  ["audit", "/nhat-ky"],
  ["status", "/dich-vu"],
  ["content", "/noi-dung"],
] as const) {
  await page.goto(`${WEB}/console${path}`);
  await shoot(page, name, true);
}
const small = await open("canbo", NARROW);
for (const [name, path] of [
  ["home-360", ""],
  ["inbox-360", "/hop-thu"],
  ["edit-360", "/noi-dung/moi"],
  ["broadcasts-360", "/gui-tin"],
  ["calendar-360", "/lich"],
  ["plan-360", `/gui-tin/moi?item=${item}`],
] as const) {
  await small.goto(`${WEB}/console${path}`);
  await shoot(small, name, true);
}
const phone = await (await browser.newContext({ viewport: WIDE, locale: "vi-VN" })).newPage();
await say(41, "gop y du thao");
await say(41, "tin xã");
await phone.goto(`${SIM}/phone?oa=${OA}&user=${String(FIRST + 41n)}`);
await phone.waitForTimeout(2500);
await shoot(phone, "phone");

const draft = ((await (await fetch(`${WEB}/api/v1/units/sao-mai/drafts`)).json()) as { drafts: { id: string }[] })
  .drafts[0]?.id;
await page.goto(`${WEB}/console/du-thao/${draft}/gop-y`);
await shoot(page, "comments", true);
await page.goto(`${WEB}/console/du-thao/${draft}/bao-cao`);
await shoot(page, "report", true);
const mini = await (await browser.newContext({ viewport: NARROW, locale: "vi-VN", deviceScaleFactor: 1.5 })).newPage();
const screens: Buffer[] = [];
const screen = async (): Promise<void> => void screens.push(await mini.screenshot());
await mini.goto(`${WEB}/mini/sao-mai/`);
await mini.waitForSelector("text=Đọc dự thảo");
await screen();
await mini.click("text=Đọc dự thảo");
await mini.locator('button[aria-label="Góp ý đoạn này, P2.2-CT3"]').scrollIntoViewIfNeeded();
await screen();
await mini.click('button[aria-label="Góp ý đoạn này, P2.2-CT3"]');
await mini.check("input[value=mot-phan]");
await mini.fill("textarea >> nth=0", "Nhà tôi ở số 7 thôn 2, gọi 0900 000 001 để hỏi thêm. Đề nghị 90 %.");
await screen();
await mini.click("button:has-text('Xem lại và gửi')");
await mini.click("button:has-text('Đồng ý và gửi')");
await mini.waitForSelector(".code");
await screen();
/** Screens of a phone beside each other. */
async function beside(name: string, pictures: Buffer[], scale: number): Promise<void> {
  const gap = 18;
  const wide = NARROW.width * scale;
  await sharp({
    create: {
      width: (wide + gap) * pictures.length,
      height: NARROW.height * scale,
      channels: 3,
      background: "#8a929e",
    },
  })
    .composite(pictures.map((input, n) => ({ input, left: n * (wide + gap) + gap / 2, top: 0 })))
    .png()
    .toFile(`${FOLDER}/${name}.png`);
}
await beside("mini-app", screens, 1.5);

const quizzes = (await (await fetch(`${WEB}/api/v1/units/sao-mai/quizzes`)).json()) as { quizzes: { id: string }[] };
const quiz = quizzes.quizzes[0]?.id ?? "";
await page.goto(`${WEB}/console/thi/${quiz}/vong/1/ket-qua`);
await shoot(page, "quiz-result", true);
const editor = await open("bientap", WIDE, "so");
await editor.goto(`${WEB}/console/khung`);
await editor.click("table a");
await editor.waitForLoadState("networkidle");
await shoot(editor, "frame");
const { token } = (await sim("mini-token", { oa: OA, user: String(FIRST + 60n) })) as { token: string };
const host = await openZaloHost(browser, WEB, token);
const app = await host.context.newPage();
const play: Buffer[] = [];
const next = async (): Promise<void> => void play.push(await app.screenshot());
await app.goto(`${ZAPP}/thi/${quiz}?xa=sao-mai`);
await app.waitForSelector("button:has-text('Bắt đầu')");
await next();
await app.click("button:has-text('Bắt đầu')");
await app.waitForSelector("text=Câu 1 / 5");
await app.locator(".option").nth(1).click();
await next();
for (let n = 1; n < 5; n += 1) {
  await app.click("button:has-text('Câu tiếp theo')");
  await app.locator(".option").nth(1).click();
}
await app.click("button:has-text('Đến phần dự đoán')");
await app.click("button:has-text('Nộp bài')");
await app.waitForSelector("text=Mã người thi");
await app.locator("section.card").first().scrollIntoViewIfNeeded();
await next();
await app.goto(`${ZAPP}/khung?xa=sao-mai`);
await app.waitForSelector("text=Ảnh không rời khỏi máy");
await app.waitForTimeout(500);
await next();
await beside("play", play, 1);
await browser.close();
