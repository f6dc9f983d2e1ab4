import { invalid } from "../kernel/errors.ts";

/** Bytes of a frame of 20 ms with its head, by the mode in the head; what is not listed is no frame (RFC 4867 §5). */
const FRAME = [13, 14, 16, 18, 20, 21, 27, 32, 6] as const;
const MOST_SECONDS = 600;

/** How many frames there are. @throws AppError 422 where the voice is cut off before the first or longer than allowed */
function countFrames(amr: Buffer): number {
  let frames = 0;
  for (let at = 6; at < amr.length; frames += 1) {
    const mode = ((amr[at] ?? 0) >> 3) & 15;
    const size = mode === 15 ? 1 : FRAME[mode];
    if (size === undefined || at + size > amr.length) break;
    at += size;
  }
  if (frames === 0) throw invalid({ tep: "Tin thoại rỗng hoặc bị cắt, không có gì để nghe" });
  if (frames / 50 > MOST_SECONDS) throw invalid({ tep: "Tin thoại dài quá 10 phút. Nghe trong Zalo OA" });
  return frames;
}

/** The voice of a phone (AMR, which no browser plays) as WAV. */
export async function decodeAmr(bytes: Buffer): Promise<{ bytes: Buffer; seconds: number }> {
  const frames = countFrames(bytes);
  const { default: decoder } = await import("amr-js/library/amrnb.js");
  const wav = decoder.toWAV(new Uint8Array(bytes));
  if (!wav) throw invalid({ tep: "Tin thoại hỏng, không giải mã được. Nghe trong Zalo OA" });
  return { bytes: Buffer.from(wav), seconds: Math.max(1, Math.round(frames / 50)) };
}
