import { findForgottenLines, putAway } from "../src/citizens/inbound-event.store.ts";
import { bringJob, type Jobs } from "../src/kernel/job.ts";
import type { Room } from "../src/kernel/room.ts";
import { sweep, tend } from "../src/kernel/sweep.ts";
import { resealInbox } from "./inbox.ts";
import { applyReceiptsLater } from "./jobs/apply-receipts.job.ts";
import { handleLine } from "./jobs/handle-line.job.ts";
import type { EventDeps } from "./workers/handle-line.worker.ts";
import { REWRITE_MS, type RewriteDeps, rewriteFiles } from "./workers/rewrite-files.ts";

interface Deps extends EventDeps, Omit<RewriteDeps, "clock" | "log"> {
  producer: Jobs;
  sweepMs: number;
}

/** An event that is recorded and not handled after so long had its job lost. */
const FORGOTTEN_MS = 20_000;

/** What brings events from the inbox to their deeds. */
export const createQueuesRoom = (deps: Deps): Room => ({
  name: "queues",
  jobs: [bringJob(handleLine, deps), bringJob(applyReceiptsLater, deps)],
  keeps: [
    {
      model: "streams of the inbox",
      sealed: ["body"],
      until: "it stands in MongoDB; Redis' files hold it for an hour at most",
      reseal: ({ again }) => resealInbox(deps.redis, deps.prefix, again),
    },
  ],
  sweeps: [
    sweep({
      name: "lines",
      everyMs: deps.sweepMs,
      finds: { "forgotten-events": "Tin tới bị bỏ quên, đã xử lý lại" },
      async run() {
        const lines = await findForgottenLines(new Date(deps.clock.now().getTime() - FORGOTTEN_MS));
        await deps.producer.addMany(
          handleLine,
          lines.map((line) => ({ v: 1 as const, line })),
        );
        return { "forgotten-events": lines.length };
      },
    }),
    tend("put-away", 600_000, () => putAway(deps.clock.now())),
    {
      ...tend("rewrite", REWRITE_MS, () => rewriteFiles(deps)),
      // counted where it is found, for each of the two by itself
      finds: {
        "redis-not-rewritten": "Tệp của Redis chưa ghi lại được, tin đã xử lý còn nằm trong tệp (xem sổ tay vận hành)",
      },
    },
  ],
});
