import { z } from "zod";
import { defineJob, type Jobs, orWait, untilDone } from "../kernel/job.ts";
import type { BroadcastHead } from "./broadcast.model.ts";
import type { ArticleDeps } from "./send-articles.ts";
import type { SendDeps } from "./send-chunk.ts";
import type { BroadcastDeps } from "./start-broadcast.ts";

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
  load: () => import("./list-audience.ts"),
  run: ({ listAudience }, deps: BroadcastDeps, { broadcastId }) => listAudience(deps, broadcastId),
});
export const freezeUrgentJob = defineJob({ ...freezeJob, queue: "urgent", name: "freeze-urgent" });

const isLaneOpen = async (oaId: string, urgent: boolean): Promise<boolean> =>
  (await (await import("./broadcast.store.ts")).listOfLane(oaId, urgent)).some(
    (broadcast) => broadcast.cursor < broadcast.chunks,
  );

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
  load: () => import("./run-lane.ts"),
  run: async ({ runLane }, deps: SendDeps, { oaId }) => orWait(await runLane(deps, oaId, false)),
  again: (_, { oaId }) => isLaneOpen(oaId, false),
});
export const urgentLaneJob = defineJob({
  ...laneJob,
  queue: "urgent",
  name: "run-urgent-lane",
  run: async ({ runLane }, deps: SendDeps, { oaId }) => orWait(await runLane(deps, oaId, true)),
  again: (_, { oaId }) => isLaneOpen(oaId, true),
});

/** Makes the articles of a broadcast, sends them by one call, settles the rows. Goes on at the step it was cut off. */
export const articleJob = defineJob({
  queue: "broadcasts",
  name: "send-articles",
  payload: broadcastPayload,
  idOf: ({ broadcastId }) => `articles-${broadcastId}`,
  options,
  load: () => import("./send-articles.ts"),
  run: async ({ sendArticles }, deps: ArticleDeps, { broadcastId }) => orWait(await sendArticles(deps, broadcastId)),
});

/** Skips whoever was not sent to when a broadcast was cancelled. */
export const cancelJob = defineJob({
  queue: "broadcasts",
  name: "skip-rest",
  payload: broadcastPayload,
  idOf: ({ broadcastId }) => `cancel-${broadcastId}`,
  options,
  load: () => import("./steer-broadcast.ts"),
  run: ({ skipRest }, deps: BroadcastDeps, { broadcastId }) => skipRest(deps, broadcastId),
});

/** Whether the job that moves a broadcast waits or runs. */
export function isQueued(jobs: Jobs, broadcast: BroadcastHead): Promise<boolean> {
  const broadcastId = String(broadcast._id);
  if (broadcast.state === "freezing")
    return jobs.has(broadcast.urgent ? freezeUrgentJob : freezeJob, { v: 1, broadcastId });
  if (broadcast.state === "cancelling") return jobs.has(cancelJob, { v: 1, broadcastId });
  if (broadcast.channel === "article") return jobs.has(articleJob, { v: 1, broadcastId });
  return jobs.has(broadcast.urgent ? urgentLaneJob : laneJob, { v: 1, oaId: broadcast.oaId });
}
