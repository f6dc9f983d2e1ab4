import { z } from "zod";
import { findOldest } from "../../src/citizens/inbound-event.store.ts";
import { defineJob, untilDone } from "../../src/kernel/job.ts";
import type { EventDeps } from "../workers/handle-line.worker.ts";

/**
 * What one resident sent and is not handled yet, recorded in MongoDB before. Runs after the ingest, or when the sweep
 * finds something forgotten. One job for a line at a time, so that its events are handled in their order; safe to
 * repeat: each event's state and the unique keys of what it makes say what is done.
 */
export const handleLine = defineJob({
  queue: "events",
  name: "handle-line",
  payload: z.object({ v: z.literal(1), line: z.string().min(1) }),
  idOf: ({ line }) => `line-${line}`,
  // the job names a line, which is a mark of a person: what failed is found again from MongoDB and leaves nothing here
  options: { ...untilDone, removeOnFail: true },
  secretId: true,
  load: () => import("../workers/handle-line.worker.ts"),
  run: ({ runLine }, deps: EventDeps, { line }) => runLine(deps, line),
  again: async (_, { line }) => Boolean(await findOldest(line)),
});
