import type { OutsideTask } from "../outside/task.ts";
import type { ReadLog } from "./read-log.ts";

/** What a station's own log says, as a sheet or a text. */
export const readStationLogTask: OutsideTask<Uint8Array, ReadLog> = {
  name: "read-station-log",
  field: "file",
  askedBy: "officials",
  seconds: 3,
  load: async () => {
    const { readStationLog } = await import("./read-log.ts");
    return (bytes) => readStationLog(Buffer.from(bytes));
  },
};
