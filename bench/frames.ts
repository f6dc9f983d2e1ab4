import sharp from "sharp";
import { drawFrame } from "../src/frames/draw-frame.ts";
import { framePictureTask } from "../src/frames/frame.tasks.ts";
import { findFrame } from "../src/frames/frame.store.ts";
import { NARROW, openBrowser } from "../test/support/browser.ts";
import { openFrame } from "../test/support/frame.ts";
import { World } from "../test/support/world.ts";
import { percentile, say } from "./support.ts";

const TURNS = 15;
const PHOTOS = 48;
const AT_ONCE = 4;

const photoOf = async (width: number, height: number): Promise<Buffer> =>
  sharp({
    create: { width, height, channels: 3, background: "#808080", noise: { type: "gaussian", mean: 128, sigma: 30 } },
  })
    .jpeg({ quality: 88 })
    .toBuffer();

/** The frame on the phone (Chromium at a quarter of its speed), and photos framed by a worker against bare sharp. */
export async function benchFrames(): Promise<void> {
  const world = await World.start({ residents: 1, workers: 0 });
  const id = await openFrame(world.core, "sao-mai", new Date(Date.now() - 1000));
  const frame = await findFrame(id);
  if (!frame) throw new Error("no frame");
  await onThePhone(world);
  const ring = await drawFrame(world.core, frame, "sao-mai", 1080);
  await inTheWorker(world, ring);
  await world.stop();
}

async function onThePhone(world: World): Promise<void> {
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: NARROW, bypassCSP: true });
  // a browser asks before it saves many files of one page; what is measured is over before that
  await page.addInitScript("HTMLAnchorElement.prototype.click = () => undefined");
  await page.goto(`${world.webUrl}/mini/sao-mai/khung`);
  await page.waitForSelector("text=Ảnh không rời khỏi máy");
  await page.setInputFiles("input[type=file]", {
    name: "anh.jpg",
    mimeType: "image/jpeg",
    buffer: await photoOf(4000, 3000),
  });
  await page.waitForSelector("text=Đang ghép: anh.jpg");
  const measure = async (rate: number): Promise<number[]> => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate });
    await page.evaluate("performance.clearMeasures()");
    for (let n = 0; n < TURNS; n += 1) {
      await page.click("button:has-text('Lưu ảnh')");
      await page.waitForFunction(`performance.getEntriesByName('khung-anh').length > ${n}`);
    }
    const times = await page.evaluate<number[]>("performance.getEntriesByName('khung-anh').map((one) => one.duration)");
    await cdp.detach();
    return times.toSorted((a, b) => a - b);
  };
  await measure(1); // warm
  const [full, slow] = [await measure(1), await measure(4)];
  say("frame of a 12 MP photo in Chromium, full speed p50", `${Math.round(percentile(full, 0.5))} ms`);
  say(
    "the same at 4x slower CPU, p50 / p90",
    `${Math.round(percentile(slow, 0.5))} / ${Math.round(percentile(slow, 0.9))} ms`,
    "<= 150 ms",
  );
  await browser.close();
}

async function perSecond(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  let left = PHOTOS;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left > 0) {
        left -= 1;
        await work();
      }
    }),
  );
  return PHOTOS / ((performance.now() - started) / 1000);
}

/** Through the reading processes, as a worker does it, against sharp on the same cores in this one. */
async function inTheWorker(world: World, frame: Buffer): Promise<void> {
  const [photo, ring] = [await photoOf(1600, 1200), await sharp(frame).ensureAlpha().raw().toBuffer()];
  const bare = (): Promise<Buffer> =>
    sharp(photo)
      .rotate()
      .resize(1080, 1080, { fit: "cover" })
      .composite([{ input: ring, raw: { width: 1080, height: 1080, channels: 4 } }])
      .jpeg({ quality: 85 })
      .toBuffer();
  const ours = (): Promise<Buffer> => world.core.outside.run(framePictureTask, { photo, frame });
  await perSecond(bare);
  await perSecond(ours);
  const ratios: number[] = [];
  let [floor, speed] = [0, 0];
  for (let n = 0; n < 3; n += 1) {
    floor = await perSecond(bare);
    speed = await perSecond(ours);
    ratios.push(speed / floor);
  }
  const ratio = ratios.toSorted((a, b) => a - b)[1] ?? 0;
  say(
    "photos framed/s for the chat, 2 MP",
    `${speed.toFixed(1)} of ${floor.toFixed(1)} bare sharp; ratio ${ratio.toFixed(2)}`,
    ">= 0.9",
  );
}
