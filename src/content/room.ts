import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { itemApproval } from "./item.decision.ts";
import { itemsToMend } from "./home-tasks.ts";
import type { campaignsRoutes } from "./campaigns.console.ts";
import type { contentRoutes } from "./content.console.ts";

export const createContentRoom = (deps: Needs<typeof contentRoutes | typeof campaignsRoutes>): Room => ({
  name: "content",
  menu: [
    { path: "/console/noi-dung", name: "Nội dung", icon: "doc", needs: "content.view", group: "work", rank: 30 },
    { path: "/console/chien-dich", name: "Chiến dịch", icon: "flag", needs: "calendar.view", group: "work", rank: 70 },
  ],
  tasks: [itemsToMend],
  decisions: [bring(itemApproval, deps)],
  rows: async () => ({
    console: [
      ...(await import("./content.console.ts")).contentRoutes(deps),
      ...(await import("./campaigns.console.ts")).campaignsRoutes(deps),
    ],
    api: (await import("./news.api.ts")).newsApi(),
  }),
});
