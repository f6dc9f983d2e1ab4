import type { Needs, Room } from "../kernel/room.ts";
import { bringDialogue } from "../kernel/dialogue/bring.ts";
import { requestKeeps } from "./keeps.ts";
import { retention } from "../kernel/sweep.ts";
import { purgeRequests } from "./keep-and-purge.ts";
import { purgeOrphanPictures } from "./orphan-pictures.ts";
import type { requestsApi } from "./requests.api.ts";
import { requestDialogue } from "./request.dialogue.ts";
import type { requestsRoutes } from "./requests.console.ts";
import { listRequests } from "./request.store.ts";
import { requestFacts } from "./facts.ts";

export const createRequestsRoom = (deps: Needs<typeof requestsRoutes | typeof requestsApi>): Room => ({
  name: "requests",
  facts: requestFacts,
  menu: [
    { path: "/console/phan-anh", name: "Phản ánh", icon: "flag", needs: "requests.view", group: "daily", rank: 30 },
  ],
  dialogues: [bringDialogue(requestDialogue, deps)],
  sweeps: [
    retention("requests", { "purged-requests": "Phản ánh đã xóa nội dung theo thời hạn lưu" }, async () => ({
      "purged-requests": await purgeRequests(deps),
    })),
    retention("orphan-pictures", { "purged-orphan-pictures": "Ảnh không thuộc phản ánh nào đã xóa" }, async () => ({
      "purged-orphan-pictures": await purgeOrphanPictures(deps),
    })),
  ],
  keeps: requestKeeps(deps),
  leaves: [
    {
      what: "phản ánh chưa trả lời",
      rule: "đơn vị nhận trọn trả lời, đúng hạn đã hẹn",
      count: async (code) => (await listRequests(code, ["received", "assigned"])).length,
    },
  ],
  deeds: {
    "request-read": "Đọc phản ánh",
    "request-assigned": "Chuyển phản ánh",
    "request-answered": "Trả lời phản ánh",
  },
  rows: async () => ({
    console: (await import("./requests.console.ts")).requestsRoutes(deps),
    api: (await import("./requests.api.ts")).requestsApi(deps),
  }),
});
