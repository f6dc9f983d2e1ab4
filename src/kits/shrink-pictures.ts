import { openPicture } from "../kernel/open-picture.ts";

/** Widths and qualities tried in turn until all fit. */
const STEPS = [
  { width: 900, quality: 76 },
  { width: 720, quality: 66 },
  { width: 540, quality: 56 },
  { width: 400, quality: 46 },
] as const;
/** Texts and pictures of a kit together stay under 2 MB; texts of 32 items are 0,2 MB. */
const MOST_BYTES = 1_700_000;

/** The same pictures as JPEG, all with the first step by which they fit; the last step whatever it gives. */
export async function shrinkPictures(pictures: readonly Uint8Array[]): Promise<Buffer[]> {
  let made: Buffer[] = [];
  for (const { width, quality } of STEPS) {
    made = [];
    for (const bytes of pictures) {
      const limits = { field: "items", kinds: ["jpeg", "png", "webp"] as const, mostPixels: 50_000_000 };
      const picture = await openPicture(Buffer.from(bytes), limits);
      made.push(
        await picture.draw((sharp) =>
          sharp
            .rotate()
            .resize({ width, height: width * 2, fit: "inside", withoutEnlargement: true })
            .flatten({ background: "#fff" })
            .jpeg({ quality, mozjpeg: true })
            .toBuffer(),
        ),
      );
    }
    if (made.reduce((sum, { length }) => sum + length, 0) <= MOST_BYTES) break;
  }
  return made;
}
