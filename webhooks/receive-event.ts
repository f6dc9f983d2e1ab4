import { isSpokenByUs } from "../src/zalo/events.ts";
import { isMac, isSignedByMiniApp, isSignedByOa } from "../src/zalo/signature.ts";
import { findStamps } from "./find-stamps.ts";
import { topLevel } from "./top-level.ts";

export interface DoorSettings {
  appId: string;
  oaSecretKey: string;
  miniAppId: string;
  miniAppApiKey: string;
}

/** Lines in which events wait: what residents do never stands behind what Zalo tells about our own sends. */
export type Line = "residents" | "receipts" | "mini-app";

/** What the door answers. `put` is the only one after which something happens. */
export type Verdict = { kind: "put"; line: Line } | { kind: "probe" } | { kind: "refused"; reason: string };

const refused = (reason: string): Verdict => ({ kind: "refused", reason });

/** A header that holds nothing is none. */
const given = (header: string | undefined): string | undefined => (header?.trim() ? header : undefined);
const isProbe = (body: Buffer): boolean => body.length <= 16 && /^\s*\{\s*\}\s*$/.test(body.toString("latin1"));

/**
 * Judges one delivery to `/webhooks/zalo`. Whatever is signed and ours is taken, however odd its shape: Zalo switches
 * a webhook off for every OA when it is refused, so what nobody understands is kept for a person. No freshness check
 * here: retries come hours later.
 */
export function judgeOaEvent(
  settings: DoorSettings,
  body: Buffer,
  signatureHeader: string | undefined,
  timestampHeader: string | undefined,
): Verdict {
  const signature = given(signatureHeader);
  if (signature === undefined) return isProbe(body) ? { kind: "probe" } : refused("no signature");
  if (!isSignedByOa(signature, settings.appId, body, findStamps(body, timestampHeader), settings.oaSecretKey))
    return refused("bad signature");
  const members = topLevel(body.toString("utf8"));
  if (isAnothers(members?.get("app_id"), settings.appId)) return refused("another app's event");
  return { kind: "put", line: lineOf(members) };
}

/** Real Mini App events have a handful. */
const MOST_MEMBERS = 200;

/** Judges one delivery to `/webhooks/zalo-miniapp`, which signs in its own way (zalo/webhook.md §5). */
export function judgeMiniAppEvent(settings: DoorSettings, body: Buffer, signatureHeader: string | undefined): Verdict {
  const signature = given(signatureHeader);
  if (signature === undefined) return isProbe(body) ? { kind: "probe" } : refused("no signature");
  // this signature is over parts of the body: nobody without the key shall make the door take many of them apart
  if (settings.miniAppApiKey === "" || !isMac(signature)) return refused("bad signature");
  const members = topLevel(body.toString("utf8"), MOST_MEMBERS);
  if (!members || !isSignedByMiniApp(signature, members, settings.miniAppApiKey)) return refused("bad signature");
  if (settings.miniAppId !== "" && isAnothers(members.get("appId"), settings.miniAppId))
    return refused("another app's event");
  return { kind: "put", line: "mini-app" };
}

/** An id of another app, as text or as digits. Something else in its place names nobody. */
function isAnothers(raw: string | undefined, ours: string): boolean {
  const named = /^"([^"\\]*)"$|^(\d+)$/.exec(raw ?? "");
  return named !== null && (named[1] ?? named[2]) !== ours;
}

/** Echoes of our own sends and receipts have a line of their own; what an officer typed in Zalo's tool goes with the residents'. */
function lineOf(members: Map<string, string> | undefined): Line {
  const name = /^"([^"\\]*)"$/.exec(members?.get("event_name") ?? "")?.[1] ?? "";
  if (!isSpokenByUs(name)) return "residents";
  return topLevel(members?.get("sender") ?? "")?.has("admin_id") ? "residents" : "receipts";
}
