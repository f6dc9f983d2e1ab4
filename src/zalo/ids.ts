import { z } from "zod";

/** Zalo ids are longer than 2^53: strings for ever (zalo/webhook.md §3). */
const zaloId = z.union([z.string().regex(/^[\w.-]{1,64}$/), z.number().int().nonnegative().transform(String)]);

export const oaIdSchema = zaloId.brand<"OaId">();
export type OaId = z.infer<typeof oaIdSchema>;

export const userIdSchema = zaloId.brand<"ZaloUserId">();
export type ZaloUserId = z.infer<typeof userIdSchema>;

export const asOaId = (text: string): OaId => oaIdSchema.parse(text);
export const asUserId = (text: string): ZaloUserId => userIdSchema.parse(text);
