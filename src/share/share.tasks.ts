import type { OutsideTask } from "../outside/task.ts";
import type { ShareOrder } from "./draw-share.ts";

/** A poster, a picture, a leaflet of an approved item. */
export const drawShareTask: OutsideTask<ShareOrder, Buffer> = {
  name: "draw-share",
  field: "",
  askedBy: "officials",
  seconds: 20,
  load: async () => (await import("./draw-share.ts")).drawShare,
};
