import { bringJob, type Jobs } from "../kernel/job.ts";
import type { Room } from "../kernel/room.ts";
import { readNameJob, syncFollowersJob } from "./citizen.jobs.ts";

type Deps = Parameters<typeof syncFollowersJob.run>[0] & { producer: Jobs };

export const createCitizensRoom = (deps: Deps): Room => ({
  name: "citizens",
  jobs: [bringJob(syncFollowersJob, deps), bringJob(readNameJob, deps)],
});
