import { bring } from "../decisions/bring.ts";
import { days } from "../kernel/clock.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { retention } from "../kernel/sweep.ts";
import { kitTasks } from "./home-tasks.ts";
import { kitKeeps } from "./keeps.ts";
import { kitIssue } from "./kit.decision.ts";
import type { kitPages } from "./kit.pages.ts";
import { dropLooseFiles } from "./kit.store.ts";
import type { kitsRoutes } from "./kits.console.ts";
import { countActive, dropEnded } from "./propagandist.store.ts";
import type { registerRoutes } from "./register.console.ts";

/** How long the register keeps who is not in it any more: until the next list of the year is made. */
const ENDED_DAYS = 90;

/** Kits for propagandists: who they are, what they carry, who has it. ADR 0041. */
export const createKitsRoom = (deps: Needs<typeof kitsRoutes | typeof registerRoutes | typeof kitPages>): Room => ({
  name: "kits",
  menu: [
    {
      path: "/console/bo-tai-lieu",
      name: "Bộ tài liệu",
      icon: "package",
      needs: "content.view",
      group: "publish",
      seldom: true,
      rank: 62,
    },
  ],
  tasks: kitTasks,
  decisions: [bring(kitIssue, deps)],
  sweeps: [
    retention(
      "kits",
      {
        "kit-files": "Tệp của bộ tài liệu cũ đã dọn",
        propagandists: "Người đã thôi làm tuyên truyền viên, đã xóa tên",
      },
      async () => {
        const now = deps.clock.now().getTime();
        return {
          "kit-files": await dropLooseFiles(new Date(now - days(1))),
          propagandists: await dropEnded(new Date(now - days(ENDED_DAYS))),
        };
      },
    ),
  ],
  keeps: kitKeeps,
  leaves: [
    {
      what: "tuyên truyền viên trong danh sách",
      rule: "đơn vị nhận trọn giữ tiếp danh sách, liên kết vẫn dùng được; chia nhiều nơi thì ghi lại ở đơn vị mới",
      count: countActive,
    },
  ],
  deeds: {
    "kit-started": "Soạn bộ tài liệu",
    "kit-saved": "Lưu bộ tài liệu",
    "kit-submitted": "Trình bộ tài liệu",
    "kit-issued": "Phát hành bộ tài liệu",
    "propagandist-entered": "Ghi tuyên truyền viên vào danh sách",
    "propagandist-ended": "Ghi tuyên truyền viên thôi làm",
    "propagandist-link": "Cấp lại liên kết cho tuyên truyền viên",
    "propagandist-links": "In liên kết của tuyên truyền viên",
  },
  rows: async () => ({
    console: [
      ...(await import("./register.console.ts")).registerRoutes(deps),
      ...(await import("./kits.console.ts")).kitsRoutes(deps),
    ],
    pages: (await import("./kit.pages.ts")).kitPages(deps),
  }),
});
