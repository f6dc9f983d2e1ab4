import type { OutsideTask } from "../outside/task.ts";
import type { ReadPackage } from "./read-package-file.ts";

/** A package that somebody brings as a file: unpacked, counted and compared with its manifest. */
export const readPackageTask: OutsideTask<Buffer, ReadPackage> = {
  name: "read-package",
  field: "file",
  askedBy: "officials",
  seconds: 8,
  load: async () => (await import("./read-package-file.ts")).readPackageFile,
};
