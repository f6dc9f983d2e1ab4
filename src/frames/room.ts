import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { frameKeeps } from "./keeps.ts";
import { bringJob } from "../kernel/job.ts";
import type { FramePhotoDeps } from "./frame-photo.ts";
import { framePhotoJob } from "./frame-photo.job.ts";
import { type FrameSweepDeps, frameSweeps } from "./frame.sweeps.ts";
import { frameApproval } from "./frame.decision.ts";
import { framesToApprove } from "./home-tasks.ts";
import type { framePages, framesApi } from "./frames.api.ts";
import type { framesRoutes } from "./frames.console.ts";

type Deps = Needs<typeof framesRoutes | typeof framesApi | typeof framePages> & FrameSweepDeps & FramePhotoDeps;

export const createFramesRoom = (deps: Deps): Room => ({
  name: "frames",
  menu: [{ path: "/console/khung", name: "Khung ảnh", icon: "person", needs: "frames.view", group: "work", rank: 110 }],
  tasks: [framesToApprove],
  decisions: [bring(frameApproval, deps)],
  jobs: [bringJob(framePhotoJob, deps)],
  sweeps: frameSweeps(deps),
  keeps: frameKeeps,
  deeds: {
    "frame-saved": "Lưu khung ảnh",
    "frame-submitted": "Trình duyệt khung ảnh",
    "frame-approved": "Duyệt khung ảnh",
    "frame-returned": "Trả lại khung ảnh",
    "frame-ended": "Ngừng khung ảnh",
  },
  async rows() {
    const { framePages, framesApi } = await import("./frames.api.ts");
    return {
      console: (await import("./frames.console.ts")).framesRoutes(deps),
      api: framesApi(deps),
      pages: framePages(deps),
    };
  },
});
