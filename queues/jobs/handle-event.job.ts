import { z } from "zod";
import { defineJob, untilDone } from "../job-kind.ts";

/**
 * One event of Zalo's, recorded in MongoDB before. Runs after the ingest or when the sweep finds it forgotten. Safe to
 * repeat: the event's state and the unique keys of what it makes say what is done.
 */
export const handleEvent = defineJob({
  queue: "events",
  name: "handle-event",
  payload: z.object({ v: z.literal(1), eventKey: z.string().min(1) }),
  idOf: ({ eventKey }) => `event-${eventKey}`,
  options: untilDone,
});
