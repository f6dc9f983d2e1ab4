import type { Needs, Room } from "../kernel/room.ts";
import type { challengeApi } from "./challenge.api.ts";
import type { homeRoutes } from "./home.console.ts";
import type { statusRoutes } from "./status.console.ts";

type Deps = Needs<typeof homeRoutes | typeof statusRoutes | typeof challengeApi>;

export const createWebRoom = (deps: Deps): Room => ({
  name: "web",
  menu: [
    { path: "/console", name: "Hôm nay", icon: "home", needs: "home.view", group: "daily", rank: 10 },
    {
      path: "/console/dich-vu",
      name: "Tình trạng dịch vụ",
      icon: "status",
      needs: "status.view",
      group: "setup",
      rank: 90,
    },
  ],
  deeds: {
    refused: "Bị từ chối vì không có quyền",
    "events-decided": "Quyết định sự kiện chờ xem",
  },
  rows: async () => ({
    console: [
      ...(await import("./home.console.ts")).homeRoutes(deps),
      ...(await import("./status.console.ts")).statusRoutes(deps),
    ],
    api: (await import("./challenge.api.ts")).challengeApi(deps),
  }),
});
