import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { bringJob } from "../kernel/job.ts";
import { reportsSince } from "./reports-since.ts";
import { type ReportSweepDeps, reportSweeps } from "./report.sweeps.ts";
import { writeReportJob } from "./write-report.job.ts";
import { sealing } from "./seal.decision.ts";
import type { publicPages } from "./public.ts";
import type { reportRoutes } from "./report.console.ts";

type Deps = Needs<typeof reportRoutes | typeof publicPages> & ReportSweepDeps;

export const createReportsRoom = (deps: Deps): Room => ({
  name: "reports",
  menu: [
    {
      path: "/console/so-sanh-gop-y",
      name: "So sánh lấy ý kiến",
      icon: "list",
      needs: "units.view",
      group: "books",
      seldom: true,
      rank: 30,
    },
  ],
  // the sweep finishes and never decides: no digits are right for it
  decisions: [bring(sealing, { ...deps, acceptCode: async () => false })],
  jobs: [bringJob(writeReportJob, deps)],
  sweeps: reportSweeps(deps),
  written: [{ what: "báo cáo góp ý đã niêm phong", list: (codes, since) => reportsSince(codes, since) }],
  deeds: {
    "draft-sealed": "Niêm phong báo cáo góp ý",
    "report-downloaded": "Tải báo cáo góp ý",
  },
  rows: async () => ({
    console: [
      ...(await import("./report.console.ts")).reportRoutes(deps),
      ...(await import("./compare.console.ts")).compareRoutes(),
    ],
    pages: [
      ...(await import("./public.ts")).publicPages(deps),
      ...(await import("./open-data.pages.ts")).openDataPages(deps),
    ],
  }),
});
