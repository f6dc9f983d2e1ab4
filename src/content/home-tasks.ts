import type { TaskKind } from "../kernel/room.ts";
import { listItems } from "./item.store.ts";

/** What waits for approval comes with the plans it may stand in (broadcasts/home-tasks.ts). */
export const itemsToMend: TaskKind = {
  may: "content.write",
  rank: 90,
  list: async ({ scope }) =>
    (await listItems(scope, ["returned"])).slice(0, 5).map((item) => ({
      icon: "doc",
      tone: "tint",
      title: "Nội dung bị trả lại để sửa",
      note: `“${item.title}” · người duyệt ghi: ${item.returned?.reason ?? ""}`,
      button: "Sửa nội dung",
      to: `/console/noi-dung/${String(item._id)}/sua`,
    })),
};
