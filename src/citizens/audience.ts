import { z } from "zod";

/**
 * All that an audience can be chosen by: topics people ticked themselves, and the language they use. Nothing about
 * age, sex, views, answers, scores or reading can be written here, and anything else is refused (safeguard 13,
 * domain.md S3-06). The unit is the OA the broadcast belongs to.
 */
export const audienceSchema = z.strictObject({
  /** people who chose any of these; none = all followers */
  topics: z
    .array(z.string().regex(/^[a-z0-9-]{1,40}$/))
    .max(20)
    .default([]),
  /** "" = any */
  language: z
    .string()
    .regex(/^([a-z]{2,3})?$/)
    .default(""),
});
export interface AudienceRule {
  topics: string[];
  language: string;
}
export const EVERYBODY: AudienceRule = { topics: [], language: "" };

export const audienceFilter = (oaId: string, rule: AudienceRule): Record<string, unknown> => ({
  oaId,
  ...(rule.topics.length > 0 ? { topics: { $in: rule.topics } } : { isFollower: true }),
  ...(rule.language ? { language: rule.language } : {}),
});
