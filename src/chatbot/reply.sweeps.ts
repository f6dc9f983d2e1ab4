import { eachAlone } from "../kernel/each-alone.ts";
import type { Jobs } from "../kernel/job.ts";
import { type Sweep, sweep } from "../kernel/sweep.ts";
import { listOas } from "../zalo/oa.store.ts";
import { findUnsent, markStaleMessagesUnknown } from "./delivery.store.ts";
import { deliverMessageJob } from "./deliver-message.job.ts";
import type { FinishDeps } from "./finish-dialogue.ts";
import { type SayAgainDeps, sayAgainWhatIsSilent } from "./say-again.ts";
import { finishForgotten, sayAgainInDialogues } from "./settle-dialogues.ts";

export interface ReplySweepDeps extends SayAgainDeps, FinishDeps {
  producer: Jobs;
  /** a claim without an answer for so long is in doubt */
  staleMs: number;
  sweepMs: number;
}

/** A reply that is written down and not claimed after so long had its job lost. */
const UNSENT_MS = 10_000;

export const replySweeps = (deps: ReplySweepDeps): readonly Sweep[] => {
  const before = (ms: number): Date => new Date(deps.clock.now().getTime() - ms);
  const everyMs = deps.sweepMs;
  return [
    sweep({
      name: "replies-in-doubt",
      everyMs,
      finds: { "doubtful-replies": "Câu trả lời chưa rõ đã đi hay chưa" },
      run: async () => ({ "doubtful-replies": await markStaleMessagesUnknown(before(deps.staleMs)) }),
    }),
    sweep({
      name: "replies-again",
      everyMs,
      finds: { "replies-said-again": "Câu trả lời không thấy Zalo báo đã đi, đã gửi lại một lần" },
      run: async () => ({ "replies-said-again": await sayAgainWhatIsSilent(deps, await listOas()) }),
    }),
    sweep({
      name: "dialogues",
      everyMs,
      finds: { "dialogues-finished": "Việc đang làm dở trong chat bị ngắt, đã làm và nói nốt" },
      async run() {
        let n = 0;
        const works = [
          () => finishForgotten(deps, before(UNSENT_MS), before(deps.staleMs)),
          () => sayAgainInDialogues(deps),
        ];
        await eachAlone(works, async (work) => {
          n += await work();
        });
        return { "dialogues-finished": n };
      },
    }),
    sweep({
      name: "replies-unsent",
      everyMs,
      finds: { "unsent-replies": "Câu trả lời chưa gửi, đã đưa lại vào hàng đợi" },
      async run() {
        const unsent = await findUnsent(before(UNSENT_MS));
        await deps.producer.addMany(
          deliverMessageJob,
          unsent.map(({ _id }) => ({ v: 1 as const, messageId: String(_id) })),
        );
        return { "unsent-replies": unsent.length };
      },
    }),
  ];
};
