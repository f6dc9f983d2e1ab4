import type { Browser } from "playwright-core";
import { openBrowser, WIDE } from "../support/browser.ts";
import { OA, userNumber, World } from "../support/world.ts";

let world: World;
let browser: Browser;
beforeAll(async () => {
  world = await World.start({ residents: 12 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

test("a resident's phone: type, press a button, send a photo, stop following and come back", async () => {
  const page = await browser.newPage({ viewport: WIDE, locale: "vi-VN" });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`${world.simUrl}/phone?oa=${OA}&user=${userNumber(3)}`);
  await page.fill("#text", "xin chào");
  await page.press("#text", "Enter");
  await page.click("#chat .action >> text=Giờ làm việc, liên hệ", { timeout: 20_000 });
  await page.waitForSelector("#chat >> text=Trụ sở xã");
  await page.setInputFiles("#photo", {
    name: "anh.png",
    mimeType: "image/png",
    buffer: Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
      "base64",
    ),
  });
  await page.waitForSelector("#chat >> text=Đã nhận ảnh của Ông/Bà", { timeout: 20_000 });
  await page.waitForSelector("#chat .line.oa small >> text=/Đã (nhận|xem)/", { timeout: 20_000 });
  await page.click("#unfollow");
  await page.waitForSelector("#who >> text=không quan tâm OA");
  await page.click("#follow");
  await page.waitForFunction(
    () => (document.querySelector("#chat")?.textContent?.match(/Đây là kênh thông tin chính thức/g) ?? []).length >= 2,
    undefined,
    { timeout: 20_000 },
  );
  expect(errors).toEqual([]);
});
