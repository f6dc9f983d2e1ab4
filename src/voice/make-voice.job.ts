import { z } from "zod";
import { defineJob, fewTimes } from "../kernel/job.ts";
import type { VoiceDeps } from "./make-voice.ts";

/** Speaks a reading, or makes what somebody recorded fit for a loudspeaker; the revision says for which words. */
export const makeVoiceJob = defineJob({
  queue: "voices",
  name: "make-voice",
  payload: z.object({ v: z.literal(1), readingId: z.string().min(1), revision: z.number().int() }),
  idOf: ({ readingId, revision }) => `voice-${readingId}-${revision}`,
  options: { ...fewTimes, removeOnFail: true },
  load: () => import("./make-voice.ts"),
  run: ({ makeVoice }, deps: VoiceDeps, { readingId, revision }) => makeVoice(deps, readingId, revision),
});
