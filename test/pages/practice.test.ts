import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import mongoose from "mongoose";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { HARSH, NOTICE, PACKAGE, PAPER, TASKS } from "../../src/practice/tasks.ts";
import { NARROW, openBrowser, WIDE } from "../support/browser.ts";
import { faultsOf } from "../support/officers.ts";
import { World } from "../support/world.ts";

/**
 * A new officer does the tasks with what stands on the screen: roles, labels and the words of the card. No selector, and
 * no address but the house's own.
 */
let world: World;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** A real house on the same MongoDB and the same Redis: its database, its keys. */
const realPrefix = `real${process.pid}`;
let realUri = "";
let realBefore = "";
async function realNow(): Promise<string> {
  const connection = await mongoose.createConnection(realUri).asPromise();
  const found: unknown[] = [];
  for (const { name } of await connection.listCollections())
    found.push(name, await connection.collection(name).find({}).sort({ _id: 1 }).toArray());
  await connection.close();
  const keys = (await world.core.redis.keys(`${realPrefix}:*`)).toSorted();
  for (const key of keys) found.push(key, await world.core.redis.get(key));
  return JSON.stringify(found);
}
async function plantReal(): Promise<void> {
  const uri = new URL(world.env["MONGODB_URI"] ?? "");
  uri.pathname = `${uri.pathname}real`;
  realUri = uri.href;
  const connection = await mongoose.createConnection(realUri).asPromise();
  await connection.collection<{ _id: string }>("units").insertOne({ _id: "sao-mai" });
  await connection.collection("officials").insertOne({ email: "canbo@sao-mai.gov.vn" });
  await connection.collection("citizens").insertOne({ oaId: "1", userId: "2", receiving: true });
  await connection.close();
  await world.core.redis.set(`${realPrefix}:session:x`, "thật");
  realBefore = await realNow();
}

beforeAll(async () => {
  world = await World.start({ settings: { PRACTICE: "on" }, empty: true });
  await plantReal();
  const seeded = await world.loa(["practice", "seed", "--seats", "2", "--json"]);
  expect([seeded.code, seeded.error]).toEqual([0, ""]);
  browser = await openBrowser();
  context = await browser.newContext({ viewport: WIDE, locale: "vi-VN" });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
});
afterAll(async () => {
  await browser?.close();
  await mongoose.connection.useDb(new URL(realUri).pathname.slice(1)).dropDatabase();
  await world.core.redis.del(`${realPrefix}:session:x`);
  await world.stop();
});

const press = (name: string | RegExp): Promise<void> => page.getByRole("button", { name }).first().click();
const follow = (name: string | RegExp): Promise<void> => page.getByRole("link", { name }).first().click();
/** Of the menu: "Nội dung" stands in pages as well. */
const menu = (name: string | RegExp): Promise<void> =>
  page.getByRole("navigation", { name: "Menu chính" }).getByRole("link", { name }).first().click();
async function sees(text: string | RegExp): Promise<void> {
  await page
    .getByText(text)
    .first()
    .waitFor()
    .catch(async () => {
      throw new Error(`not seen: ${String(text)} on ${(await page.getByRole("main").textContent()) ?? ""}`);
    });
}

async function signIn(name: RegExp): Promise<void> {
  await page.goto(world.webUrl);
  await follow(name);
  await press("Đăng nhập");
  await page.getByRole("button", { name: "Đăng xuất" }).waitFor();
}
const signOut = (): Promise<void> => press("Đăng xuất");

/** Opens a task's card; begins it. */
async function begin(n: number): Promise<void> {
  await menu("Tập trên OA thử");
  await follow(new RegExp(`^Bài ${n}:`));
  await press("Bắt đầu bài này");
  await sees("Đã bắt đầu");
}
async function handIn(n: number): Promise<void> {
  await menu("Tập trên OA thử");
  await follow(new RegExp(`^Bài ${n}:`));
  await press("Nộp bài");
}
/** What happens by itself is waited for as a person would: look again. */
async function until(n: number, text: string): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    await handIn(n);
    await sees(/Đã xong bài này|Chưa xong/);
    if ((await page.getByText(text).count()) > 0) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`task ${n}: ${(await page.getByRole("main").textContent()) ?? ""}`);
}

test("the house says on every page that it is one to practise in", async () => {
  await page.goto(world.webUrl);
  await sees("người dân giả, không tin nào tới người thật");
  expect(await page.title()).toMatch(/^OA thử · /);
  await signIn(/Học viên 01/);
  await sees("người dân giả, không tin nào tới người thật");
  await menu("Tập trên OA thử");
  await sees(`0/${TASKS.length}`);
  expect(await faultsOf(page, "list")).toEqual([]);
});

test("a message is written, approved by another person, and arrives on an invented phone", async () => {
  await begin(1);
  await handIn(1);
  await sees(/Chưa xong\. Còn thiếu: Đã trình duyệt/);
  await press("Gợi ý");
  await sees("Người soạn không tự duyệt được tin của mình");
  await menu("Nội dung");
  await follow("Soạn tin mới");
  await page.getByLabel(/^Tiêu đề/).fill(NOTICE.title);
  await page.getByLabel("Nội dung", { exact: true }).fill(NOTICE.text);
  await page
    .getByLabel(/^Nguồn/)
    .first()
    .fill(NOTICE.source);
  await page
    .getByRole("group", { name: "Mức công khai" })
    .getByLabel(/công khai/i)
    .first()
    .check();
  await page
    .getByRole("group", { name: /Có nêu tên/ })
    .getByLabel(/Không/)
    .first()
    .check();
  await press("Tiếp tục: gửi tới ai");
  await press("Tiếp tục: gửi thử, xem trước");
  await press("Trình duyệt");
  await sees("Cần thêm 1 người xác nhận");
  await signOut();
  await signIn(/Lãnh đạo 01/);
  await menu("Tập trên OA thử");
  const code = /lúc này: (\d{6})/.exec((await page.getByRole("main").textContent()) ?? "")?.[1] ?? "";
  await menu("Chờ duyệt");
  await follow(NOTICE.title);
  await page.getByRole("radio", { name: "Duyệt", exact: true }).check();
  await page.getByLabel(/^Mã 6 số/).fill(code);
  await press("Xác nhận");
  await sees("Đã duyệt");
  await signOut();
  await signIn(/Học viên 01/);
  await until(1, "Đã xong bài này");
  expect(await faultsOf(page, "card")).toEqual([]);
});

test("three residents are answered, the one in danger first", async () => {
  await begin(2);
  for (const [who, words] of [
    [/mẫu 0001/, "Đã báo đội cứu hỏa, xe đang tới thôn 2. Mời cả nhà ra chỗ thoáng."],
    [/mẫu 0002/, "Kính chào Ông/Bà, cán bộ xã nghe đây."],
    [/mẫu 0003/, "Cán bộ tư pháp ở phòng số 2, mời Ông/Bà nhắn việc cần hỏi."],
  ] as const) {
    await menu("Hộp thư");
    await page.getByRole("region", { name: "Danh sách hội thoại" }).getByRole("link", { name: who }).first().click();
    await press("Nhận trả lời");
    await page.getByLabel(/^Trả lời với tên/).fill(words);
    await press("Gửi trả lời");
    await page.getByRole("log", { name: "Tin nhắn" }).getByText(words).waitFor();
  }
  await until(2, "Đã xong bài này");
});

test("a paper opinion is entered word for word", async () => {
  await begin(3);
  await menu("Góp ý dự thảo");
  await follow("Nhập phiếu, hội nghị");
  await page.getByRole("combobox", { name: /^Loại/ }).selectOption({ label: "Phiếu giấy" });
  const place = page.getByRole("combobox", { name: /^Vị trí/ }).first();
  const names = await place.getByRole("option", { includeHidden: true }).allTextContents();
  await place.selectOption({ label: names.find((name) => name.startsWith(PAPER.place)) ?? "" });
  await page.getByRole("radio", { name: "Đồng ý một phần" }).first().check();
  await page.getByLabel("Nội dung", { exact: true }).first().fill(PAPER.text);
  await press("Nhập ý kiến");
  await sees("Phiếu mã để in");
  await until(3, "Đã xong bài này");
});

test("one item of a package is taken as it is, another with words of the commune's own", async () => {
  await begin(4);
  await menu("Gói từ Sở");
  await press(`Nhận ${PACKAGE.whole}`);
  await menu("Gói từ Sở");
  await follow(`Xem ${PACKAGE.adapted}`);
  await page.getByText("Sửa rồi nhận").first().click();
  await page.getByLabel(/^Ghi thêm của xã/).fill(PACKAGE.note);
  await press("Nhận và trình lãnh đạo duyệt");
  await until(4, "Đã xong bài này");
});

test("an advert is hidden on its ground, a harsh opinion is not", async () => {
  await begin(5);
  await menu("Góp ý dự thảo");
  await page.getByRole("main").getByRole("link", { name: "Ý kiến", exact: true }).first().click();
  await follow("Toàn văn");
  const advert = page.getByRole("article").filter({ hasText: "Bán đất nền" });
  await advert.getByRole("link", { name: "Xem nguyên văn, xử lý" }).click();
  await page.getByRole("radio", { name: /Quảng cáo/ }).check();
  await page.getByLabel("Điều, luật").fill("Nghị định 91/2020/NĐ-CP");
  await page.getByLabel(/^Chỗ vi phạm/).fill("Rao bán đất, không góp ý cho dự thảo.");
  await press("Ẩn ý kiến");
  await menu("Góp ý dự thảo");
  await page.getByRole("main").getByRole("link", { name: "Ý kiến", exact: true }).first().click();
  await follow("Toàn văn");
  expect(await page.getByRole("checkbox", { name: HARSH.slice(0, 20) }).isChecked()).toBe(true);
  await press("Cho hiện các ý kiến đã chọn");
  await until(5, "Đã xong bài này");
});

test("a result is read; the certificate names this person's tasks and nobody else's", async () => {
  await begin(6);
  await menu("Gửi tin");
  await follow(NOTICE.title);
  await page.getByText("Xem bảng số liệu").click();
  const figureOf = async (name: string): Promise<string> =>
    /\d+/.exec((await page.getByRole("row", { name }).last().textContent()) ?? "")?.[0] ?? "";
  const [total, accepted] = [await figureOf("Trong nhóm nhận"), await figureOf("Zalo đã nhận")];
  await menu("Tập trên OA thử");
  await follow(/^Bài 6:/);
  await page.getByLabel("Số người trong nhóm nhận").fill(total);
  await page.getByLabel("Số người Zalo đã nhận").fill(total);
  await press("Nộp bài");
  await sees("Còn thiếu: Đúng số người Zalo đã nhận");
  await page.getByLabel("Số người Zalo đã nhận").fill(accepted);
  await press("Nộp bài");
  await sees("Đã xong bài này");
  await follow("Về các bài");
  await sees("6/6");
  await page.getByLabel("Họ tên in trên giấy").fill("Nguyễn Văn Mẫu");
  const download = page.waitForEvent("download");
  await press("Tải giấy chứng nhận");
  expect((await download).suggestedFilename()).toBe("giay-chung-nhan-oa-thu.pdf");
  // somebody of another seat has nothing of it
  await signOut();
  await signIn(/Học viên 02/);
  await menu("Tập trên OA thử");
  await sees("0/6");
});

test("the clock goes forward by itself, due work follows, nobody is signed out; axe at 360", async () => {
  await follow("Cỗ máy thời gian");
  const clockOf = async (): Promise<string> =>
    /(\d\d:\d\d), ngày/.exec((await page.getByRole("main").textContent()) ?? "")?.[1] ?? "";
  await page.getByRole("heading", { name: "Cỗ máy thời gian" }).waitFor();
  const before = await clockOf();
  await press("Sang giờ sau");
  await sees(/ang chạy tới/);
  for (let tries = 0; tries < 60; tries += 1) {
    await page.reload();
    if ((await page.getByRole("button", { name: "Dừng đồng hồ" }).count()) === 0) break;
    await page.waitForTimeout(500);
  }
  expect(await clockOf()).not.toBe(before);
  expect(await faultsOf(page, "clock")).toEqual([]);
  await page.setViewportSize(NARROW);
  for (const open of [() => follow("Về các bài"), () => follow(/^Bài 2:/)]) {
    await open();
    expect(await faultsOf(page, "360")).toEqual([]);
  }
});

const run = promisify(execFile);
/** The built product, started as a role; it is expected to refuse. */
async function refusal(more: Record<string, string>): Promise<string> {
  const env = { PATH: process.env["PATH"] ?? "", ...world.env, ...more };
  const work = run(process.execPath, [join(process.cwd(), "dist/src/main.js"), "web"], { env, timeout: 30_000 });
  return work.then(
    () => "it started",
    (failure: { code?: number; stderr: string }) => `${failure.code ?? "killed"}: ${failure.stderr}`,
  );
}

test("nothing of all this reached a real house; neither starts on the other's database", async () => {
  expect(await realNow()).toBe(realBefore);
  // every key of the practice says that it is one
  const own = await world.core.redis.keys(`${world.env["REDIS_PREFIX"] ?? ""}*`);
  expect(own.filter((key) => !key.startsWith(`${world.env["REDIS_PREFIX"] ?? ""}-practice`))).toEqual([]);
  expect(own.length).toBeGreaterThan(0);
  expect(await refusal({ PRACTICE: "off" })).toContain("1: cannot start: this database belongs to a practice");
  expect(await refusal({ MONGODB_URI: realUri })).toContain("PRACTICE=on needs a database of its own");
  expect(await refusal({ ZALO_OPENAPI_URL: "https://openapi.zalo.me" })).toContain("speaks with the simulator only");
  const demo = await world.loa(["demo", "seed"], "", { PRACTICE: "off" });
  expect([demo.code, demo.error]).toEqual([1, expect.stringContaining("belongs to a practice")]);
  expect(await realNow()).toBe(realBefore);
});
