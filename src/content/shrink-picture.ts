import { invalid } from "../kernel/errors.ts";
import { MOST_PIXELS, openPicture, toJpeg } from "../kernel/open-picture.ts";

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
 * gone.
 * @throws AppError 422 for what is no whole JPEG, PNG or WebP picture of at most 50 megapixels
 */
export async function shrinkPicture(bytes: Buffer): Promise<SmallPicture> {
  const limits = { field: "picture", kinds: ["jpeg", "png", "webp"], mostPixels: MOST_PIXELS } as const;
  const picture = await openPicture(bytes, limits);
  const small = await picture.draw((whole) =>
    toJpeg(
      whole
        .rotate()
        .resize({ width: WIDEST, height: WIDEST, fit: "inside", withoutEnlargement: true })
        .flatten({ background: "#ffffff" }),
      [85, 70, 55, 40],
      MOST_BYTES,
    ),
  );
  if (!small) throw invalid({ picture: "Ảnh quá nặng, không thu nhỏ được dưới 1 MB" });
  return small;
}
