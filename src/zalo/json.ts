import { isSafeNumber, parse } from "lossless-json";

/** Parses JSON without losing a digit: whole numbers beyond 2^53 come out as strings (zalo/openapi.md §11.3). */
export function parseJson(text: string): unknown {
  return parse(text, undefined, (digits) => (isSafeNumber(digits) ? Number(digits) : digits));
}

/** A field of an answer as a string; Zalo writes ids as either. */
export const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
