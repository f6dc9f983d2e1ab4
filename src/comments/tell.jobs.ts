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
  load: () => import("./tell-authors.ts"),
  async run({ tellAuthors }, deps: TellDeps, { draftId, position }) {
    await tellAuthors(deps, draftId, position);
  },
});

/** Tells who signed a comment that a newer version changed its place. The draft says itself which version (`telling`). */
export const tellChangedJob = defineJob({
  queue: "answers",
  name: "tell-changed",
  payload: z.object({ v: z.literal(1), draftId: z.string().min(1) }),
  idOf: ({ draftId }) => `changed-${draftId}`,
  options: { ...fewTimes, removeOnFail: true },
  load: () => import("./tell-changed.ts"),
  async run({ tellChanged }, deps: TellDeps, { draftId }) {
    await tellChanged(deps, draftId);
  },
});
