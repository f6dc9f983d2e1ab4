import { minutes } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { AppError } from "../kernel/errors.ts";
import { fetchMedia } from "../zalo/fetch-media.ts";
export { isPictureHost } from "../zalo/fetch-media.ts";
import { drawFrame } from "./draw-frame.ts";
import { framePictureTask } from "./frame.tasks.ts";
import { findFrame, claimWish, dropWish, findWish } from "./frame.store.ts";
import { countMaker } from "./count-maker.ts";
import type { FrameFileDeps } from "./prepare-frame.ts";

const SIDE = 1080;
/** While we are busy or Zalo's picture host is away nobody's photo is at fault: so long it is tried again. */
const TRY_FOR_MS = minutes(15);
const PHOTO = { field: "photo", what: "Ảnh", mostBytes: 12_000_000 } as const;

/** Fetches a photo from Zalo and nowhere else. */
export const fetchPhoto = (address: string, hosts: readonly string[]): Promise<Buffer> =>
  fetchMedia(address, hosts, PHOTO);

export interface FramePhotoDeps extends FrameFileDeps {
  box: SecretBox;
  /** hosts pictures may be fetched from */
  pictureHosts: readonly string[];
  /** puts the framed picture at Zalo for sending, and names it */
  uploadPicture(oaId: string, picture: Buffer): Promise<string>;
  /** sends it; says whether Zalo took it */
  sendPicture(oaId: string, userId: string, uploaded: string, text: string): Promise<boolean>;
  sendText(oaId: string, userId: string, text: string): Promise<boolean>;
}

/**
 * Answers one photo sent to the OA. The photo and the result are in memory only; afterwards not even its address is
 * left. Run again after a cut it frames the photo again, unless the answer may have gone out already.
 */
export async function framePhoto(deps: FramePhotoDeps, wishId: string): Promise<void> {
  const wish = await findWish(wishId);
  if (!wish) return;
  const frame = await findFrame(wish.campaignId);
  if (wish.state === "sending" || !frame) return dropWish(wishId);
  const { oaId, userId } = wish;
  let picture: Buffer;
  try {
    const drawn = await drawFrame(deps, frame, wish.unitCode, SIDE);
    const photo = await fetchPhoto(deps.box.open(wish.url), deps.pictureHosts);
    picture = await deps.outside.run(framePictureTask, { photo, frame: drawn });
  } catch (error) {
    const photoIsBad = error instanceof AppError && error.status < 500;
    if (!photoIsBad && deps.clock.now().getTime() - wish.at.getTime() < TRY_FOR_MS) throw error;
    if (await claimWish(wishId))
      await deps.sendText(
        oaId,
        userId,
        "Rất xin lỗi Ông/Bà, kênh chưa ghép được ảnh này. Ông/Bà gửi ảnh JPEG hoặc PNG dưới 12 MB, hoặc ghép ngay trên máy ở mục Khung ảnh của Mini App. Ảnh không được lưu lại.",
      );
    return dropWish(wishId);
  }
  // nothing was said yet: should this fail, it is tried again
  const uploaded = await deps.uploadPicture(oaId, picture);
  if (!(await claimWish(wishId))) return;
  const text = `Ảnh của Ông/Bà trong khung “${frame.title}”. Kênh không lưu ảnh; ảnh gốc và ảnh đã ghép chỉ còn trong đoạn chat này.`;
  if (await deps.sendPicture(oaId, userId, uploaded, text))
    await countMaker(deps, frame, `zalo:${wish.appUserId || userId}`);
  await dropWish(wishId);
}
