import type { Clock } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { invalid } from "../kernel/errors.ts";
import type { UploadedFile } from "../kernel/console-route.ts";
import { savePicture } from "./item.store.ts";

/** Zalo takes jpg and png of at most 1 MB (zalo/openapi.md §3). */
const MOST_BYTES = 1_048_576;
const WIDEST = 1600;

export interface SmallPicture {
  bytes: Buffer;
  width: number;
  height: number;
}

/**
 * Turns an upload into what Zalo takes: upright, at most 1,600 px, JPEG of at most 1 MB; place and camera data are
 * gone. Refuses anything that is not a JPEG, PNG or WebP picture of at most 50 megapixels.
 */
export async function shrinkPicture(bytes: Buffer): Promise<SmallPicture> {
  // loaded when the first picture comes: the worker never needs its 30 MB
  const { default: sharp } = await import("sharp");
  const refuse = (why: string): never => {
    throw invalid({ picture: why });
  };
  try {
    const { format } = await sharp(bytes, { limitInputPixels: 50_000_000 }).metadata();
    if (!format || !["jpeg", "png", "webp"].includes(format)) refuse("Ảnh phải là JPEG, PNG hoặc WebP");
  } catch {
    refuse("Tệp này không đọc được như một ảnh JPEG, PNG hoặc WebP");
  }
  for (const quality of [85, 70, 55, 40]) {
    const { data, info } = await sharp(bytes, { limitInputPixels: 50_000_000 })
      .rotate()
      .resize({ width: WIDEST, height: WIDEST, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .jpeg({ quality })
      .toBuffer({ resolveWithObject: true });
    if (data.length <= MOST_BYTES) return { bytes: data, width: info.width, height: info.height };
  }
  return refuse("Ảnh quá nặng, không thu nhỏ được dưới 1 MB");
}

/** A picture of the library, as it will be sent. */
export async function preparePicture(deps: { clock: Clock }, unitCode: string, file: UploadedFile): Promise<string> {
  const { bytes, width, height } = await shrinkPicture(file.bytes);
  return savePicture({
    unitCode,
    mimeType: "image/jpeg",
    bytes,
    sha256: sha256Hex(bytes),
    width,
    height,
    isPublic: false,
    at: deps.clock.now(),
  });
}
