import { z } from "zod";
import { defineJob, orWait, untilDone } from "../kernel/job.ts";
import type { DeliverDeps } from "./deliver-message.ts";

/** Sends one reply that is written down. Safe to repeat: the message is claimed once. */
export const deliverMessageJob = defineJob({
  queue: "answers",
  name: "deliver-message",
  payload: z.object({ v: z.literal(1), messageId: z.string().min(1) }),
  idOf: ({ messageId }) => `message-${messageId}`,
  options: { ...untilDone, removeOnFail: true },
  load: () => import("./deliver-message.ts"),
  run: async ({ deliverMessage }, deps: DeliverDeps, { messageId }) => orWait(await deliverMessage(deps, messageId)),
});
