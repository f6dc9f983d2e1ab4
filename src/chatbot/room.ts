import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { chatbotKeeps } from "./keeps.ts";
import { bringJob } from "../kernel/job.ts";
import type { DeliverDeps } from "./deliver-message.ts";
import { deliverMessageJob } from "./deliver-message.job.ts";
import { type ReplySweepDeps, replySweeps } from "./reply.sweeps.ts";
import { replyApproval } from "./reply.decision.ts";
import { countWaiting } from "./conversation.store.ts";
import { waitingPeople } from "./home-tasks.ts";
import type { inboxRoutes } from "./inbox.console.ts";
import type { repliesRoutes } from "./replies.console.ts";
import type { replyApprovalRoutes } from "./reply-approval.console.ts";

type Deps = Needs<typeof inboxRoutes | typeof repliesRoutes | typeof replyApprovalRoutes> &
  ReplySweepDeps &
  DeliverDeps;

export const createChatbotRoom = (deps: Deps): Room => ({
  name: "chatbot",
  menu: [
    {
      path: "/console/hop-thu",
      name: "Hộp thư",
      icon: "chat",
      needs: "inbox.use",
      group: "work",
      rank: 20,
      count: async ({ unitCode }) => (await countWaiting(unitCode)).count,
    },
    {
      path: "/console/ba-con-hoi",
      name: "Bà con hỏi gì",
      icon: "demand",
      needs: "demand.view",
      group: "work",
      rank: 130,
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
      icon: "reply",
      needs: "replies.approve",
      group: "setup",
      rank: 50,
    },
  ],
  tasks: [waitingPeople(deps.waitingAlertMinutes)],
  decisions: [bring(replyApproval, deps)],
  jobs: [bringJob(deliverMessageJob, deps)],
  sweeps: replySweeps(deps),
  keeps: chatbotKeeps,
  deeds: {
    "conversation-taken": "Nhận trả lời",
    "conversation-handed-back": "Trả lại máy tự động",
    "conversation-assigned": "Chuyển người khác trả lời",
    "conversation-read": "Mở hội thoại",
    "note-added": "Thêm ghi chú",
    "reply-sent": "Trả lời người dân",
    "reply-edited": "Sửa câu trả lời tự động",
    "reply-approved": "Duyệt câu trả lời tự động",
    "reply-returned": "Trả lại câu trả lời tự động",
  },
  rows: async () => ({
    console: [
      ...(await import("./inbox.console.ts")).inboxRoutes(deps),
      ...(await import("./demand.console.ts")).demandRoutes(),
      ...(await import("./replies.console.ts")).repliesRoutes(deps),
      ...(await import("./reply-approval.console.ts")).replyApprovalRoutes(deps),
    ],
  }),
});
