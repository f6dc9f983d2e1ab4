import { createHash, timingSafeEqual } from "node:crypto";

/**
 * `X-ZEvent-Signature` of OA events: sha256(appId + raw body + timestamp + OA secret key), plain SHA-256
 * (zalo/webhook.md §1). Each of `timestamps` may be the one that was signed. With and without the `mac=` prefix and
 * blanks around it; compared in constant time.
 */
export function isSignedByOa(
  header: string,
  appId: string,
  rawBody: Buffer,
  timestamps: Iterable<string>,
  oaSecretKey: string,
): boolean {
  const told = readMac(header);
  if (!told) return false;
  const begun = createHash("sha256").update(appId).update(rawBody);
  for (const timestamp of timestamps)
    if (timingSafeEqual(told, begun.copy().update(timestamp).update(oaSecretKey).digest())) return true;
  return false;
}

/**
 * Signature of Mini App events: sha256 over the values of the body's keys in A→Z order, then the API key
 * (zalo/webhook.md §5). `members` are the top-level values as they stand in the body.
 */
export function isSignedByMiniApp(header: string, members: ReadonlyMap<string, string>, apiKey: string): boolean {
  const told = readMac(header);
  if (!told) return false;
  const raw = [...members.keys()].toSorted().map((key) => members.get(key) ?? "");
  const signedAs = (values: string[]): boolean =>
    timingSafeEqual(told, createHash("sha256").update(values.join("")).update(apiKey).digest());
  return signedAs(raw.map(asText)) || signedAs(raw.map(asWrittenAnew));
}

const isText = (raw: string): boolean => raw.startsWith('"');
const asText = (raw: string): string => (isText(raw) ? tryParse(raw) : raw);
/** Real events are far smaller; nobody without the key shall make the door parse more. */
const MOST_ANEW = 16_384;
/** As a signer that wrote the value anew would have it; a value too large or nested too deep for that stays as it stands. */
const asWrittenAnew = (raw: string): string => {
  if (raw.length > MOST_ANEW) return raw;
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  } catch {
    return raw;
  }
};
function tryParse(raw: string): string {
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw;
  }
}

/** Whether a header could be a signature at all. */
export const isMac = (header: string): boolean => readMac(header) !== undefined;

/** `mac=<hex>`, `mac = <hex>` or the bare digits. */
function readMac(header: string): Buffer | undefined {
  const hex = /^\s*(?:mac\s*=\s*)?([0-9a-f]{64})\s*$/i.exec(header)?.[1];
  return hex ? Buffer.from(hex, "hex") : undefined;
}
