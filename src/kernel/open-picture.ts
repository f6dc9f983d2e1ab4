import type { Sharp } from "sharp";
import { formatNumber } from "./dates.ts";
import { invalid } from "./errors.ts";
import { namedOther } from "./picture-names.ts";

export type PictureKind = "jpeg" | "png" | "webp";
const NAMES: Readonly<Record<PictureKind, string>> = { jpeg: "JPEG", png: "PNG", webp: "WebP" };
/** Most a photo may have; the largest sensors of common phones. */
export const MOST_PIXELS = 50_000_000;

/** What the first bytes say; the name and the type a browser sends say nothing. */
export function kindOf(bytes: Buffer): PictureKind | undefined {
  const head = bytes.toString("latin1", 0, 12);
  if (head.startsWith("\u00ff\u00d8\u00ff")) return "jpeg";
  if (head.startsWith("\u0089PNG\r\n\u001a\n")) return "png";
  return head.startsWith("RIFF") && head.endsWith("WEBP") ? "webp" : undefined;
}

/** sharp, with no other reader of files than these three: no SVG, PDF or TIFF is ever handed to its libraries. */
async function loadSharp() {
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"] });
  return sharp;
}

export interface PictureLimits {
  /** the form field a refusal stands at */
  field: string;
  kinds: readonly PictureKind[];
  mostPixels: number;
}

export interface OpenPicture {
  kind: PictureKind;
  /** as stored, before it is turned upright */
  width: number;
  height: number;
  hasAlpha: boolean;
  /** works on the pixels; a picture that is cut off or broken is refused in words */
  draw<T>(work: (picture: Sharp) => Promise<T>): Promise<T>;
}

/**
 * Looks at a picture before it is decoded: its kind by its bytes, its size by its header.
 * @throws AppError 422 naming what is wrong
 */
export async function openPicture(bytes: Buffer, limits: PictureLimits): Promise<OpenPicture> {
  const refuse = (why: string): never => {
    throw invalid({ [limits.field]: why });
  };
  const kind = kindOf(bytes);
  const names = limits.kinds.map((one) => NAMES[one]);
  const allowed = names.length > 1 ? `${names.slice(0, -1).join(", ")} hoặc ${names.at(-1)}` : names.join("");
  if (!kind) return refuse(`Ảnh phải là ${allowed}; ${namedOther(bytes)}`);
  if (!limits.kinds.includes(kind))
    return refuse(`Ảnh phải là ${allowed}; tệp này là ${NAMES[kind]}. Vui lòng lưu lại thành ${allowed} rồi gửi lại`);
  const sharp = await loadSharp();
  const broken = (): never =>
    refuse("Ảnh bị cắt ngang hoặc hỏng, không đọc được. Vui lòng mở, lưu lại rồi gửi lần nữa");
  const { width, height, hasAlpha } = await sharp(bytes, { limitInputPixels: false }).metadata().catch(broken);
  if (width * height > limits.mostPixels)
    refuse(
      `Ảnh có ${formatNumber(width)} × ${formatNumber(height)} điểm, nhiều hơn ${formatNumber(limits.mostPixels)} điểm cho phép. Vui lòng thu nhỏ ảnh rồi gửi lại`,
    );
  const open = () => sharp(bytes, { limitInputPixels: limits.mostPixels, failOn: "error" });
  return { kind, width, height, hasAlpha, draw: (work) => work(open()).catch(broken) };
}

/** JPEG of at most so many bytes, as good as they allow; undefined when even the lowest quality is too heavy. */
export async function toJpeg(pixels: Sharp, qualities: readonly number[], mostBytes: number) {
  const sharp = await loadSharp();
  // decoded once, however often it is written
  const { data, info } = await pixels.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  for (const quality of qualities) {
    const bytes = await sharp(data, { raw: { width, height, channels } }).jpeg({ quality }).toBuffer();
    if (bytes.length <= mostBytes) return { bytes, width, height };
  }
  return undefined;
}
