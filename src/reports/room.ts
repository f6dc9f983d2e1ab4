import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { bringJob } from "../kernel/job.ts";
import { type ReportSweepDeps, reportSweeps } from "./report.sweeps.ts";
import { writeReportJob } from "./write-report.job.ts";
import { sealing } from "./seal.decision.ts";
import type { publicPages } from "./public.ts";
import type { reportRoutes } from "./report.console.ts";

type Deps = Needs<typeof reportRoutes | typeof publicPages> & ReportSweepDeps;

export const createReportsRoom = (deps: Deps): Room => ({
  name: "reports",
  // the sweep finishes and never decides: no digits are right for it
  decisions: [bring(sealing, { ...deps, acceptCode: async () => false })],
  jobs: [bringJob(writeReportJob, deps)],
  sweeps: reportSweeps(deps),
  deeds: {
    "draft-sealed": "Niêm phong báo cáo góp ý",
    "report-downloaded": "Tải báo cáo góp ý",
  },
  rows: async () => ({
    console: (await import("./report.console.ts")).reportRoutes(deps),
    pages: (await import("./public.ts")).publicPages(deps),
  }),
});
