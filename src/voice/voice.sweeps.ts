import type { Clock } from "../kernel/clock.ts";
import type { Jobs } from "../kernel/job.ts";
import { type Sweep, sweep } from "../kernel/sweep.ts";
import { makeVoiceJob } from "./make-voice.job.ts";
import { listMaking } from "./voice.store.ts";

export interface VoiceSweepDeps {
  clock: Clock;
  producer: Jobs;
  sweepMs: number;
}

/** Longer than a reading waits where nothing is wrong; asking again for a job that is there does nothing. */
const FORGOTTEN_MS = 20_000;

export const voiceSweeps = (deps: VoiceSweepDeps): readonly Sweep[] => [
  sweep({
    name: "voices",
    everyMs: deps.sweepMs,
    finds: { "forgotten-voices": "Bản đọc chờ tạo tiếng bị bỏ quên, đã làm lại" },
    async run() {
      let n = 0;
      for (const { _id, revision } of await listMaking(new Date(deps.clock.now().getTime() - FORGOTTEN_MS))) {
        const payload = { v: 1 as const, readingId: String(_id), revision };
        if (await deps.producer.has(makeVoiceJob, payload)) continue;
        await deps.producer.add(makeVoiceJob, payload);
        n += 1;
      }
      return { "forgotten-voices": n };
    },
  }),
];
