import type { Needs, Room } from "../kernel/room.ts";
import type { inboxRoutes } from "./inbox.console.ts";
import type { repliesRoutes } from "./replies.console.ts";
import type { replyApprovalRoutes } from "./reply-approval.console.ts";

type Deps = Needs<typeof inboxRoutes | typeof repliesRoutes | typeof replyApprovalRoutes>;

export const createChatbotRoom = (deps: Deps): Room => ({
  name: "chatbot",
  rows: async () => ({
    console: [
      ...(await import("./inbox.console.ts")).inboxRoutes(deps),
      ...(await import("./demand.console.ts")).demandRoutes(),
      ...(await import("./replies.console.ts")).repliesRoutes(deps),
      ...(await import("./reply-approval.console.ts")).replyApprovalRoutes(deps),
    ],
  }),
});
