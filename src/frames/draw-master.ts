import { kindOf, openPicture } from "../kernel/open-picture.ts";
import { renderSvg } from "../kernel/render-svg.ts";
import { fillIn, type FrameSize, type UnitNames } from "./fill-in.ts";

export interface MasterDrawing {
  master: Buffer;
  names: UnitNames;
  size: FrameSize;
}

const OURS = { field: "master", kinds: ["png"], mostPixels: 20_000_000 } as const;

/** A checked master as one unit shows it: PNG with transparency. */
export async function drawMaster({ master, names, size }: MasterDrawing): Promise<Buffer> {
  if (kindOf(master) !== "png") return renderSvg(fillIn(master.toString("utf8"), names), size);
  const opened = await openPicture(master, OURS);
  return opened.draw((picture) => picture.resize(size, size).png().toBuffer());
}

/** A drawn face, so that people see the result before they choose a photo; nobody's. */
const SAMPLE_FACE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080"><rect width="1080" height="1080" fill="#cfe0ee"/><path d="M180 1080c20-230 180-330 360-330s340 100 360 330z" fill="#2f7fb8"/><path d="M450 640h180v150a90 90 0 0 1-180 0z" fill="#e0b48e"/><circle cx="540" cy="480" r="215" fill="#f0c8a0"/><path d="M320 480c-20-210 90-300 225-300s240 90 215 300c-40-120-110-160-215-160s-185 50-225 160z" fill="#3a2b22"/><circle cx="460" cy="490" r="20" fill="#1a2330"/><circle cx="620" cy="490" r="20" fill="#1a2330"/><path d="M460 585q80 70 160 0" fill="none" stroke="#a5231b" stroke-width="14" stroke-linecap="round"/></svg>`;
/** What Zalo and Facebook cut an avatar to. */
const CIRCLE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080"><path fill-rule="evenodd" fill="#f6f4ef" fill-opacity="0.86" d="M0 0h1080v1080H0zM540 0a540 540 0 1 0 0 1080 540 540 0 0 0 0-1080z"/><circle cx="540" cy="540" r="538" fill="none" stroke="#13284a" stroke-width="4" stroke-dasharray="18 12"/></svg>`;

/** The frame on the sample face, for officials; with the circle when asked for. */
export async function drawPreview({ frame, round }: { frame: Buffer; round: boolean }): Promise<Buffer> {
  const layers = [{ input: frame }, ...(round ? [{ input: await renderSvg(CIRCLE, 1080) }] : [])];
  const face = await openPicture(await renderSvg(SAMPLE_FACE, 1080), OURS);
  // sharp makes a picture smaller before it lays others on it: two steps
  const whole = await face.draw((picture) => picture.composite(layers).png().toBuffer());
  const opened = await openPicture(whole, OURS);
  return opened.draw((picture) => picture.resize(540).jpeg({ quality: 85 }).toBuffer());
}
