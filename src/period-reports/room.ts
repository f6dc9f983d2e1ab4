import { bring } from "../decisions/bring.ts";
import { minutes } from "../kernel/clock.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { tend } from "../kernel/sweep.ts";
import type { fileRoutes } from "./files.console.ts";
import type { fillRoutes } from "./fill.console.ts";
import { reportTasks } from "./home-tasks.ts";
import { reportKeeps } from "./keeps.ts";
import { tendPeriods } from "./remind.ts";
import { periodClosing } from "./closing.decision.ts";
import { submission } from "./submission.decision.ts";

/** Periodic reports of units to their department: filled from facts, sealed, rolled up. ADR 0039. */
export const createPeriodReportsRoom = (deps: Needs<typeof fillRoutes | typeof fileRoutes>): Room => ({
  name: "period-reports",
  menu: [{ path: "/console/bao-cao", name: "Báo cáo", icon: "chart", needs: "reports.view", group: "books", rank: 15 }],
  tasks: reportTasks,
  decisions: [bring(submission, deps), bring(periodClosing, deps)],
  sweeps: [tend("report-periods", minutes(1), () => tendPeriods(deps))],
  keeps: reportKeeps,
  deeds: {
    "report-period-opened": "Mở kỳ báo cáo",
    "report-period-reminded": "Nhắc đơn vị chưa nộp báo cáo",
    "report-source-connected": "Đánh dấu đơn vị nối HTTT nguồn",
    "report-source-told": "Ghi nhận báo cáo trên HTTT nguồn",
    "period-report-filled": "Điền báo cáo định kỳ",
    "period-report-asked": "Trình báo cáo định kỳ",
    "period-report-submitted": "Nộp báo cáo định kỳ",
    "period-report-returned": "Trả lại báo cáo định kỳ",
    "period-report-downloaded": "Tải báo cáo định kỳ",
    "report-rollup-downloaded": "Tải bản tổng hợp báo cáo",
    "campaign-report-downloaded": "Tải báo cáo tổng kết chiến dịch",
    "report-rollup-sealed": "Chốt tổng hợp báo cáo",
    "report-rollup-forwarded": "Ghi đã chuyển tổng hợp lên Cục",
    "report-form-published": "Ban hành mẫu báo cáo",
    "period-report-reopened": "Bổ sung báo cáo định kỳ",
  },
  rows: async () => ({
    console: [
      ...(await import("./final.console.ts")).finalRoutes(deps),
      ...(await import("./forms.console.ts")).formRoutes(deps),
      ...(await import("./periods.console.ts")).periodRoutes(deps),
      ...(await import("./fill.console.ts")).fillRoutes(deps),
      ...(await import("./rollup.console.ts")).rollupRoutes(deps),
      ...(await import("./files.console.ts")).fileRoutes(deps),
    ],
  }),
});
