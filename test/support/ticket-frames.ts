import { toBuffer } from "qrcode";
import sharp from "sharp";
import { readingSvg } from "./read-svg.ts";
import type { Frame } from "../../src/training/phone/read-frame.ts";

/** What a phone's camera sees of a ticket on a good day and on bad ones, 640 × 480. */
const [WIDE, HIGH] = [640, 480];
const SHADE = "#bbb";
const codeOf = (text: string, width: number) =>
  toBuffer(text, { errorCorrectionLevel: "M", version: 6, margin: 4, width });

async function onDesk(code: Buffer): Promise<Buffer> {
  const { width, height } = await sharp(code).metadata();
  const [left, top] = [Math.round((WIDE - width) / 2), Math.round((HIGH - height) / 2)];
  const desk = sharp({ create: { width: WIDE, height: HIGH, channels: 3, background: SHADE } });
  return desk
    .composite([{ input: code, left, top }])
    .png()
    .toBuffer();
}
const over = (picture: Buffer, drawing: string) =>
  readingSvg()(picture)
    .composite([{ input: Buffer.from(`<svg width="${WIDE}" height="${HIGH}">${drawing}</svg>`) }])
    .png()
    .toBuffer();
const dimmed = (picture: Buffer, share: number, base: number) => sharp(picture).linear(share, base).png().toBuffer();
const turned = async (text: string, degrees: number, width: number) =>
  onDesk(
    await sharp(await codeOf(text, width))
      .rotate(degrees, { background: SHADE })
      .toBuffer(),
  );
const sheared = async (text: string, matrix: [[number, number], [number, number]], degrees = 0) =>
  onDesk(
    await sharp(await codeOf(text, 230))
      .rotate(degrees, { background: SHADE })
      .affine(matrix, { background: SHADE })
      .toBuffer(),
  );

/** The same picture on every run: a plain generator of numbers, seeded. */
async function grainy(picture: Buffer, sigma: number): Promise<Buffer> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let seed = 7;
  const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  for (let at = 0; at < data.length; at += 3) {
    const grain = Math.sqrt(-2 * Math.log(next() + 1e-9)) * Math.cos(2 * Math.PI * next()) * sigma;
    for (let k = at; k < at + 3; k += 1) data[k] = Math.max(0, Math.min(255, (data[k] ?? 0) + grain));
  }
  const raw = { width: info.width, height: info.height, channels: 3 as const };
  return sharp(data, { raw }).png().toBuffer();
}

/** The sheet leans away: what is above is farther than what is below. */
async function leaning(picture: Buffer, lean: number): Promise<Buffer> {
  const { data } = await sharp(picture).greyscale().raw().toBuffer({ resolveWithObject: true });
  const out = Buffer.alloc(WIDE * HIGH, 187);
  for (let y = 0; y < HIGH; y += 1)
    for (let x = 0; x < WIDE; x += 1) {
      const far = 1 + lean * (y / HIGH - 0.5);
      const fromX = Math.round((x - WIDE / 2) * far + WIDE / 2);
      const fromY = Math.round((y - HIGH / 2) * far * (1 + lean / 5) + HIGH / 2);
      if (fromX >= 0 && fromY >= 0 && fromX < WIDE && fromY < HIGH)
        out[y * WIDE + x] = data[fromY * WIDE + fromX] ?? 187;
    }
  return sharp(out, { raw: { width: WIDE, height: HIGH, channels: 1 } })
    .png()
    .toBuffer();
}

const GLARE =
  '<defs><radialGradient id="g"><stop offset="0" stop-color="#fff" stop-opacity="0.95"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs><circle cx="340" cy="250" r="130" fill="url(#g)"/>';
/** Of 41 × 41 modules: the side of a square in modules, its left and upper edge. */
const thumb = (side: number, left: number, top: number): string => {
  const module = 300 / 49;
  const at = (n: number, edge: number): number => edge + (4 + n) * module;
  return `<rect x="${at(left, 170)}" y="${at(top, 90)}" width="${side * module}" height="${side * module}" fill="#663"/>`;
};

export async function ticketFrames(text: string): Promise<Readonly<Record<string, Buffer>>> {
  const clean = await onDesk(await codeOf(text, 300));
  const mixed = await sheared(
    text,
    [
      [1, 0.15],
      [0.05, 1],
    ],
    30,
  );
  return {
    clean,
    "blur σ 1.5": await sharp(clean).blur(1.5).png().toBuffer(),
    "turned 17°": await turned(text, 17, 300),
    "turned 45°": await turned(text, 45, 260),
    sheared: await sheared(text, [
      [1, 0.25],
      [0.1, 1],
    ]),
    tilted: await leaning(clean, 0.5),
    dark: await dimmed(clean, 0.12, 5),
    glare: await over(clean, GLARE),
    noise: await grainy(clean, 40),
    "strong noise": await grainy(clean, 60),
    "110 px": await onDesk(await codeOf(text, 110)),
    mixed: await grainy(await dimmed(await sharp(mixed).blur(0.8).png().toBuffer(), 0.5, 15), 12),
    covered: await over(clean, thumb(13, 13, 13)),
    "covered at the edge": await over(clean, thumb(14, 27, 14)),
  };
}

export async function frameOf(picture: Buffer): Promise<Frame> {
  const { data, info } = await sharp(picture)
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}
export const BLANK = () =>
  sharp({ create: { width: WIDE, height: HIGH, channels: 3, background: SHADE } })
    .png()
    .toBuffer();
