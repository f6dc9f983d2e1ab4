import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { itemApproval } from "./item.decision.ts";
import { itemsToMend } from "./home-tasks.ts";
import type { campaignsRoutes } from "./campaigns.console.ts";
import type { contentRoutes } from "./content.console.ts";
import { listItems } from "./item.store.ts";
import { contentFacts } from "./facts.ts";

export const createContentRoom = (deps: Needs<typeof contentRoutes | typeof campaignsRoutes>): Room => ({
  name: "content",
  facts: contentFacts,
  menu: [
    { path: "/console/noi-dung", name: "Nội dung", icon: "doc", needs: "content.view", group: "publish", rank: 10 },
    {
      path: "/console/chien-dich",
      name: "Chiến dịch",
      icon: "campaign",
      needs: "calendar.view",
      group: "publish",
      seldom: true,
      rank: 40,
    },
  ],
  tasks: [itemsToMend],
  decisions: [bring(itemApproval, deps)],
  leaves: [
    {
      what: "nội dung đang soạn, chờ duyệt",
      rule: "đơn vị nhận trọn làm tiếp, vẫn ghi đơn vị cũ",
      count: async (code) => (await listItems(code, ["draft", "returned", "waiting"])).length,
    },
  ],
  deeds: {
    "content-saved": "Lưu nội dung",
    "content-submitted": "Trình duyệt nội dung",
    "content-withdrawn": "Rút nội dung về sửa",
    "content-approved": "Duyệt nội dung",
    "content-returned": "Trả lại nội dung",
    "content-taken-back": "Thu hồi nội dung khỏi trang công khai",
    "campaign-saved": "Lưu chiến dịch",
    "conflict-settled": "Chọn trong ngày mâu thuẫn",
    "name-saved": "Lưu tên chính thức",
  },
  rows: async () => ({
    console: [
      ...(await import("./content.console.ts")).contentRoutes(deps),
      ...(await import("./take-back.console.ts")).takeBackRoutes(deps),
      ...(await import("./campaigns.console.ts")).campaignsRoutes(deps),
    ],
    api: (await import("./news.api.ts")).newsApi(),
  }),
});
