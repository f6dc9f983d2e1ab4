import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { closingMoved, draftPublication } from "./draft.decision.ts";
import type { draftsApi } from "./drafts.api.ts";
import type { draftsRoutes } from "./drafts.console.ts";
import { listDrafts } from "./draft.store.ts";

export const createDraftsRoom = (deps: Needs<typeof draftsRoutes | typeof draftsApi>): Room => ({
  name: "drafts",
  menu: [
    {
      path: "/console/du-thao",
      name: "Góp ý dự thảo",
      icon: "comment",
      needs: "drafts.view",
      group: "consult",
      rank: 10,
    },
  ],
  decisions: [bring(closingMoved, deps), bring(draftPublication, deps)],
  leaves: [
    {
      what: "dự thảo đang soạn, đang lấy ý kiến",
      rule: "tiếp tục ở đơn vị nhận trọn; mã phiếu và nhật ký giữ nguyên",
      count: async (code) => (await listDrafts(code, ["editing", "published"])).length,
    },
  ],
  deeds: {
    "draft-created": "Nhập dự thảo",
    "draft-proposed": "Trình công bố hoặc đổi thời gian dự thảo",
    "draft-extended": "Gia hạn lấy ý kiến",
    "draft-returned": "Trả lại dự thảo",
    "draft-corrected": "Sửa cấu trúc dự thảo",
    "draft-doubts-seen": "Đánh dấu đã xem chỗ máy đọc chưa chắc",
    "draft-places-decided": "Chọn đoạn nào là đoạn cũ được sửa",
    "draft-version": "Thêm bản dự thảo",
    "draft-published": "Mở lấy ý kiến",
  },
  rows: async () => ({
    console: (await import("./drafts.console.ts")).draftsRoutes(deps),
    api: (await import("./drafts.api.ts")).draftsApi(deps),
  }),
});
