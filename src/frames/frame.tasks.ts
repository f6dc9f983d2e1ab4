import type { OutsideTask } from "../outside/task.ts";
import type { MasterDrawing } from "./draw-master.ts";

/** Whether a file may be a master. It is drawn once, at 1,080 px: what takes too long for that is not taken. */
export const checkMasterTask: OutsideTask<Buffer, "png" | "svg"> = {
  name: "check-master",
  field: "master",
  askedBy: "officials",
  seconds: 1.2,
  load: async () => (await import("./check-master.ts")).checkMaster,
};

/** A checked master with a unit's names; the large size has four times the pixels of the check. */
export const drawMasterTask: OutsideTask<MasterDrawing, Buffer> = {
  name: "draw-master",
  field: "",
  askedBy: "anyone",
  seconds: 8,
  load: async () => (await import("./draw-master.ts")).drawMaster,
};

export const drawPreviewTask: OutsideTask<{ frame: Buffer; round: boolean }, Buffer> = {
  name: "draw-preview",
  field: "",
  askedBy: "officials",
  seconds: 3,
  load: async () => (await import("./draw-master.ts")).drawPreview,
};

/** A photo somebody sent to the OA, in its frame. */
export const framePictureTask: OutsideTask<{ photo: Buffer; frame: Buffer }, Buffer> = {
  name: "frame-picture",
  field: "photo",
  askedBy: "anyone",
  seconds: 3,
  load: async () => (await import("./composite-photo.ts")).framePicture,
};
