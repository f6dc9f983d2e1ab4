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
  deeds: {
    "content-saved": "Lưu nội dung",
    "content-submitted": "Trình duyệt nội dung",
    "content-withdrawn": "Rút nội dung về sửa",
    "content-approved": "Duyệt nội dung",
    "content-returned": "Trả lại nội dung",
    "campaign-saved": "Lưu chiến dịch",
    "conflict-settled": "Chọn trong ngày mâu thuẫn",
    "name-saved": "Lưu tên chính thức",
  },
  rows: async () => ({
    console: [
      ...(await import("./content.console.ts")).contentRoutes(deps),
      ...(await import("./campaigns.console.ts")).campaignsRoutes(deps),
    ],
    api: (await import("./news.api.ts")).newsApi(),
  }),
});
