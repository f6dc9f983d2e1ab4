import { eventSchema } from "../src/zalo/events.ts";
import { parseJson } from "../src/zalo/json.ts";
import { isSignedByMiniApp, isSignedByOa } from "../src/zalo/signature.ts";
import { nestingOf } from "./read-raw-body.ts";

export interface DoorSettings {
  appId: string;
  oaSecretKey: string;
  miniAppId: string;
  miniAppApiKey: string;
}

/** What the door answers. `put` is the only one after which something happens. */
export type Verdict =
  | { kind: "put"; event: string }
  | { kind: "probe" }
  | { kind: "refused"; status: 400 | 401; reason: string };

const refused = (status: 400 | 401, reason: string): Verdict => ({ kind: "refused", status, reason });

/** Zalo's events are four or five levels deep. */
const DEEPEST = 32;

function readObject(body: Buffer): Record<string, unknown> | undefined {
  if (nestingOf(body) > DEEPEST) return undefined;
  try {
    const text = body.toString("utf8");
    const quick: unknown = JSON.parse(text);
    // ids come as strings; should the app id ever be a number, no digit of it may be lost
    const value =
      typeof quick === "object" && quick !== null && typeof (quick as { app_id?: unknown }).app_id === "number"
        ? parseJson(text)
        : quick;
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Judges one delivery to `/webhooks/zalo`. The timestamp that is signed is the text inside the body; a header of that
 * name only when the body has none (zalo/webhook.md §1). No freshness check: retries come hours later.
 */
export function judgeOaEvent(
  settings: DoorSettings,
  body: Buffer,
  signature: string | undefined,
  timestampHeader: string | undefined,
): Verdict {
  const payload = readObject(body);
  if (!payload) return refused(400, "not a JSON object");
  if (signature === undefined && Object.keys(payload).length === 0) return { kind: "probe" };
  const event = eventSchema.safeParse(payload);
  const stamp = payload["timestamp"] ?? timestampHeader;
  const timestamp = typeof stamp === "string" || typeof stamp === "number" ? String(stamp) : "";
  if (!isSignedByOa(signature, settings.appId, body, timestamp, settings.oaSecretKey))
    return refused(401, "bad signature");
  if (!event.success) return refused(400, "not an event of Zalo's");
  if (event.data.app_id !== settings.appId) return refused(401, "another app's event");
  return { kind: "put", event: event.data.event_name };
}

/** Judges one delivery to `/webhooks/zalo-miniapp`, which signs in its own way (zalo/webhook.md §5). */
export function judgeMiniAppEvent(settings: DoorSettings, body: Buffer, signature: string | undefined): Verdict {
  const payload = readObject(body);
  if (!payload) return refused(400, "not a JSON object");
  if (signature === undefined && Object.keys(payload).length === 0) return { kind: "probe" };
  if (settings.miniAppApiKey === "" || !isSignedByMiniApp(signature, payload, settings.miniAppApiKey))
    return refused(401, "bad signature");
  if (settings.miniAppId !== "" && String(payload["appId"]) !== settings.miniAppId)
    return refused(401, "another app's event");
  if (typeof payload["event"] !== "string") return refused(400, "no event name");
  return { kind: "put", event: payload["event"] };
}
