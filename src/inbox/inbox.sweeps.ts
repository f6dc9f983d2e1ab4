import type { Clock } from "../kernel/clock.ts";
import type { Jobs } from "../kernel/job.ts";
import { type Sweep, sweep, tend } from "../kernel/sweep.ts";
import { listWaitingAttachments } from "./attachment.store.ts";
import { endHandovers } from "./end-handovers.ts";
import { fetchAttachmentJob } from "./fetch-attachment.job.ts";
import { tellWatchers, type TellWatchersDeps } from "./tell-watchers.ts";

export interface InboxSweepDeps extends TellWatchersDeps {
  clock: Clock;
  producer: Jobs;
  sweepMs: number;
}

/** An attachment that waits after so long had its job lost. */
const FORGOTTEN_MS = 20_000;
/** How soon somebody is told after the half hour is over. */
const TELL_EVERY_MS = 60_000;

export const inboxSweeps = (deps: InboxSweepDeps): readonly Sweep[] => {
  const before = (ms: number): Date => new Date(deps.clock.now().getTime() - ms);
  return [
    sweep({
      name: "attachments",
      everyMs: deps.sweepMs,
      finds: { "forgotten-attachments": "Ảnh, tiếng, tệp trong hộp thư chờ tải về, đã làm lại" },
      async run() {
        const waiting = await listWaitingAttachments(before(FORGOTTEN_MS));
        await deps.producer.addMany(
          fetchAttachmentJob,
          waiting.map((attachmentId) => ({ v: 1 as const, attachmentId })),
        );
        return { "forgotten-attachments": waiting.length };
      },
    }),
    sweep({
      name: "handovers",
      everyMs: deps.sweepMs,
      finds: { "handovers-ended": "Hội thoại quá giờ không có lời cán bộ, máy tự động trả lời trở lại" },
      run: async () => ({ "handovers-ended": await endHandovers(deps) }),
    }),
    tend("watchers", TELL_EVERY_MS, () => tellWatchers(deps)),
  ];
};
