import { bringJob } from "../kernel/job.ts";
import type { Needs, Room } from "../kernel/room.ts";
import type { conversationRoutes } from "./conversation.console.ts";
import { countWaiting } from "./conversation-list.store.ts";
import { fetchAttachmentJob } from "./fetch-attachment.job.ts";
import type { FetchDeps } from "./fetch-attachment.ts";
import { closedWindow, urgentPeople, waitingPeople } from "./home-tasks.ts";
import type { inboxRoutes } from "./inbox.console.ts";
import { type InboxSweepDeps, inboxSweeps } from "./inbox.sweeps.ts";
import { inboxKeeps } from "./keeps.ts";
import type { phrasesRoutes } from "./phrases.console.ts";
import type { settingsRoutes } from "./settings.console.ts";

type Deps = Needs<typeof inboxRoutes | typeof conversationRoutes | typeof settingsRoutes | typeof phrasesRoutes> &
  FetchDeps &
  InboxSweepDeps;

export const createInboxRoom = (deps: Deps): Room => ({
  name: "inbox",
  menu: [
    {
      path: "/console/hop-thu",
      name: "Hộp thư",
      icon: "chat",
      needs: "inbox.use",
      group: "daily",
      rank: 20,
      count: async ({ scope }) => (await countWaiting(scope)).count,
      alarm: async ({ scope }) => {
        const { urgent } = await countWaiting(scope);
        return urgent > 0 ? `${urgent} khẩn` : "";
      },
    },
    {
      path: "/console/cau-mau",
      name: "Câu mẫu",
      icon: "phrase",
      needs: "content.write",
      group: "setup",
      rank: 35,
    },
  ],
  tasks: [urgentPeople, waitingPeople(deps.waitingAlertMinutes), closedWindow],
  jobs: [bringJob(fetchAttachmentJob, deps)],
  sweeps: inboxSweeps(deps),
  keeps: inboxKeeps,
  leaves: [
    {
      what: "cuộc trò chuyện đang chờ",
      rule: "đơn vị nhận trọn trả lời trong hộp thư",
      count: async (code) => (await countWaiting(code)).count,
    },
  ],
  deeds: {
    "conversation-taken": "Nhận trả lời",
    "conversation-handed-back": "Trả lại máy tự động",
    "conversation-assigned": "Chuyển người khác trả lời",
    "conversation-read": "Mở hội thoại",
    "note-added": "Thêm ghi chú",
    "reply-sent": "Trả lời người dân",
    "conversation-closed": "Đóng hội thoại",
    "conversation-labelled": "Gắn nhãn hội thoại",
    "inbox-settings-saved": "Sửa thiết lập hộp thư",
    "watch-code-made": "Lấy mã nhận báo qua Zalo",
    "watch-ended": "Thôi báo qua Zalo",
    "phrase-written": "Viết câu mẫu",
    "phrase-dropped": "Bỏ câu mẫu",
  },
  rows: async () => ({
    console: [
      ...(await import("./settings.console.ts")).settingsRoutes(deps),
      ...(await import("./phrases.console.ts")).phrasesRoutes(deps),
      ...(await import("./inbox.console.ts")).inboxRoutes(deps),
      ...(await import("./conversation.console.ts")).conversationRoutes(deps),
    ],
  }),
});
