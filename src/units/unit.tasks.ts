import type { OutsideTask } from "../outside/task.ts";
import type { ReadUnits } from "./read-units.ts";

/** Rows of a CSV of units, and what is wrong with them. */
export const readUnitsTask: OutsideTask<Uint8Array | string, ReadUnits> = {
  name: "read-units",
  field: "file",
  askedBy: "officials",
  seconds: 1.2,
  load: async () => (await import("./read-units.ts")).readUnits,
};
