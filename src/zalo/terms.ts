import { readFileSync } from "node:fs";
import { z } from "zod";

/**
 * Zalo's prices, caps and hours: data with a date and a source, replaceable without a release (`ZALO_TERMS_FILE`).
 * Nothing in the product knows these figures but from here.
 */
const figure = <T extends z.ZodType>(value: T) => z.strictObject({ value, since: z.string(), source: z.string() });
const byPackage = figure(z.record(z.string(), z.number().int().min(0)));
const termsSchema = z.strictObject({
  /** VND of one consultation message after the free 48 hours and the package's allowance */
  consultationPrice: figure(z.number().min(0)),
  /** VND of one template message by UID */
  templatePrice: figure(z.number().min(0)),
  /** consultation messages a month outside 48 hours that a package includes */
  consultationAllowance: byPackage,
  /** article broadcasts a follower can get in a month */
  broadcastsAMonth: byPackage,
  /** articles in one broadcast */
  articlesInBroadcast: figure(z.number().int().min(1)),
  /** hours, Vietnam time, between which Zalo takes article broadcasts: from ≤ hour < to */
  broadcastHours: figure(z.strictObject({ from: z.number().int(), to: z.number().int() })),
  /** minutes Zalo takes to review and process a broadcast */
  broadcastReviewMinutes: figure(z.number().int()),
});
export type Terms = z.infer<typeof termsSchema>;

export const DEFAULT_TERMS: Terms = {
  consultationPrice: { value: 55, since: "2026-01-01", source: "zalo/openapi.md §6.2" },
  templatePrice: {
    value: 165,
    since: "2023-06-20",
    source: "zalo/openapi.md §6.1, price of the former transaction message; not confirmed for ZBS by UID",
  },
  consultationAllowance: {
    value: { Growth: 500, Comprehensive: 2000 },
    since: "2026-06-01",
    source: "zalo/openapi.md §6.5",
  },
  broadcastsAMonth: {
    value: { Basic: 1, Standard: 4, Growth: 4, Comprehensive: 6 },
    since: "2023-01-01",
    source: "zalo/openapi.md §6.3, figures of the older packages; those of 2026 were not found",
  },
  articlesInBroadcast: { value: 5, since: "2026-01-01", source: "zalo/openapi.md §2.6" },
  broadcastHours: { value: { from: 6, to: 22 }, since: "2026-01-01", source: "zalo/openapi.md §6.3, §6.4" },
  broadcastReviewMinutes: { value: 30, since: "2026-01-01", source: "zalo/openapi.md §2.6" },
};

/** @param path a JSON file that replaces some of the figures; "" takes those above. Throws when it does not fit. */
export function readTerms(path: string): Terms {
  if (path === "") return DEFAULT_TERMS;
  return termsSchema.parse({ ...DEFAULT_TERMS, ...(JSON.parse(readFileSync(path, "utf8")) as object) });
}

export const ofPackage = (terms: Record<string, number>, packageName: string): number => terms[packageName] ?? 0;
