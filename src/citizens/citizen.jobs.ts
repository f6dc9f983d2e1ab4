import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { defineJob, fewTimes } from "../kernel/job.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { Refusals } from "./refusals.ts";

/** Reads an OA's followers from Zalo. */
export const syncFollowersJob = defineJob({
  queue: "upkeep",
  name: "sync-followers",
  payload: z.object({ v: z.literal(1), oaId: z.string().min(1) }),
  idOf: ({ oaId }) => `sync-${oaId}`,
  options: { ...fewTimes, removeOnFail: true },
  load: () => import("./sync-followers.ts"),
  async run({ syncFollowers }, deps: { clock: Clock; zalo: ZaloClient; refusals: Refusals }, { oaId }) {
    await syncFollowers(deps, oaId);
  },
});

/** Reads the display name of somebody who wrote; the id in it is our row's, not the person's. */
export const readNameJob = defineJob({
  queue: "upkeep",
  name: "read-name",
  payload: z.object({ v: z.literal(1), citizenId: z.string().min(1) }),
  idOf: ({ citizenId }) => `name-${citizenId}`,
  options: { ...fewTimes, removeOnFail: true },
  load: () => import("./read-name.ts"),
  run: ({ readName }, deps: { zalo: ZaloClient }, { citizenId }) => readName(deps, citizenId),
});
