import type { SmallPicture } from "../kernel/shrink-picture.ts";
import type { OutsideTask } from "../outside/task.ts";

const load = async () => (await import("./shrink-picture.ts")).shrinkPicture;

/** A picture an official brings, made small. */
export const shrinkPictureTask: OutsideTask<Buffer, SmallPicture> = {
  name: "shrink-picture",
  field: "picture",
  askedBy: "officials",
  seconds: 3,
  load,
};

/** A picture a resident sends with a report: anybody may, so it never takes the last process. */
export const shrinkSentPictureTask: OutsideTask<Buffer, SmallPicture> = {
  ...shrinkPictureTask,
  name: "shrink-sent-picture",
  askedBy: "anyone",
};
