import { z } from "zod";
import { defineJob, untilDone } from "../job-kind.ts";

const broadcastPayload = z.object({ v: z.literal(1), broadcastId: z.string().min(1) });
const lanePayload = z.object({ v: z.literal(1), oaId: z.string().min(1) });
const options = { ...untilDone, removeOnFail: true };

/** Freezes a broadcast's audience. Cut off half-way it starts afresh; nothing was sent yet. */
export const freezeJob = defineJob({
  queue: "broadcasts",
  name: "freeze-audience",
  payload: broadcastPayload,
  idOf: ({ broadcastId }) => `freeze-${broadcastId}`,
  options,
});
export const freezeUrgentJob = defineJob({ ...freezeJob, queue: "urgent", name: "freeze-urgent" });

/**
 * Sends what one OA has to send one by one. One such job per OA whatever the number of broadcasts and people, so that
 * every OA has its own lane; an emergency runs in a lane and a queue of its own. Safe to repeat: every row is claimed.
 */
export const laneJob = defineJob({
  queue: "broadcasts",
  name: "run-lane",
  payload: lanePayload,
  idOf: ({ oaId }) => `lane-${oaId}`,
  options,
});
export const urgentLaneJob = defineJob({ ...laneJob, queue: "urgent", name: "run-urgent-lane" });

/** Makes the articles of a broadcast, sends them by one call, settles the rows. Goes on at the step it was cut off. */
export const articleJob = defineJob({
  queue: "broadcasts",
  name: "send-articles",
  payload: broadcastPayload,
  idOf: ({ broadcastId }) => `articles-${broadcastId}`,
  options,
});

/** Skips whoever was not sent to when a broadcast was cancelled. */
export const cancelJob = defineJob({
  queue: "broadcasts",
  name: "skip-rest",
  payload: broadcastPayload,
  idOf: ({ broadcastId }) => `cancel-${broadcastId}`,
  options,
});
