import type { OutsideTask } from "../outside/task.ts";

/** Pictures of a kit, small enough for a phone in a valley. */
export const shrinkPicturesTask: OutsideTask<Uint8Array[], Buffer[]> = {
  name: "shrink-kit-pictures",
  field: "items",
  askedBy: "officials",
  seconds: 20,
  load: async () => (await import("./shrink-pictures.ts")).shrinkPictures,
};
