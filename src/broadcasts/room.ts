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
import { listInState } from "./broadcast.store.ts";
import { broadcastFacts } from "./facts.ts";

type Deps = Needs<typeof planRoutes | typeof approvalRoutes | typeof resultRoutes | typeof broadcastsRoutes> &
  BroadcastSweepDeps &
  SendDeps;

export const createBroadcastsRoom = (deps: Deps): Room => ({
  name: "broadcasts",
  facts: broadcastFacts,
  menu: [
    {
      path: "/console/cho-duyet",
      name: "Chờ duyệt",
      icon: "seal",
      needs: "broadcasts.approve",
      group: "daily",
      rank: 5,
      count: ({ scope }) => countApprovals(scope),
    },
    { path: "/console/gui-tin", name: "Gửi tin", icon: "horn", needs: "broadcasts.view", group: "publish", rank: 20 },
    {
      path: "/console/so-sanh",
      name: "So sánh đơn vị",
      icon: "swap",
      needs: "units.view",
      group: "books",
      seldom: true,
      rank: 20,
    },
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
  leaves: [
    {
      what: "đợt gửi đã duyệt, chưa gửi",
      rule: "không tự gửi sau ngày này; đơn vị nhận trọn xem lại và trình duyệt lại",
      count: async (code) => (await listInState(code, ["scheduled"])).length,
    },
  ],
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
