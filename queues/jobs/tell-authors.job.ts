import { z } from "zod";
import { defineJob, fewTimes } from "../job-kind.ts";

/**
 * Tells the authors who signed that a place of a draft has its answer; "" = the whole draft. Nobody asks for it again,
 * so it is tried for ten minutes.
 */
export const tellAuthorsJob = defineJob({
  queue: "answers",
  name: "tell-authors",
  payload: z.object({ v: z.literal(1), draftId: z.string().min(1), position: z.string() }),
  idOf: ({ draftId, position }) => `tell-${draftId}-${position || "all"}`,
  options: { ...fewTimes, attempts: 60, removeOnFail: true },
});
