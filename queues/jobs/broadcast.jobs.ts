import { z } from "zod";
import { defineJob, untilDone } from "../job-kind.ts";

/** Freezes a broadcast's audience. Cut off half-way it starts afresh; nothing was sent yet. */
export const freezeAudienceJob = defineJob({
  queue: "broadcasts",
  name: "freeze-audience",
  payload: z.object({ v: z.literal(1), broadcastId: z.string().min(1) }),
  idOf: ({ broadcastId }) => `freeze-${broadcastId}`,
  options: { ...untilDone, removeOnFail: true, priority: 1 },
});

/** Sends one run of 250 ledger rows. Safe to repeat: every row is claimed once, and only while it is planned. */
export const sendChunkJob = defineJob({
  queue: "broadcasts",
  name: "send-chunk",
  payload: z.object({ v: z.literal(1), broadcastId: z.string().min(1), chunk: z.number().int().min(0) }),
  idOf: ({ broadcastId, chunk }) => `chunk-${broadcastId}-${chunk}`,
  options: { ...untilDone, removeOnFail: true, priority: 10 },
});
