import type { SecretBox } from "../kernel/crypto.ts";
import { AppError, invalid } from "../kernel/errors.ts";
import { drawFrame } from "./draw-frame.ts";
import { framePictureTask } from "./frame.tasks.ts";
import { findFrame, claimWish, dropWish, findWish } from "./frame.store.ts";
import { countMaker } from "./count-maker.ts";
import type { FrameFileDeps } from "./prepare-frame.ts";

const SIDE = 1080;
const MOST_BYTES = 12_000_000;
const PATIENCE_MS = 10_000;

/**
 * Whether an address is one of Zalo's picture hosts. A name stands for itself and what is below it, https only; an
 * origin (`http://127.0.0.1:4000`) for exactly itself.
 */
export function isPictureHost(address: string, hosts: readonly string[]): boolean {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  if (url.username !== "" || url.password !== "") return false;
  return hosts.some((host) =>
    host.includes("://")
      ? url.origin === new URL(host).origin
      : url.protocol === "https:" && url.port === "" && (url.hostname === host || url.hostname.endsWith(`.${host}`)),
  );
}

/** Fetches a photo from Zalo and nowhere else: no redirect is followed, size and time are bounded. */
export async function fetchPhoto(address: string, hosts: readonly string[]): Promise<Buffer> {
  if (!isPictureHost(address, hosts)) throw invalid({ photo: "Ảnh không nằm ở máy chủ của Zalo" });
  const response = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok || !response.body) throw new Error(`the photo answers ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > MOST_BYTES) throw invalid({ photo: "Ảnh quá nặng (trên 12 MB)" });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

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
    // nobody's photo is at fault while we are busy: tried again
    if (error instanceof AppError && error.status === 503) throw error;
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
