import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { chatbotKeeps } from "./keeps.ts";
import { bringJob } from "../kernel/job.ts";
import type { DeliverDeps } from "./deliver-message.ts";
import { deliverMessageJob } from "./deliver-message.job.ts";
import { type ReplySweepDeps, replySweeps } from "./reply.sweeps.ts";
import { replyApproval } from "./reply.decision.ts";
import type { repliesRoutes } from "./replies.console.ts";
import type { replyApprovalRoutes } from "./reply-approval.console.ts";

type Deps = Needs<typeof repliesRoutes | typeof replyApprovalRoutes> & ReplySweepDeps & DeliverDeps;

export const createChatbotRoom = (deps: Deps): Room => ({
  name: "chatbot",
  menu: [
    {
      path: "/console/ba-con-hoi",
      name: "Bà con hỏi gì",
      icon: "doubt",
      needs: "demand.view",
      group: "books",
      seldom: true,
      rank: 40,
    },
    {
      path: "/console/cau-tra-loi",
      name: "Câu trả lời tự động",
      icon: "reply",
      needs: "replies.edit",
      group: "setup",
      rank: 30,
    },
    {
      path: "/console/duyet-cau-tra-loi",
      name: "Duyệt câu trả lời",
      icon: "checks",
      needs: "replies.approve",
      group: "setup",
      rank: 50,
    },
  ],
  decisions: [bring(replyApproval, deps)],
  jobs: [bringJob(deliverMessageJob, deps)],
  sweeps: replySweeps(deps),
  keeps: chatbotKeeps,
  deeds: {
    "reply-edited": "Sửa câu trả lời tự động",
    "reply-approved": "Duyệt câu trả lời tự động",
    "reply-returned": "Trả lại câu trả lời tự động",
  },
  rows: async () => ({
    console: [
      ...(await import("./demand.console.ts")).demandRoutes(),
      ...(await import("./replies.console.ts")).repliesRoutes(deps),
      ...(await import("./reply-approval.console.ts")).replyApprovalRoutes(deps),
    ],
  }),
});
