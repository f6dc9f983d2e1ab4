import { z } from "zod";
import { defineJob, fewTimes } from "../kernel/job.ts";
import type { FramePhotoDeps } from "./frame-photo.ts";

/** Frames a photo somebody sent to the OA; the id says which wish, the photo itself is nowhere here. */
export const framePhotoJob = defineJob({
  queue: "pictures",
  name: "frame-photo",
  payload: z.object({ v: z.literal(1), wishId: z.string().min(1) }),
  idOf: ({ wishId }) => `photo-${wishId}`,
  options: { ...fewTimes, removeOnFail: true },
  load: () => import("./frame-photo.ts"),
  run: ({ framePhoto }, deps: FramePhotoDeps, { wishId }) => framePhoto(deps, wishId),
});
