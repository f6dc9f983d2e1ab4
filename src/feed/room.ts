import type { Needs, Room } from "../kernel/room.ts";
import type { feedPages } from "./feed.pages.ts";
import type { noticesRoutes } from "./notices.console.ts";

export const createFeedRoom = (deps: Needs<typeof feedPages | typeof noticesRoutes>): Room => ({
  name: "feed",
  menu: [
    {
      path: "/console/trang-cong-khai",
      name: "Trang công khai",
      icon: "eye",
      needs: "content.approve",
      group: "setup",
      rank: 65,
    },
  ],
  deeds: {
    "notice-saved": "Đăng trang công khai",
    "notice-dropped": "Gỡ trang công khai",
  },
  rows: async () => ({
    console: (await import("./notices.console.ts")).noticesRoutes(deps),
    pages: (await import("./feed.pages.ts")).feedPages(deps),
  }),
});
