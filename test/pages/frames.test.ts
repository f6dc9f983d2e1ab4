import { readFileSync } from "node:fs";
import mongoose from "mongoose";
import type { Browser, BrowserContext, Page } from "playwright-core";
import sharp, { type Sharp } from "sharp";
import { findFrame } from "../../src/frames/frame.store.ts";
import { drawFrame } from "../../src/frames/draw-frame.ts";
import { NARROW, openBrowser } from "../support/browser.ts";
import { FRAME_SVG, openFrame } from "../support/frame.ts";
import { faultsOf, Officers } from "../support/officers.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";

let world: World;
let browser: Browser;
let frameId = "";
let ring: Buffer;

beforeAll(async () => {
  world = await World.start({ residents: 5, settings: {}, simulator: {} });
  frameId = await openFrame(world.core, "sao-mai", new Date(Date.now() - 1000));
  const frame = await findFrame(frameId);
  if (!frame) throw new Error("no frame");
  ring = await drawFrame(world.core, frame, "sao-mai", 1080);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

const [WIDTH, HEIGHT] = [900, 600];
const area = (background: string, width: number, height: number) => ({
  create: { width, height, channels: 3 as const, background },
});
/**
 * Red, green, blue and yellow quarters: which way is up can be read from four pixels. Made of areas and no SVG: what the
 * product shuts in sharp (every reader but three) is shut for all files of tests that share a process.
 */
const quarters = (): Sharp =>
  sharp(area("#d00000", WIDTH, HEIGHT)).composite(
    [
      { background: "#00a000", left: WIDTH / 2, top: 0 },
      { background: "#0000d0", left: 0, top: HEIGHT / 2 },
      { background: "#d0d000", left: WIDTH / 2, top: HEIGHT / 2 },
    ].map(({ background, left, top }) => ({ input: area(background, WIDTH / 2, HEIGHT / 2), left, top })),
  );
/** The same picture stored turned, with the word that says so. */
async function turned(orientation: number): Promise<Buffer> {
  const upright = await quarters().png().toBuffer();
  const stored: Readonly<Record<number, (image: Sharp) => Sharp>> = {
    1: (image) => image,
    2: (image) => image.flop(),
    3: (image) => image.rotate(180),
    4: (image) => image.flip(),
    6: (image) => image.rotate(270),
    8: (image) => image.rotate(90),
  };
  // transposed ones in two steps: sharp mirrors before it turns
  const lying = await sharp(upright).rotate(90).png().toBuffer();
  const image =
    orientation === 5
      ? sharp(lying).flop()
      : orientation === 7
        ? sharp(lying).flip()
        : (stored[orientation] ?? ((one) => one))(sharp(upright));
  return image.jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer();
}
/** What it must look like, made by another program. */
async function expected(upright: Buffer): Promise<Buffer> {
  return sharp(
    await sharp(upright).resize(1080, 1080, { fit: "cover" }).flatten({ background: "#fff" }).png().toBuffer(),
  )
    .composite([{ input: ring }])
    .removeAlpha()
    .raw()
    .toBuffer();
}
/** Mean difference of colour per channel, 0 to 255. */
function differenceOf(a: Buffer, b: Buffer): number {
  expect(a.length).toBe(b.length);
  let sum = 0;
  for (let n = 0; n < a.length; n += 1) sum += Math.abs((a[n] ?? 0) - (b[n] ?? 0));
  return sum / a.length;
}

interface Phone {
  context: BrowserContext;
  page: Page;
  /** bodies of everything that was sent */
  sent: Buffer[];
  errors: string[];
}
async function phone(): Promise<Phone> {
  const context = await browser.newContext({
    viewport: NARROW,
    locale: "vi-VN",
    hasTouch: true,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const [sent, errors]: [Buffer[], string[]] = [[], []];
  context.on("request", (request) => sent.push(request.postDataBuffer() ?? Buffer.alloc(0)));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) errors.push(message.text());
  });
  await page.goto(`${world.webUrl}/mini/sao-mai/khung`);
  await page.waitForSelector("text=Ảnh không rời khỏi máy");
  return { context, page, sent, errors };
}
const choose = async (page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> => {
  await page.setInputFiles("input[type=file]", { name, mimeType, buffer });
  await page.waitForSelector(`text=Đang ghép: ${name}`, { timeout: 60_000 });
};
async function save(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("button:has-text('Lưu ảnh')")]);
  return readFileSync(await download.path());
}
/** Nothing of a photo left the phone: all bodies together are the count's random key. */
function nothingSent(sent: readonly Buffer[], photos: readonly Buffer[]): void {
  const all = Buffer.concat(sent);
  expect(all.length).toBeLessThan(400);
  for (const photo of photos) {
    const middle = photo.subarray(photo.length >> 1, (photo.length >> 1) + 24);
    expect(all.includes(middle)).toBe(false);
    expect(all.includes(middle.toString("base64").slice(2, 26))).toBe(false);
  }
}

test("lesson 18, safeguard 22: each of the eight turns comes out upright, 1,080 px, without the camera's words; 0 bytes of a photo are sent", async () => {
  const { context, page, sent, errors } = await phone();
  const want = await expected(await quarters().png().toBuffer());
  const photos: Buffer[] = [];
  for (let orientation = 1; orientation <= 8; orientation += 1) {
    const photo = await turned(orientation);
    photos.push(photo);
    await choose(page, `anh-${orientation}.jpg`, "image/jpeg", photo);
    const made = await save(page);
    const meta = await sharp(made).metadata();
    expect([meta.width, meta.height, meta.exif, meta.orientation]).toEqual([1080, 1080, undefined, undefined]);
    const got = await sharp(made).removeAlpha().raw().toBuffer();
    expect([orientation, Math.round(differenceOf(got, want))]).toEqual([orientation, expect.closeTo(0, -0.5)]);
  }
  nothingSent(sent, photos);
  await eventually(
    "one phone counted",
    () => findFrame(frameId),
    (frame) => frame?.phones === 1,
  );
  expect(errors).toEqual([]);
  await context.close();
});

test("a transparent PNG stands on white; a file of 50 megapixels works; larger, HEIC and rubbish are refused in a sentence", async () => {
  const { context, page, sent, errors } = await phone();
  const clear = await sharp({
    create: { width: 800, height: 800, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer();
  await choose(page, "trong.png", "image/png", clear);
  const white = await sharp(await save(page))
    .removeAlpha()
    .raw()
    .toBuffer();
  expect(Math.round(differenceOf(white, await expected(clear)))).toBeLessThan(3);
  const big = await sharp({ create: { width: 8660, height: 5774, channels: 3, background: "#3070b0" } })
    .jpeg()
    .toBuffer();
  await choose(page, "lon.jpg", "image/jpeg", big);
  const made = await sharp(await save(page))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const middle = (540 * 1080 + 540) * 3;
  expect([...made.data.subarray(middle, middle + 3)].map((n) => Math.round(n / 16))).toEqual([3, 7, 11]);
  const refused = async (name: string, type: string, buffer: Buffer, words: string): Promise<void> => {
    await page.setInputFiles("input[type=file]", { name, mimeType: type, buffer });
    await page.waitForSelector(`text=${words}`, { timeout: 60_000 });
  };
  const huge = await sharp({ create: { width: 9000, height: 7000, channels: 3, background: "#000" } })
    .jpeg()
    .toBuffer();
  await refused("qua-lon.jpg", "image/jpeg", huge, "Ảnh quá lớn (trên 60 triệu điểm ảnh)");
  await refused(
    "anh.heic",
    "image/heic",
    Buffer.from("00000018667479706865696300000000", "hex"),
    "không mở được ảnh HEIC",
  );
  await refused("rac.jpg", "image/jpeg", Buffer.from("không phải ảnh"), "không mở được như một ảnh");
  nothingSent(sent, [clear, big]);
  expect(errors).toEqual([]);
  await context.close();
});

test("moved by finger, two fingers, buttons and keys; undone step by step", async () => {
  const { context, page } = await phone();
  await choose(page, "anh.jpg", "image/jpeg", await turned(1));
  const pixel = (x: number, y: number) =>
    page.evaluate<number[]>(
      `[...document.querySelector("canvas").getContext("2d").getImageData(${x}, ${y}, 1, 1).data]`,
    );
  const red = async (x: number, y: number): Promise<boolean> => {
    const [r = 0, g = 0, b = 0] = await pixel(x, y);
    return r > 150 && g < 60 && b < 60;
  };
  const measured = await page.locator("canvas").boundingBox();
  if (!measured) throw new Error("no canvas");
  let box = measured;
  const at = (x: number, y: number) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
  // the middle is where the four quarters meet; a quarter to the right and down is red after the drag
  expect(await red(430, 430)).toBe(false);
  await page.mouse.move(at(0.5, 0.5).x, at(0.5, 0.5).y);
  await page.mouse.down();
  await page.mouse.move(at(0.65, 0.65).x, at(0.65, 0.65).y, { steps: 5 });
  await page.mouse.up();
  await eventually("moved", () => red(430, 430), Boolean);
  await page.click("button:has-text('Hoàn tác')");
  await eventually(
    "undone",
    () => red(430, 430),
    (moved) => !moved,
  );
  await page.locator("canvas").scrollIntoViewIfNeeded();
  box = (await page.locator("canvas").boundingBox()) ?? box;
  // two fingers turn it by half: what was yellow below right is above left
  const cdp = await context.newCDPSession(page);
  const touch = (type: string, angle: number) =>
    cdp.send("Input.dispatchTouchEvent", {
      type: type as "touchStart",
      touchPoints:
        type === "touchEnd"
          ? []
          : [0, Math.PI].map((turn, id) => ({
              ...at(0.5 + 0.25 * Math.cos(angle + turn), 0.5 + 0.25 * Math.sin(angle + turn)),
              id,
            })),
    });
  await touch("touchStart", 0);
  for (let n = 1; n <= 12; n += 1) await touch("touchMove", (n * Math.PI) / 12);
  await touch("touchEnd", 0);
  await eventually("turned", () => red(430, 430), Boolean);
  await page.click("button:has-text('Hoàn tác')");
  await eventually(
    "undone",
    () => red(430, 430),
    (turned) => !turned,
  );
  await page.focus("canvas");
  for (let n = 0; n < 5; n += 1) await page.keyboard.press("ArrowRight");
  for (let n = 0; n < 5; n += 1) await page.keyboard.press("ArrowDown");
  await eventually("moved by keys", () => red(430, 430), Boolean);
  for (const name of ["Phóng to", "Thu nhỏ", "Xoay"]) await page.click(`button:has-text('${name}')`);
  expect(await faultsOf(page, "frame")).toEqual([]);
  await context.close();
});

test("without a net once opened: a frame is made and saved; the count is told later, once", async () => {
  const { context, page } = await phone();
  await page.evaluate("navigator.serviceWorker.ready");
  await page.waitForFunction(
    "caches.keys().then(async (names) => { for (const name of names) if ((await (await caches.open(name)).keys()).length > 20) return true; return false; })",
  );
  const before = (await findFrame(frameId))?.phones ?? 0;
  await context.setOffline(true);
  await page.reload();
  await page.waitForSelector("text=Ảnh không rời khỏi máy");
  const photo = await turned(6);
  await choose(page, "anh.jpg", "image/jpeg", photo);
  const want = await expected(await quarters().png().toBuffer());
  expect(
    Math.round(
      differenceOf(
        await sharp(await save(page))
          .removeAlpha()
          .raw()
          .toBuffer(),
        want,
      ),
    ),
  ).toBeLessThan(4);
  await context.setOffline(false);
  await page.reload();
  await eventually(
    "counted once",
    () => findFrame(frameId),
    (frame) => frame?.phones === before + 1,
  );
  await context.close();
});

test("a photo sent to the OA comes back framed, by a worker; nothing of it is stored; other words leave the dialogue", async () => {
  const user = userNumber(1);
  await world.say(user, "khung ảnh");
  const asked = await eventually(
    "an answer",
    () => world.fromOa(user),
    (all) => all.length === 1,
  );
  expect(asked[0]?.text).toContain("/mini/sao-mai/khung");
  expect(asked[0]?.text).toContain("không lưu ảnh");
  const photo = await turned(8);
  await world.sim("photo", { oa: OA, user, base64: photo.toString("base64") });
  const all = await eventually(
    "the framed picture",
    () => world.fromOa(user),
    (list) => list.length === 3,
  );
  const framed = all.find((message) => message.text.includes("trong khung")) as { image?: string } | undefined;
  const made = Buffer.from(await (await fetch(`${world.simUrl}${framed?.image}`)).arrayBuffer());
  const want = await expected(await quarters().png().toBuffer());
  expect(Math.round(differenceOf(await sharp(made).removeAlpha().raw().toBuffer(), want))).toBeLessThan(5);
  await eventually(
    "one person counted",
    () => findFrame(frameId),
    (frame) => frame?.people === 1,
  );
  for (const { name } of await mongoose.connection.listCollections()) {
    const rows = JSON.stringify(await mongoose.connection.collection(name).find().toArray());
    expect([name, rows.includes("/media/")]).toEqual([name, false]);
  }
});

test("an officer brings a frame, sees it in the circle and submits; the leader looks at both points and opens it", async () => {
  const officers = new Officers(world, browser);
  await officers.add("canbo", "commune_officer");
  await officers.add("lanhdao", "commune_approver");
  const url = (path: string): string => `${world.webUrl}/console${path}`;
  const { page, context, reports } = await officers.enter("canbo");
  await page.goto(url("/khung/moi"));
  await page.fill("input[name=title]", "Khung xã");
  expect(await page.locator("input[name=chat]").isChecked()).toBe(false);
  const bad = { name: "khung.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg><script/></svg>") };
  await page.setInputFiles("input[name=master]", bad);
  await page.click("button:has-text('Lưu khung ảnh')");
  expect(await page.textContent("[role=alert]")).toContain("không được dùng");
  expect(await page.inputValue("input[name=title]")).toBe("Khung xã");
  await page.setInputFiles("input[name=master]", { ...bad, buffer: Buffer.from(FRAME_SVG) });
  await page.fill("textarea[name=rules]", "Dùng làm ảnh đại diện.");
  await page.click("button:has-text('Lưu khung ảnh')");
  await page.waitForSelector("text=Xem trước");
  await page.waitForLoadState("networkidle");
  expect(
    await page.locator("figure img").evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth)),
  ).toEqual([540, 540]);
  expect(await faultsOf(page, "frame")).toEqual([]);
  const own = page.url();
  await page.click("button:has-text('Trình duyệt')");
  await page.waitForSelector("text=Đã trình duyệt");
  expect(await page.locator("button:has-text('Xác nhận')").count()).toBe(0);
  await context.close();
  const leader = await officers.enter("lanhdao", NARROW);
  await leader.page.goto(own);
  expect(await leader.page.locator("input:checked").count()).toBe(0);
  await leader.page.check("input[value=approve]");
  await leader.page.check("input[name=emblem]");
  await leader.page.click("button:has-text('Xác nhận')");
  expect(await leader.page.textContent("[role=alert]")).toContain("cả hai mục");
  await leader.page.check("input[value=approve]");
  await leader.page.check("input[name=emblem]");
  await leader.page.check("input[name=circle]");
  await leader.page.click("button:has-text('Xác nhận')");
  await leader.page.waitForSelector("text=Đang mở");
  expect(await faultsOf(leader.page, "frame, narrow")).toEqual([]);
  await leader.context.close();
  expect(reports).toEqual([]);
});
