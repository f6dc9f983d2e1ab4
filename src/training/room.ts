import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { classApproval } from "./class.decision.ts";
import type { classPages } from "./class.pages.ts";
import type { classesRoutes } from "./classes.console.ts";
import { classTasks } from "./home-tasks.ts";
import type { papersRoutes } from "./papers.console.ts";
import type { seatPages } from "./seat.pages.ts";
import type { doorsRoutes } from "./doors.console.ts";
import { classKeeps } from "./keeps.ts";
import { classFacts } from "./facts.ts";

export const createTrainingRoom = (
  deps: Needs<typeof classesRoutes | typeof classPages | typeof doorsRoutes | typeof seatPages | typeof papersRoutes>,
): Room => ({
  name: "training",
  facts: classFacts,
  menu: [
    { path: "/console/tap-huan", name: "Tập huấn", icon: "cap", needs: "classes.view", group: "publish", rank: 47 },
  ],
  tasks: classTasks,
  decisions: [bring(classApproval, deps)],
  keeps: classKeeps,
  deeds: {
    "class-planned": "Lập lớp tập huấn",
    "class-approved": "Phê duyệt lớp tập huấn",
    "class-opened": "Mở đăng ký lớp",
    "class-started": "Bắt đầu lớp",
    "class-reported": "Chốt báo cáo kết quả lớp",
    "class-reminded": "Nhắc đơn vị chưa cử người",
    "class-nominated": "Cử người dự lớp",
    "class-door-added": "Tạo mã cho máy soát vé",
    "class-door-revoked": "Thu hồi máy soát vé",
    "class-entries-settled": "Xem lượt vào cửa chờ xem",
    "class-topic-planned": "Ghi báo cáo viên của lớp",
    "class-speaker-invited": "Mời báo cáo viên",
    "class-speaker-answered": "Ghi trả lời của báo cáo viên",
    "class-file-attached": "Đính kèm tệp của lớp",
    "class-noted": "Ghi ý kiến rà soát lớp",
    "class-called": "Nhắc người được cử dự lớp",
    "class-question": "Ghi câu hỏi của lớp",
    "class-applied": "Ghi kết quả áp dụng sau lớp",
  },
  rows: async () => ({
    console: [
      ...(await import("./classes.console.ts")).classesRoutes(deps),
      ...(await import("./doors.console.ts")).doorsRoutes(deps),
      ...(await import("./agenda.console.ts")).agendaRoutes(deps),
      ...(await import("./papers.console.ts")).papersRoutes(deps),
    ],
    api: (await import("./door.api.ts")).doorApi(deps),
    pages: [
      ...(await import("./class.pages.ts")).classPages(deps),
      ...(await import("./seat.pages.ts")).seatPages(deps),
      ...(await import("./speaker.pages.ts")).speakerPages(deps),
    ],
  }),
});
