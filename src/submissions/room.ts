import type { Clock } from "../kernel/clock.ts";
import type { Room } from "../kernel/room.ts";
import { countWaiting, oldestWaiting } from "./submission.store.ts";

/** Texts that other offices offer a unit: sent, taken or returned. They are published by the content room alone. */
export const createSubmissionsRoom = (deps: { clock: Clock }): Room => ({
  name: "submissions",
  menu: [
    {
      path: "/console/bai-gui",
      name: "Bài gửi",
      icon: "doc",
      needs: "submissions.send",
      group: "publish",
      rank: 1,
    },
  ],
  tasks: [
    {
      may: "submissions.take",
      rank: 88,
      async list({ scope }) {
        const [oldest, waiting] = await Promise.all([oldestWaiting(scope), countWaiting(scope)]);
        if (!oldest) return [];
        return [
          {
            icon: "doc",
            tone: "tint" as const,
            title: `${waiting} bài của đơn vị khác gửi đến`,
            note: `“${oldest.title}” · ${oldest.source}`,
            button: "Xem bài",
            to: "/console/bai-gui-den",
          },
        ];
      },
    },
  ],
  keeps: [{ model: "Submission", until: "official paper between offices: kept with the unit's records" }],
  leaves: [
    {
      what: "bài gửi chờ biên tập",
      rule: "đơn vị nhận trọn nhận hoặc trả lại tiếp, nơi gửi vẫn xem được",
      count: (code) => countWaiting(code),
    },
  ],
  deeds: {
    "submission-sent": "Gửi bài cho đơn vị",
    "submission-taken": "Nhận bài gửi thành bản nháp",
    "submission-returned": "Trả lại bài gửi",
  },
  rows: async () => ({ console: (await import("./submissions.console.ts")).submissionsRoutes(deps) }),
});
