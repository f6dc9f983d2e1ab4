import { bringJob, type Jobs } from "../kernel/job.ts";
import type { Room } from "../kernel/room.ts";
import { type CitizenKeepDeps, citizenKeeps } from "./keeps.ts";
import { readNameJob, syncFollowersJob } from "./citizen.jobs.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import { countOfOa } from "./citizen.store.ts";

type Deps = Parameters<typeof syncFollowersJob.run>[1] & CitizenKeepDeps & { producer: Jobs };

const countAt = async (unitCode: string): Promise<{ followers: number; refusing: number }> => {
  const oa = await findOaOfUnit(unitCode);
  return oa ? countOfOa(oa._id) : { followers: 0, refusing: 0 };
};

export const createCitizensRoom = (deps: Deps): Room => ({
  name: "citizens",
  keeps: citizenKeeps(deps),
  leaves: [
    {
      what: "người quan tâm",
      rule: "ở lại với OA của mình; sự đồng ý giữ nguyên, không mở rộng sang đơn vị khác",
      count: async (code) => (await countAt(code)).followers,
    },
    {
      what: "người đã nhắn DUNG",
      rule: "lời từ chối đi theo người, OA nào nhận cũng giữ",
      count: async (code) => (await countAt(code)).refusing,
    },
  ],
  jobs: [bringJob(syncFollowersJob, deps), bringJob(readNameJob, deps)],
});
