import type { Clock } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import type { UploadedFile } from "../kernel/console-route.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import type { Outside } from "../outside/task.ts";
import { savePicture } from "./item.store.ts";
import { shrinkPictureTask } from "./picture.tasks.ts";

export interface PictureDeps {
  clock: Clock;
  outside: Outside;
}

/** A picture of the library, as it will be sent. @throws AppError 422 with the reason */
export async function preparePicture(deps: PictureDeps, whose: Whose, file: UploadedFile): Promise<string> {
  const { bytes, width, height } = await deps.outside.run(shrinkPictureTask, file.bytes);
  return savePicture({
    unitCode: codeOf(whose),
    mimeType: "image/jpeg",
    bytes,
    sha256: sha256Hex(bytes),
    width,
    height,
    isPublic: false,
    at: deps.clock.now(),
  });
}
