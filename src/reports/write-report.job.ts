import { z } from "zod";
import { defineJob, untilDone } from "../kernel/job.ts";
import type { ReportDeps } from "./seal-report.ts";

/** Writes the files of a sealed draft's report. Begins anew when it was cut off. */
export const writeReportJob = defineJob({
  queue: "upkeep",
  name: "write-report",
  payload: z.object({ v: z.literal(1), draftId: z.string().min(1) }),
  idOf: ({ draftId }) => `report-${draftId}`,
  // what was put aside would hold its id, and the sweep could not give the report its job back
  options: { ...untilDone, removeOnFail: true },
  load: () => import("./seal-report.ts"),
  run: ({ writeReport }, deps: ReportDeps, { draftId }) => writeReport(deps, draftId),
});
