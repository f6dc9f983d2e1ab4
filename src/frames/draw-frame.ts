import { createCache } from "../kernel/bounded-cache.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { conflict, notFound } from "../kernel/errors.ts";
import type { Outside } from "../outside/task.ts";
import { findUnit } from "../units/unit.store.ts";
import type { FrameSize } from "./fill-in.ts";
import { drawMasterTask, drawPreviewTask } from "./frame.tasks.ts";
import { findDrawn, type FrameHead, keepDrawn, readMaster } from "./frame.store.ts";

export interface DrawDeps {
  outside: Outside;
}

/** A frame that opens at eight is asked for by many before the first has been drawn. */
const drawing = createCache<Buffer>(8, 60_000);

/**
 * A campaign's frame as one unit shows it: its names filled in, 1,080 or 2,048 px, PNG with transparency. Drawn once for
 * each unit and size, and kept under the master's hash.
 */
export async function drawFrame(deps: DrawDeps, frame: FrameHead, unitCode: string, size: FrameSize): Promise<Buffer> {
  const id = `${String(frame._id)}:${unitCode}:${size}:${frame.masterHash}`;
  return (await findDrawn(id)) ?? drawing.get(id, () => drawOnce(deps, id, frame, unitCode, size));
}

async function drawOnce(deps: DrawDeps, id: string, frame: FrameHead, unitCode: string, size: FrameSize) {
  const [unit, master] = [await findUnit(unitCode), await readMaster(String(frame._id))];
  if (!unit || master.length === 0) throw notFound("khung ảnh này");
  // another file was brought since the campaign was read: its picture must not be kept under the hash of the first
  if (sha256Hex(master) !== frame.masterHash)
    throw conflict("Tệp khung vừa được thay bằng tệp khác. Vui lòng tải lại trang.");
  const names = { xa: unit.name, "don-vi": unit.office, tinh: unit.province };
  const drawn = await deps.outside.run(drawMasterTask, { master, names, size });
  await keepDrawn(id, String(frame._id), drawn);
  return drawn;
}

/** The frame on the sample face, for officials; with the circle Zalo and Facebook cut avatars to when asked for. */
export async function drawPreview(deps: DrawDeps, frame: FrameHead, unitCode: string, round: boolean): Promise<Buffer> {
  return deps.outside.run(drawPreviewTask, { frame: await drawFrame(deps, frame, unitCode, 1080), round });
}
