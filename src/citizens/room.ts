import { bringJob, type Jobs } from "../kernel/job.ts";
import type { Room } from "../kernel/room.ts";
import { type CitizenKeepDeps, citizenKeeps } from "./keeps.ts";
import { readNameJob, syncFollowersJob } from "./citizen.jobs.ts";

type Deps = Parameters<typeof syncFollowersJob.run>[0] & CitizenKeepDeps & { producer: Jobs };

export const createCitizensRoom = (deps: Deps): Room => ({
  name: "citizens",
  keeps: citizenKeeps(deps),
  jobs: [bringJob(syncFollowersJob, deps), bringJob(readNameJob, deps)],
});
