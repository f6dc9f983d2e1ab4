import { createHash } from "node:crypto";
import { invalid } from "../kernel/errors.ts";
import { MOST_PIXELS, openPicture, toJpeg } from "../kernel/open-picture.ts";

const SIDE = 1080;
/** Zalo takes pictures of at most 1 MB (zalo/openapi.md §3). */
const MOST_OUT = 1_048_576;

/**
 * A photo in its frame: upright, cut to a square around the middle, 1,080 px, JPEG of at most 1 MB, without what the
 * camera wrote into it. @param frame raw RGBA pixels of 1,080 × 1,080
 * @throws AppError 422 for what is no whole JPEG, PNG or WebP of at most 50 megapixels
 */
export async function compositePhoto(photo: Buffer, frame: Buffer): Promise<Buffer> {
  const limits = { field: "photo", kinds: ["jpeg", "png", "webp"], mostPixels: MOST_PIXELS } as const;
  const opened = await openPicture(photo, limits);
  const framed = await opened.draw((picture) =>
    toJpeg(
      picture
        .rotate()
        .resize(SIDE, SIDE, { fit: "cover" })
        .flatten({ background: "#ffffff" })
        .composite([{ input: frame, raw: { width: SIDE, height: SIDE, channels: 4 } }]),
      [85, 65, 45],
      MOST_OUT,
    ),
  );
  if (!framed) throw invalid({ photo: "Ảnh quá nặng" });
  return framed.bytes;
}

const decoded = new Map<string, Buffer>();

/** The same with the frame as PNG, which is decoded once for each that comes again and again. */
export async function framePicture({ photo, frame }: { photo: Buffer; frame: Buffer }): Promise<Buffer> {
  const key = createHash("sha256").update(frame).digest("base64");
  let pixels = decoded.get(key);
  if (!pixels) {
    const opened = await openPicture(frame, { field: "photo", kinds: ["png"], mostPixels: SIDE * SIDE });
    pixels = await opened.draw((picture) => picture.ensureAlpha().raw().toBuffer());
    if (decoded.size >= 8) decoded.clear();
    decoded.set(key, pixels);
  }
  return compositePhoto(photo, pixels);
}
