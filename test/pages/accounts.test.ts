import type { Browser, BrowserContext, Page } from "playwright-core";
import { AuditModel } from "../../src/officials/audit-log.model.ts";
import { BroadcastModel } from "../../src/broadcasts/broadcast.model.ts";
import { OfficialModel } from "../../src/officials/official.model.ts";
import { currentCode } from "../../src/officials/totp.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { NARROW, openBrowser, WIDE } from "../support/browser.ts";
import { faultsOf } from "../support/officers.ts";
import { eventually, PASSWORD as WORLD_PASSWORD, TOTP_SEED, userNumber, World } from "../support/world.ts";

/** "Running it for real", as the README tells it, on an empty database: from the command line to the first message. */
let world: World;
let browser: Browser;
beforeAll(async () => {
  world = await World.start({ empty: true, residents: 12 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

const PASSWORD = "thuyền giấy muối ớt";
interface Person {
  email: string;
  seed: string;
  page: Page;
  context: BrowserContext;
}
const at = (path: string): string => `${world.webUrl}/console${path}`;
const note = (page: Page): Promise<string | null> => page.textContent(".note");

async function window(viewport = WIDE): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport, locale: "vi-VN" });
  return { context, page: await context.newPage() };
}

async function logIn(page: Page, email: string, seed: string, password = PASSWORD): Promise<void> {
  await OfficialModel.updateOne({ email }, { $set: { "totpSteps.login": 0 } });
  await page.goto(at("/dang-nhap"));
  await page.fill("input[name=email]", email);
  await page.fill("input[name=password]", password);
  await page.fill("input[name=code]", currentCode(seed, new Date()));
  await Promise.all([page.waitForURL((url) => !url.pathname.endsWith("/dang-nhap")), page.click("button.primary")]);
}

async function invite(by: Page, name: string, email: string, unit: string, role: string): Promise<string> {
  await by.goto(at("/tai-khoan"));
  await by.fill("#f-name", name);
  await by.fill("#f-email", email);
  await by.selectOption("#f-unitCode", { label: unit });
  await by.selectOption("#f-role", { label: role });
  await by.click("text=Tạo lời mời");
  return by.inputValue("#lien-ket");
}

/** What an invited person does on a phone-sized screen; ends at the code, or at "đã dùng được". */
async function setUp(link: string, faults: string[]): Promise<{ page: Page; context: BrowserContext; seed: string }> {
  const { page, context } = await window(NARROW);
  await page.goto(link);
  faults.push(...(await faultsOf(page, "invitation: password")));
  await page.fill("#f-password", PASSWORD);
  await page.fill("#f-again", PASSWORD);
  await page.click("text=Nhận tài khoản");
  await page.click("text=Bật mã 6 số");
  const seed = ((await page.textContent("#khoa")) ?? "").replaceAll(" ", "");
  faults.push(...(await faultsOf(page, "invitation: digits")));
  await page.fill("#f-code", currentCode(seed, new Date()));
  await page.click("text=Xác nhận mã");
  expect(await page.locator("#ma-du-phong li").count()).toBe(10);
  faults.push(...(await faultsOf(page, "invitation: codes")));
  await page.check("input[type=checkbox]");
  await page.click("button:has-text('Xong')");
  await page.waitForLoadState("load");
  faults.push(...(await faultsOf(page, "invitation: last")));
  return { page, context, seed };
}

async function confirm(by: Page, screen: Page, faults: string[]): Promise<void> {
  const code = (await screen.textContent("#ma-gap-mat")) ?? "";
  await by.goto(at("/xac-nhan"));
  faults.push(...(await faultsOf(by, "confirm")));
  await by.fill("input[name=code]", code);
  await by.check("input[name=met]");
  await by.click("button.primary:has-text('Xác nhận')");
  expect(await note(by)).toContain("Đã xác nhận");
  // the invited person's screen notices by itself
  await screen.waitForSelector("text=Tài khoản đã dùng được", { timeout: 20_000 });
}

test("from nothing to the first broadcast", async () => {
  const faults: string[] = [];
  const join = async (
    by: Page,
    name: string,
    email: string,
    unit: string,
    role: string,
    confirmer?: Page,
  ): Promise<Person> => {
    const one = await setUp(await invite(by, name, email, unit, role), faults);
    if (confirmer) await confirm(confirmer, one.page, faults);
    else expect(await note(one.page)).toContain("Tài khoản đã dùng được");
    await logIn(one.page, email, one.seed);
    return { email, ...one };
  };

  // 1. the operator, at the server: nothing is there yet
  const made = await world.loa(
    [
      "officials",
      "add",
      "--email",
      "quantri@so.gov.vn",
      "--name",
      "Quản trị",
      "--role",
      "sys_admin",
      "--unit",
      "so",
      "--json",
    ],
    PASSWORD,
  );
  expect([made.code, made.error]).toEqual([0, ""]);
  const { totp, recovery } = JSON.parse(made.out) as { totp: string; recovery: string };
  expect(recovery.split(" ")).toHaveLength(10);
  const seed = new URL(totp).searchParams.get("secret") ?? "";
  const { page: admin } = await window();
  await logIn(admin, "quantri@so.gov.vn", seed);

  // 2. the administrator: department and commune
  await admin.goto(at("/don-vi"));
  await admin.click("text=Thêm Sở");
  faults.push(...(await faultsOf(admin, "add unit")));
  await admin.fill("#f-name", "Sở VHTTDL Hồng Sao");
  await admin.fill("#f-office", "Sở VHTTDL Hồng Sao");
  await admin.fill("#f-province", "Tỉnh Hồng Sao");
  await admin.click("button.primary");
  expect(await note(admin)).toContain("Đã thêm đơn vị");
  await admin.goto(at("/don-vi/them"));
  await admin.fill("#f-name", "Xã Sao Mai");
  await admin.fill("#f-office", "UBND xã Sao Mai");
  await admin.selectOption("#f-kind", "commune");
  await admin.fill("#f-province", "Tỉnh Hồng Sao");
  await admin.fill("#f-code", "sao-mai");
  await admin.click("button.primary");
  expect(await note(admin)).toContain("Đã thêm đơn vị");
  // whatever the hour of the run
  await admin.fill("input[name=from]", "0");
  await admin.fill("input[name=to]", "24");
  await admin.click("text=Lưu thông tin");
  expect((await UnitModel.findById("sao-mai").lean())?.sendHours).toMatchObject({ from: 0, to: 24 });

  // 3. a coordinator, whom nobody but the inviter could confirm; then people who read and approve, each met by somebody
  const sao = "Xã Sao Mai";
  const coordinator = await join(admin, "Điều phối", "dieuphoi@so.gov.vn", "Sở VHTTDL Hồng Sao", "Điều phối Sở");
  const leader = await join(admin, "Chủ tịch", "chutich@xa.gov.vn", sao, "Lãnh đạo duyệt tin", coordinator.page);
  const deputy = await join(admin, "Phó chủ tịch", "phochutich@xa.gov.vn", sao, "Lãnh đạo duyệt tin", leader.page);
  const officer = await join(
    coordinator.page,
    "Công chức",
    "congchuc@xa.gov.vn",
    sao,
    "Công chức phụ trách thông tin",
    leader.page,
  );

  // 4. the officer: the OA, then the first broadcast
  const { page } = officer;
  await page.setViewportSize(WIDE);
  await page.goto(at("/ket-noi-oa"));
  await page.click("main button.primary");
  await page.click("button:has-text('UBND xã Sao Mai'), form button");
  await page.waitForURL(/\/console\/ket-noi-oa/);
  expect(await page.textContent("main")).toContain("UBND xã Sao Mai");
  await eventually(
    "the followers",
    () =>
      import("../../src/citizens/citizen.model.ts").then(({ CitizenModel }) =>
        CitizenModel.countDocuments({ unitCode: "sao-mai" }),
      ),
    (n) => n >= 12,
  );
  for (let n = 0; n < 12; n += 1) await world.say(userNumber(n), "xin chào");
  await eventually(
    "answers",
    () => world.accepted(),
    (all) => Object.keys(all).length === 12,
  );
  await page.goto(at("/noi-dung/moi"));
  await page.fill("#f-title", "Lịch tiếp công dân");
  await page.fill("#f-text", "UBND xã tiếp công dân sáng thứ Năm hằng tuần.");
  await page.fill("#f-source", "UBND xã Sao Mai");
  await page.check("input[value=cong-khai]");
  await page.check("input[name=privatePeople][value=khong]");
  await page.click("button[value=luu]");
  await page.waitForSelector(".note.good");
  const item = (await import("../../src/content/item.model.ts")).ItemModel;
  const id = String((await item.findOne({ title: "Lịch tiếp công dân" }).lean())?._id);
  await page.goto(at(`/gui-tin/moi?item=${id}`));
  expect(await page.textContent("main")).toContain("12 trong 12 người sẽ nhận");
  await page.click("text=Tiếp tục: gửi thử");
  await page.waitForSelector(".note.good");
  await page.click("button:has-text('Trình duyệt')");
  await page.waitForSelector("text=Cần thêm 1 người xác nhận");
  await deputy.page.setViewportSize(WIDE);
  await deputy.page.goto(page.url());
  await deputy.page.check("input[name=decision][value=duyet]");
  await deputy.page.fill("input[name=code]", currentCode(deputy.seed, new Date()));
  await deputy.page.click("button:has-text('Xác nhận')");
  await deputy.page.waitForSelector(".note.good");
  await eventually(
    "the end",
    () => BroadcastModel.findOne({ title: "Lịch tiếp công dân" }).lean(),
    (b) => b?.state === "done",
  );
  for (const n of [0, 11])
    expect((await world.fromOa(userNumber(n))).some((m) => m.text.includes("tiếp công dân sáng thứ Năm"))).toBe(true);
  expect(faults).toEqual([]);
  expect(await AuditModel.countDocuments({ action: "official-confirmed" })).toBe(3);
}, 300_000);

test("the log-in page of a real house shows no account of a trial", async () => {
  const { page, context } = await window();
  await page.goto(at("/dang-nhap"));
  expect(await page.locator("#dung-thu").count()).toBe(0);
  await context.close();
});

test("a session that ends while somebody writes: the words stay, the log-in beside the page is enough", async () => {
  const { email, id } = await world.addOfficial("commune_officer", "dang-go");
  const { page, context } = await window();
  await logIn(page, email, TOTP_SEED, WORLD_PASSWORD);
  await page.goto(at("/noi-dung/moi"));
  await page.fill("#f-title", "Tin viết dở");
  await OfficialModel.updateOne({ _id: id }, { $set: { "sessions.0.usedAt": new Date(Date.now() - 31 * 60_000) } });
  await page.fill("#f-text", "Chữ đã gõ trước khi phiên hết.");
  await page.waitForSelector("#het-phien");
  expect(await page.textContent("#het-phien")).toContain("Chữ trên màn hình vẫn còn");
  const [beside] = await Promise.all([context.waitForEvent("page"), page.click("#het-phien a")]);
  await logIn(beside, email, TOTP_SEED, WORLD_PASSWORD);
  await beside.close();
  await page.bringToFront();
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await page.waitForSelector("#da-dang-nhap-lai");
  expect(await page.inputValue("#f-text")).toBe("Chữ đã gõ trước khi phiên hết.");
  await page.click("button[value=luu]");
  await page.waitForSelector(".note.good:has-text('lưu'), .note.good:has-text('Lưu')");
  const { ItemModel } = await import("../../src/content/item.model.ts");
  expect(await ItemModel.countDocuments({ title: "Tin viết dở" })).toBe(1);
  await context.close();
});
