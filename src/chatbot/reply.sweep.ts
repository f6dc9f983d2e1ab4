import type { Jobs } from "../kernel/job.ts";
import { type Sweep, sweep } from "../kernel/sweep.ts";
import { listOas } from "../zalo/oa.store.ts";
import { findUnsent, markStaleMessagesUnknown } from "./conversation.store.ts";
import { deliverMessageJob } from "./deliver-message.job.ts";
import { type SayAgainDeps, sayAgainWhatIsSilent } from "./say-again.ts";

export interface ReplySweepDeps extends SayAgainDeps {
  producer: Jobs;
  /** a claim without an answer for so long is in doubt */
  staleMs: number;
  sweepMs: number;
}

/** A reply that is written down and not claimed after so long had its job lost. */
const UNSENT_MS = 10_000;

export const replySweep = (deps: ReplySweepDeps): Sweep =>
  sweep({
    name: "replies",
    everyMs: deps.sweepMs,
    finds: {
      "doubtful-replies": "Câu trả lời chưa rõ đã đi hay chưa",
      "replies-said-again": "Câu trả lời không thấy Zalo báo đã đi, đã gửi lại một lần",
      "unsent-replies": "Câu trả lời chưa gửi, đã đưa lại vào hàng đợi",
    },
    async run() {
      const now = deps.clock.now().getTime();
      const doubtful = await markStaleMessagesUnknown(new Date(now - deps.staleMs));
      const saidAgain = await sayAgainWhatIsSilent(deps, await listOas());
      const unsent = await findUnsent(new Date(now - UNSENT_MS));
      await deps.producer.addMany(
        deliverMessageJob,
        unsent.map(({ _id }) => ({ v: 1 as const, messageId: String(_id) })),
      );
      return { "doubtful-replies": doubtful, "replies-said-again": saidAgain, "unsent-replies": unsent.length };
    },
  });
