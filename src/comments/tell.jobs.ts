import { z } from "zod";
import { defineJob, fewTimes } from "../kernel/job.ts";
import type { TellDeps } from "./tell-authors.ts";

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
  async run(deps: TellDeps, { draftId, position }) {
    await (await import("./tell-authors.ts")).tellAuthors(deps, draftId, position);
  },
});

/** Tells who signed a comment that a newer version changed its place. The draft says itself which version (`telling`). */
export const tellChangedJob = defineJob({
  queue: "answers",
  name: "tell-changed",
  payload: z.object({ v: z.literal(1), draftId: z.string().min(1) }),
  idOf: ({ draftId }) => `changed-${draftId}`,
  options: { ...fewTimes, removeOnFail: true },
  async run(deps: TellDeps, { draftId }) {
    await (await import("./tell-changed.ts")).tellChanged(deps, draftId);
  },
});
