import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { broadcastKeeps } from "./keeps.ts";
import { bringJob } from "../kernel/job.ts";
import { articleJob, cancelJob, freezeJob, freezeUrgentJob, laneJob, urgentLaneJob } from "./broadcast.jobs.ts";
import { type BroadcastSweepDeps, broadcastSweeps } from "./broadcast.sweeps.ts";
import type { SendDeps } from "./send-chunk.ts";
import { broadcastApproval } from "./broadcast.decision.ts";
import { broadcastTasks, countApprovals } from "./home-tasks.ts";
import type { approvalRoutes } from "./approval.console.ts";
import type { broadcastsRoutes } from "./broadcasts.console.ts";
import type { planRoutes } from "./plan.console.ts";
import type { resultRoutes } from "./result.console.ts";

type Deps = Needs<typeof planRoutes | typeof approvalRoutes | typeof resultRoutes | typeof broadcastsRoutes> &
  BroadcastSweepDeps &
  SendDeps;

export const createBroadcastsRoom = (deps: Deps): Room => ({
  name: "broadcasts",
  menu: [
    {
      path: "/console/cho-duyet",
      name: "Chờ duyệt",
      icon: "check",
      needs: "broadcasts.approve",
      group: "work",
      rank: 40,
      count: ({ unitCode }) => countApprovals(unitCode),
    },
    { path: "/console/gui-tin", name: "Gửi tin", icon: "horn", needs: "broadcasts.view", group: "work", rank: 50 },
    { path: "/console/so-sanh", name: "So sánh đơn vị", icon: "status", needs: "units.view", group: "work", rank: 150 },
  ],
  tasks: broadcastTasks,
  decisions: [bring(broadcastApproval, deps)],
  jobs: [
    bringJob(freezeJob, deps),
    bringJob(freezeUrgentJob, deps),
    bringJob(laneJob, deps),
    bringJob(urgentLaneJob, deps),
    bringJob(articleJob, deps),
    bringJob(cancelJob, deps),
  ],
  sweeps: broadcastSweeps(deps),
  keeps: broadcastKeeps(deps),
  deeds: {
    "broadcast-created": "Lập đợt gửi",
    "broadcast-tested": "Gửi thử",
    "broadcast-submitted": "Trình duyệt đợt gửi",
    "broadcast-withdrawn": "Rút đợt gửi về bản nháp",
    "broadcast-approved": "Duyệt đợt gửi",
    "broadcast-returned": "Trả lại đợt gửi",
    "broadcast-paused": "Tạm dừng gửi",
    "broadcast-resumed": "Gửi tiếp",
    "broadcast-cancelled": "Huỷ phần chưa gửi",
    "broadcast-exported": "Tải kết quả từng người (CSV)",
    "broadcast-proved": "Tải giấy xác nhận (PDF)",
    "unknown-decided": "Quyết định người chưa rõ",
  },
  rows: async () => ({
    console: [
      ...(await import("./plan.console.ts")).planRoutes(deps),
      ...(await import("./approval.console.ts")).approvalRoutes(deps),
      ...(await import("./result.console.ts")).resultRoutes(deps),
      ...(await import("./broadcasts.console.ts")).broadcastsRoutes(deps),
    ],
    pages: (await import("./recognise-message.ts")).recognisePages(),
  }),
});
