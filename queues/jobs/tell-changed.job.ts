import { z } from "zod";
import { defineJob, fewTimes } from "../job-kind.ts";

/** Tells who signed a comment that a newer version changed its place. The draft says itself which version (`telling`). */
export const tellChangedJob = defineJob({
  queue: "answers",
  name: "tell-changed",
  payload: z.object({ v: z.literal(1), draftId: z.string().min(1) }),
  idOf: ({ draftId }) => `changed-${draftId}`,
  options: { ...fewTimes, removeOnFail: true },
});
