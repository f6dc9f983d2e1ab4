import { eachAlone } from "../kernel/each-alone.ts";
import type { Jobs } from "../kernel/job.ts";
import { type Sweep, tend } from "../kernel/sweep.ts";
import { type OpenCountDeps, takeOpenCounts } from "./open-counts.ts";
import { listWriting } from "./report.store.ts";
import { writeReportJob } from "./write-report.job.ts";

export interface ReportSweepDeps extends OpenCountDeps {
  producer: Jobs;
  sweepMs: number;
}

export const reportSweeps = (deps: ReportSweepDeps): readonly Sweep[] => [
  // a report that was cut off gets its job back
  tend("reports", 1000, async () => {
    await eachAlone(await listWriting(), ({ draftId }) => deps.producer.add(writeReportJob, { v: 1, draftId }));
  }),
  tend("open-counts", deps.sweepMs, () => takeOpenCounts(deps)),
];
