import { z } from "zod";
import { defineJob, untilDone } from "../job-kind.ts";

/** Sends one reply that is written down. Safe to repeat: the message is claimed once. */
export const deliverMessageJob = defineJob({
  queue: "answers",
  name: "deliver-message",
  payload: z.object({ v: z.literal(1), messageId: z.string().min(1) }),
  idOf: ({ messageId }) => `message-${messageId}`,
  options: { ...untilDone, removeOnFail: true },
});
