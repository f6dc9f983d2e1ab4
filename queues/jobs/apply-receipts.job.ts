import { z } from "zod";
import { defineJob, fewTimes } from "../job-kind.ts";

/**
 * Receipts that came before the answer of the send they belong to was stored. Message ids only. Given up after some
 * tries: then the message was not ours.
 */
export const applyReceiptsLater = defineJob({
  queue: "receipts",
  name: "apply-receipts",
  payload: z.object({
    v: z.literal(1),
    tries: z.number().int(),
    batch: z.string(),
    receipts: z.array(z.object({ messageId: z.string(), kind: z.enum(["received", "seen"]), at: z.number() })),
  }),
  idOf: ({ batch, tries }) => `receipts-${batch}-${tries}`,
  options: { ...fewTimes, delay: 1500 },
});
