import { createHash, timingSafeEqual } from "node:crypto";

/**
 * `X-ZEvent-Signature` of OA events: sha256(appId + raw body + timestamp + OA secret key), plain SHA-256
 * (zalo/webhook.md §1). With and without the `mac=` prefix; compared in constant time.
 */
export function isSignedByOa(
  header: string | undefined,
  appId: string,
  rawBody: Buffer,
  timestamp: string,
  oaSecretKey: string,
): boolean {
  const expected = createHash("sha256").update(appId).update(rawBody).update(timestamp).update(oaSecretKey).digest();
  return matches(header, expected);
}

/**
 * Signature of Mini App events: sha256 over the values of the body's keys in A→Z order, then the API key
 * (zalo/webhook.md §5).
 */
export function isSignedByMiniApp(header: string | undefined, body: Record<string, unknown>, apiKey: string): boolean {
  const values = Object.keys(body)
    .toSorted()
    .map((key) => (typeof body[key] === "object" ? JSON.stringify(body[key]) : String(body[key])));
  return matches(header, createHash("sha256").update(values.join("")).update(apiKey).digest());
}

function matches(header: string | undefined, expected: Buffer): boolean {
  const hex = header?.trim().replace(/^mac=/, "") ?? "";
  if (!/^[0-9a-f]{64}$/i.test(hex)) return false;
  return timingSafeEqual(Buffer.from(hex, "hex"), expected);
}
