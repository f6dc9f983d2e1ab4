import type { OutsideTask } from "../outside/task.ts";
import type { AnswerFile, FetchedMedia, Kept } from "./attachment.model.ts";

/** What somebody sent to the OA: its kind by its bytes, made fit to be shown. */
export const takeMediaTask: OutsideTask<FetchedMedia, Kept> = {
  name: "take-media",
  field: "tep",
  askedBy: "anyone",
  seconds: 6,
  load: async () => (await import("./take-media.ts")).takeMedia,
};

/** What an officer answers with: only what Zalo takes. */
export const takeAnswerFileTask: OutsideTask<{ bytes: Buffer; name: string }, AnswerFile> = {
  name: "take-answer-file",
  field: "tep",
  askedBy: "officials",
  seconds: 4,
  load: async () => (await import("./take-answer-file.ts")).takeAnswerFile,
};
