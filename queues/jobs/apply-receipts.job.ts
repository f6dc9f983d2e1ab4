import { z } from "zod";
import type { Clock } from "../../src/kernel/clock.ts";
import { defineJob, fewTimes, type Jobs } from "../../src/kernel/job.ts";

const payload = z.object({
  v: z.literal(1),
  tries: z.number().int(),
  batch: z.string(),
  receipts: z.array(z.object({ messageId: z.string(), kind: z.enum(["received", "seen"]), at: z.number() })),
});

/**
 * Receipts that came before the answer of the send they belong to was stored. Message ids only. Given up after some
 * tries: then the message was not ours.
 */
export const applyReceiptsLater = defineJob({
  queue: "receipts",
  name: "apply-receipts",
  payload,
  idOf: ({ batch, tries }) => `receipts-${batch}-${tries}`,
  options: { ...fewTimes, delay: 1500 },
  load: () => import("../workers/settle.ts"),
  run: ({ settleReceipts }, deps: { producer: Jobs; clock: Clock }, { receipts, tries }) =>
    settleReceipts(
      laterBy(deps.producer),
      receipts.map((receipt) => ({ ...receipt, at: new Date(receipt.at) })),
      tries,
      deps.clock.now(),
    ),
});

export const laterBy =
  (producer: Jobs) =>
  (left: Omit<z.infer<typeof payload>, "v">): Promise<void> =>
    producer.add(applyReceiptsLater, { v: 1, ...left });
