import { z } from "zod";
import type { PackWish } from "./seal-report.ts";

const text = z.string();
/** What the process that packs reports is told on its standard input: the few settings it needs, and the wish. */
export const reportOrder = z.object({
  MONGODB_URI: text,
  SECRETS_KEY: text,
  PUBLIC_URL: text,
  wish: z.object({
    draftId: text,
    kind: z.enum(["docx", "pdf", "xlsx"]),
    sealed: z
      .object({
        number: z.number(),
        signer: z.object({ title: text, name: text }),
        proposals: text,
        root: text,
        logHead: text,
        sealedAt: z.coerce.date(),
        figures: z.custom<NonNullable<PackWish["sealed"]>["figures"]>(),
      })
      .optional(),
  }),
});
export type ReportOrder = z.input<typeof reportOrder> | z.output<typeof reportOrder>;
