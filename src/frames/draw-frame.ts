import { notFound } from "../kernel/errors.ts";
import { renderSvg } from "../kernel/render-svg.ts";
import { findUnit } from "../units/unit.store.ts";
import { fillIn, type FrameSize } from "./check-master.ts";
import { findDrawn, type FrameHead, keepDrawn, readMaster } from "./frame.store.ts";

/**
 * A campaign's frame as one unit shows it: its names filled in, 1,080 or 2,048 px, PNG with transparency. Drawn once for
 * each unit and size, and kept under the master's hash.
 */
export async function drawFrame(frame: FrameHead, unitCode: string, size: FrameSize): Promise<Buffer> {
  const id = `${String(frame._id)}:${unitCode}:${size}:${frame.masterHash}`;
  const kept = await findDrawn(id);
  if (kept) return kept;
  const [unit, master] = [await findUnit(unitCode), await readMaster(String(frame._id))];
  if (!unit || master.length === 0) throw notFound("khung ảnh này");
  const names = { xa: unit.name, "don-vi": unit.office, tinh: unit.province };
  // loaded when the first frame is drawn
  const { default: sharp } = await import("sharp");
  const drawn =
    frame.masterKind === "svg"
      ? await renderSvg(fillIn(master.toString("utf8"), names), size)
      : await sharp(master).resize(size, size).png().toBuffer();
  await keepDrawn(id, String(frame._id), drawn);
  return drawn;
}

/** A drawn face, so that people see the result before they choose a photo; nobody's. */
export const SAMPLE_FACE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080"><rect width="1080" height="1080" fill="#cfe0ee"/><path d="M180 1080c20-230 180-330 360-330s340 100 360 330z" fill="#2f7fb8"/><path d="M450 640h180v150a90 90 0 0 1-180 0z" fill="#e0b48e"/><circle cx="540" cy="480" r="215" fill="#f0c8a0"/><path d="M320 480c-20-210 90-300 225-300s240 90 215 300c-40-120-110-160-215-160s-185 50-225 160z" fill="#3a2b22"/><circle cx="460" cy="490" r="20" fill="#1a2330"/><circle cx="620" cy="490" r="20" fill="#1a2330"/><path d="M460 585q80 70 160 0" fill="none" stroke="#a5231b" stroke-width="14" stroke-linecap="round"/></svg>`;

/** The frame on the sample face, for officials; with the circle Zalo and Facebook cut avatars to when asked for. */
export async function drawPreview(frame: FrameHead, unitCode: string, round: boolean): Promise<Buffer> {
  const { default: sharp } = await import("sharp");
  const layers = [{ input: await drawFrame(frame, unitCode, 1080) }];
  if (round)
    layers.push({
      input: Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1080"><path fill-rule="evenodd" fill="#f6f4ef" fill-opacity="0.86" d="M0 0h1080v1080H0zM540 0a540 540 0 1 0 0 1080 540 540 0 0 0 0-1080z"/><circle cx="540" cy="540" r="538" fill="none" stroke="#13284a" stroke-width="4" stroke-dasharray="18 12"/></svg>`,
      ),
    });
  // sharp makes a picture smaller before it lays others on it: two steps
  const whole = await sharp(await renderSvg(SAMPLE_FACE, 1080))
    .composite(layers)
    .png()
    .toBuffer();
  return sharp(whole).resize(540).jpeg({ quality: 85 }).toBuffer();
}
