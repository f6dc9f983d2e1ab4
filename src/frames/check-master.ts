import { formatNumber } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import { kindOf, openPicture } from "../kernel/open-picture.ts";
import { namedOther } from "../kernel/picture-names.ts";
import { renderPixels } from "../kernel/render-svg.ts";
import { fillIn } from "./fill-in.ts";
import { AS_PNG, lookIntoSvg, SVG_LIMITS } from "./look-into-svg.ts";

const MOST_BYTES = 6_000_000;
const MOST_PIXELS = 20_000_000;
/** The face is looked for in a circle of this share of the width; so much of it must be see-through. */
const CIRCLE = 0.3;
const CLEAR = 0.8;

const refuse = (why: string): never => {
  throw invalid({ master: why });
};

/** Share of the middle circle of a square that a face shows through. @param alpha of each pixel, row by row */
function clearShare(alpha: (at: number) => number, side: number): number {
  let [inside, clear] = [0, 0];
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      if (Math.hypot(x - side / 2, y - side / 2) > side * CIRCLE) continue;
      inside += 1;
      if (alpha(y * side + x) < 128) clear += 1;
    }
  return clear / inside;
}

/**
 * Looks at a master before it is kept: a square transparent PNG of at least 1,080 px (2,048 for the large size), or an
 * SVG of shapes and text; the middle must let a face through. @throws AppError 422
 */
export async function checkMaster(bytes: Buffer): Promise<"png" | "svg"> {
  if (bytes.length > MOST_BYTES) refuse("Khung cần dưới 6 MB");
  const kind = kindOf(bytes) === "png" ? "png" : "svg";
  if (kind === "svg") mustBeSvg(bytes);
  const share = kind === "png" ? await clearOfPng(bytes) : await clearOfSvg(bytes.toString("utf8"));
  if (share < CLEAR) refuse("Phần giữa khung cần trong suốt để thấy mặt người");
  return kind;
}

/** @throws AppError 422 that names what it is instead */
function mustBeSvg(bytes: Buffer): void {
  if (bytes.includes("<svg") || bytes.includes(":svg")) return;
  const what = kindOf(bytes) === undefined ? namedOther(bytes) : "tệp này là ảnh JPEG hoặc WebP, nền không trong suốt";
  refuse(`Khung cần là PNG trong suốt hoặc SVG; ${what}. ${AS_PNG}`);
}

async function clearOfPng(bytes: Buffer): Promise<number> {
  const master = await openPicture(bytes, { field: "master", kinds: ["png"], mostPixels: MOST_PIXELS });
  const { width, height, hasAlpha } = master;
  if (width !== height || width < 1080)
    refuse(`Khung PNG cần vuông, từ 1080 × 1080 điểm; tệp này ${width} × ${height}`);
  if (!hasAlpha) refuse("Khung PNG cần nền trong suốt");
  const side = 200;
  const pixels = await master.draw((picture) =>
    picture.resize(side, side).ensureAlpha().extractChannel(3).raw().toBuffer(),
  );
  return clearShare((at) => pixels[at] ?? 255, side);
}

async function clearOfSvg(text: string): Promise<number> {
  await checkInside(lookIntoSvg(text));
  const names = { xa: "Xã Mẫu", "don-vi": "UBND xã Mẫu", tinh: "Tỉnh Mẫu" };
  const drawn = await renderPixels(fillIn(text, names), 1080).catch(() => refuse(`SVG này không vẽ được. ${AS_PNG}`));
  if (drawn.width !== drawn.height) refuse("Khung SVG cần vuông");
  return clearShare((at) => drawn.pixels[at * 4 + 3] ?? 255, drawn.width);
}

/** Pictures within an SVG are decoded when it is drawn: their sizes are read before. */
async function checkInside(pictures: readonly Buffer[]): Promise<void> {
  let pixels = 0;
  for (const bytes of pictures) {
    const limits = { field: "master", kinds: ["jpeg", "png"], mostPixels: SVG_LIMITS.pixels } as const;
    const { width, height } = await openPicture(bytes, limits);
    pixels += width * height;
  }
  if (pixels > SVG_LIMITS.pixels)
    refuse(
      `Các ảnh bên trong SVG có ${formatNumber(pixels)} điểm, nhiều hơn ${formatNumber(SVG_LIMITS.pixels)} điểm cho phép`,
    );
}
