import { z } from "zod";
import { invalid } from "../kernel/errors.ts";
import { runTool } from "./run-tool.ts";

/** What a loudspeaker is given: this loud, and never above. */
const TARGET = { loudness: -16, within: 1, peak: -1.5 };
const LONGEST_SECONDS = 20 * 60;

const refuse = (why: string): Error => invalid({ audio: why });

const probed = z.object({
  streams: z.array(
    z.object({ codec_type: z.string(), disposition: z.object({ attached_pic: z.number() }).partial().optional() }),
  ),
  format: z.object({ duration: z.coerce.number().optional() }).optional(),
});

/** Containers a phone or a recorder writes; no list that could name other files. */
const CONTAINERS = "mp3,wav,ogg,flac,mov,aac,amr,matroska,webm,aiff";
/** A file, opened as what it is and as nothing that leads elsewhere. */
const open = (file: string): string[] => [
  "-protocol_whitelist",
  "file",
  "-format_whitelist",
  CONTAINERS,
  "-i",
  `file:${file}`,
];

/** @throws AppError 422 naming what the file is instead of a sound */
export async function lookIntoSound(file: string): Promise<void> {
  const { code, out } = await runTool("ffprobe", [
    "-v",
    "error",
    "-of",
    "json",
    // no words of its own: a file may call itself by a book
    "-show_entries",
    "stream=codec_type:stream_disposition=attached_pic:format=duration",
    ...open(file),
  ]);
  const found = code === 0 ? probed.safeParse(JSON.parse(out === "" ? "{}" : out)) : undefined;
  if (!found?.success)
    throw refuse("Tệp này không đọc được, hoặc không phải tệp âm thanh. Chọn tệp MP3, WAV, M4A hoặc OGG");
  const { streams, format } = found.data;
  if (streams.some(({ codec_type, disposition }) => codec_type === "video" && !disposition?.attached_pic))
    throw refuse("Tệp này là video. Xuất riêng phần tiếng ra MP3 hoặc WAV rồi tải lên");
  if (!streams.some(({ codec_type }) => codec_type === "audio")) throw refuse("Tệp này không có tiếng");
  refuseLong(format?.duration ?? 0);
}

/** What a file says of its length, and what was heard of it: many say nothing, some say what is not so. */
export function refuseLong(seconds: number): void {
  if (seconds > LONGEST_SECONDS) throw refuse("Tệp dài hơn 20 phút. Cắt ngắn rồi tải lên");
}

/** Where the limiter stands at the first try. */
const CEILING = 0.72;
const SHAPE = "highpass=f=70,acompressor=threshold=-26dB:ratio=4";
const lastOf = (ceiling: number): string =>
  `aresample=96000,alimiter=limit=${ceiling.toFixed(3)}:level=false,aresample=24000`;

interface Measured {
  loudness: number;
  peak: number;
  seconds: number;
  /** share of samples that stand at the very top */
  clipped: number;
}

const lastNumber = (pattern: RegExp, text: string): number => {
  const all = [...text.matchAll(pattern)];
  return Number(all.at(-1)?.[1] ?? Number.NaN);
};

/** Loudness and true peak at the end, and not a line for every tenth of a second. */
export const METER = "ebur128=peak=true:framelog=verbose";
/**
 * The encoder's usual quality adds up to 2.8 dB to what the limiter let through, so that a file is made twice and more;
 * at 7 it adds 0.6 at most and needs half the time. Speech at 64 kbit/s has bits to spare.
 */
export const MP3 = ["-ar", "24000", "-b:a", "64k", "-compression_level", "7"] as const;
/** Everything between a voice and the encoder. */
export const chainOf = (gain: number, ceiling = CEILING): string =>
  `${SHAPE},volume=${gain.toFixed(2)}dB,${lastOf(ceiling)}`;

/** What a file sounds like, read from the file itself. */
export async function measureSound(file: string, shaped = ""): Promise<Measured> {
  const filters = [shaped, "volumedetect", METER].filter((one) => one !== "").join(",");
  const { code, errors } = await runTool("ffmpeg", [
    "-hide_banner",
    "-nostdin",
    "-nostats",
    "-t",
    String(LONGEST_SECONDS + 60),
    ...open(file),
    "-map",
    "0:a:0",
    "-ac",
    "1",
    "-af",
    filters,
    "-f",
    "null",
    "-",
  ]);
  if (code !== 0) throw refuse("Tệp âm thanh bị hỏng, không nghe được đến hết. Xuất lại rồi tải lên");
  const samples = lastNumber(/n_samples: (\d+)/g, errors);
  const top = lastNumber(/histogram_0db: (\d+)/g, errors) || 0;
  const [, h = "0", m = "0", s = "0"] = [...errors.matchAll(/time=(\d+):(\d+):([\d.]+)/g)].at(-1) ?? [];
  return {
    loudness: lastNumber(/I:\s+(-?[\d.]+|-inf) LUFS/g, errors),
    peak: lastNumber(/Peak:\s+(-?[\d.]+|-inf) dBFS/g, errors),
    seconds: Number(h) * 3600 + Number(m) * 60 + Number(s),
    clipped: samples > 0 ? top / samples : 0,
  };
}

async function encode(
  from: string,
  to: string,
  { gain, ceiling }: { gain: number; ceiling: number },
  marks: Readonly<Record<string, string>>,
): Promise<void> {
  const { code } = await runTool("ffmpeg", [
    "-hide_banner",
    "-nostdin",
    "-v",
    "error",
    "-y",
    ...open(from),
    "-map",
    "0:a:0",
    "-map_metadata",
    "-1",
    "-ac",
    "1",
    "-af",
    chainOf(gain, ceiling),
    ...MP3,
    ...Object.entries(marks).flatMap(([name, value]) => ["-metadata", `${name}=${value}`]),
    "-id3v2_version",
    "3",
    "-f",
    "mp3",
    to,
  ]);
  if (code !== 0) throw refuse("Tệp âm thanh bị hỏng, không nghe được đến hết. Xuất lại rồi tải lên");
}

/** The limiter takes back part of what is added, and MP3 overshoots it: both are corrected by what the file shows. */
const TRIES = 6;
const SILENT = -55;

/**
 * A recording → the file a loudspeaker plays, and what was measured in that very file. The two passes of ffmpeg's
 * loudnorm are not used: it reports −1.5 dBTP and delivers −0.9.
 * @throws AppError 422 for silence, or what no gain brings to the target
 */
export async function masterSound(
  from: string,
  to: string,
  marks: Readonly<Record<string, string>>,
  knownGain?: number,
): Promise<Measured & { tries: number }> {
  let gain = knownGain;
  if (gain === undefined) {
    const { loudness } = await measureSound(from, SHAPE);
    if (!(loudness > SILENT)) throw refuse("Tệp này không có tiếng nói, hoặc quá nhỏ. Thu lại gần micrô hơn");
    gain = TARGET.loudness - loudness;
  }
  let ceiling = CEILING;
  for (let n = 0; n < TRIES; n += 1) {
    await encode(from, to, { gain, ceiling }, marks);
    const found = await measureSound(to);
    const off = TARGET.loudness - found.loudness;
    if (Math.abs(off) <= TARGET.within && found.peak <= TARGET.peak) return { ...found, tries: n + 1 };
    if (!Number.isFinite(off)) break;
    if (found.peak > TARGET.peak) ceiling *= 0.9;
    if (Math.abs(off) > TARGET.within / 2) gain += off;
  }
  throw refuse("Không chỉnh được độ to của tệp này cho loa. Thu lại ở nơi yên tĩnh rồi tải lên");
}
