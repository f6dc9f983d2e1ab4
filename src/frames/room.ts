import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { bringDialogue } from "../kernel/dialogue/bring.ts";
import { frameKeeps } from "./keeps.ts";
import { bringJob } from "../kernel/job.ts";
import type { FramePhotoDeps } from "./frame-photo.ts";
import { framePhotoJob } from "./frame-photo.job.ts";
import { type FrameTalkDeps, frameDialogue } from "./frame.dialogue.ts";
import { type FrameSweepDeps, frameSweeps } from "./frame.sweeps.ts";
import { frameApproval } from "./frame.decision.ts";
import { framesToApprove } from "./home-tasks.ts";
import type { framePages, framesApi } from "./frames.api.ts";
import type { framesRoutes } from "./frames.console.ts";

type Deps = Needs<typeof framesRoutes | typeof framesApi | typeof framePages> &
  FrameSweepDeps &
  FramePhotoDeps &
  FrameTalkDeps;

export const createFramesRoom = (deps: Deps): Room => ({
  name: "frames",
  menu: [
    { path: "/console/khung", name: "Khung ảnh", icon: "frame", needs: "frames.view", group: "consult", rank: 40 },
  ],
  tasks: [framesToApprove],
  decisions: [bring(frameApproval, deps)],
  dialogues: [bringDialogue(frameDialogue, deps)],
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
