import type { Jobs } from "../kernel/job.ts";
import { type Sweep, sweep, tend } from "../kernel/sweep.ts";
import { isQueued } from "./broadcast.jobs.ts";
import { recountDirty } from "./count-progress.ts";
import { type ArticleDeps, askViews } from "./send-articles.ts";
import { type BroadcastDeps, startDue } from "./start-broadcast.ts";
import { sweepBroadcasts } from "./steer-broadcast.ts";
import { summariseAudiences } from "./summarise-audience.ts";

export interface BroadcastSweepDeps extends BroadcastDeps, ArticleDeps {
  producer: Jobs;
  /** a claim without an answer for so long is in doubt */
  staleMs: number;
  sweepMs: number;
}

export const broadcastSweeps = (deps: BroadcastSweepDeps): readonly Sweep[] => [
  sweep({
    name: "sends",
    everyMs: deps.sweepMs,
    finds: {
      "doubtful-sends": "Người chuyển sang “Chưa rõ” vì máy gửi dừng đột ngột",
      "lost-jobs": "Việc bị mất khỏi hàng đợi, đã đưa lại",
      "missing-receipts": "Người Zalo đã nhận tin nhưng không báo đến máy sau 1 ngày",
    },
    async run() {
      const known = { ...deps, isQueued: isQueued.bind(undefined, deps.producer) };
      const { unknown, lostJobs, withoutReceipt } = await sweepBroadcasts(known, deps.staleMs);
      return { "doubtful-sends": unknown, "lost-jobs": lostJobs, "missing-receipts": withoutReceipt };
    },
  }),
  tend("recount", 1000, () => recountDirty(deps)),
  tend("views", deps.sweepMs, () => askViews(deps)),
  tend("audiences", deps.sweepMs, () => summariseAudiences(deps)),
  tend("schedule", 1000, () => startDue(deps)),
];
