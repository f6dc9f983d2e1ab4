import { invalid } from "./errors.ts";
import { MOST_PIXELS, openPicture, toJpeg } from "./open-picture.ts";

/** Zalo takes jpg and png of at most 1 MB (zalo/openapi.md §3). */
const MOST_BYTES = 1_048_576;
const WIDEST = 1600;

export interface SmallPicture {
  bytes: Buffer;
  width: number;
  height: number;
}

/**
 * Turns a picture into what Zalo takes and a page shows: upright, at most 1,600 px, JPEG of at most 1 MB; place and camera
 * data are gone.
 * @throws AppError 422 at the field, for what is no whole JPEG, PNG or WebP picture of at most 50 megapixels
 */
export async function shrinkFor(field: string, bytes: Buffer): Promise<SmallPicture> {
  const picture = await openPicture(bytes, { field, kinds: ["jpeg", "png", "webp"], mostPixels: MOST_PIXELS });
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
  if (!small) throw invalid({ [field]: "Ảnh quá nặng, không thu nhỏ được dưới 1 MB" });
  return small;
}
