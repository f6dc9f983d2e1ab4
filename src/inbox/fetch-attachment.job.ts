import { z } from "zod";
import { defineJob, fewTimes } from "../kernel/job.ts";
import type { FetchDeps } from "./fetch-attachment.ts";

/** Fetches what somebody sent from Zalo's hosts. Safe to repeat: a kept one is not fetched again. */
export const fetchAttachmentJob = defineJob({
  queue: "pictures",
  name: "fetch-attachment",
  payload: z.object({ v: z.literal(1), attachmentId: z.string().min(1) }),
  idOf: ({ attachmentId }) => `attachment-${attachmentId}`,
  options: { ...fewTimes, removeOnFail: true },
  load: () => import("./fetch-attachment.ts"),
  run: ({ fetchAttachment }, deps: FetchDeps, { attachmentId }) => fetchAttachment(deps, attachmentId),
});
