import { z } from "zod";

/** A field of rows that repeat, as a form posts it: nothing, one text or a text a row. @param most letters of one */
export const rowTexts = (most: number, rows: number) =>
  z
    .union([z.string().max(most), z.array(z.string().max(most)).max(rows)])
    .default([])
    .transform((given) => [given].flat());
