import type { Receipt } from "../../src/broadcasts/ledger.store.ts";
import type { InboundEvent, Why } from "../../src/citizens/inbound-event.model.ts";
import { recordOnce } from "../../src/citizens/inbound-event.store.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { type SecretBox, sha256Hex } from "../../src/kernel/crypto.ts";
import {
  eventKeyOf,
  eventSchema,
  isKnownEvent,
  isSpokenByUs,
  oaIdOf,
  timeOf,
  userIdOf,
  type ZaloEvent,
} from "../../src/zalo/events.ts";
import { parseJson } from "../../src/zalo/json.ts";
import { touchOas } from "../../src/zalo/oa.store.ts";
import type { InboxEntry, Line } from "../inbox.ts";
import { laterBy } from "../jobs/apply-receipts.job.ts";
import { handleLine } from "../jobs/handle-line.job.ts";
import type { Producer } from "../producer.ts";
import { type Echo, settleEchoes, settleReceipts } from "./settle.ts";

export interface TakeInDeps {
  clock: Clock;
  box: SecretBox;
  /** keyed mark of a text; the same for the same text */
  mark(text: string): string;
  producer: Producer;
  countEvent(name: string, outcome: string): void;
}

/** A signed event older than this is kept and not acted on: Zalo tries again for twelve hours at most (zalo/webhook.md §2). */
const TOO_OLD_MS = 48 * 3_600_000;

interface Sorted {
  record: InboundEvent[];
  echoes: Echo[];
  receipts: Receipt[];
  /** by OA: when something last came from it, and the newest echo among it */
  oas: Map<string, { at: Date; echoAt: Date | null }>;
}

/**
 * One batch of a line, in its order, into MongoDB: events are recorded once and their lines get a job; what Zalo tells
 * about our own sends is applied in bulk. Running it again for the same entries changes nothing.
 */
export async function takeIn(deps: TakeInDeps, line: Line, entries: InboxEntry[]): Promise<void> {
  const sorted: Sorted = { record: [], echoes: [], receipts: [], oas: new Map() };
  for (const entry of entries) sortEntry(deps, line, entry, sorted);
  await recordOnce(sorted.record);
  const recorded = sorted.record.filter((event) => event.state === "recorded").map((event) => event.line);
  const lines = [...new Set(recorded)].map((one) => ({ v: 1 as const, line: one }));
  await deps.producer.addMany(handleLine, lines);
  // whoever is in danger, or tapped, does not wait for the second bubble that an earlier message was given time for
  await deps.producer.hurry(handleLine, lines);
  await settleEchoes(deps.box, sorted.echoes, deps.clock.now());
  await settleReceipts(laterBy(deps.producer), sorted.receipts, 0, deps.clock.now());
  await touchOas(sorted.oas);
}

/** Keeps an entry as it is for a person to look at. */
export function setAside(entry: InboxEntry): Promise<void> {
  const _id = sha256Hex(entry.sealed).slice(0, 40);
  return recordOnce([
    {
      _id,
      name: "unreadable",
      oaId: "",
      body: entry.sealed,
      state: "waiting",
      why: "failed",
      // nobody knows whose it is: tried again, it is a line of its own
      line: _id,
      seq: "",
      tries: 0,
      receivedAt: new Date(entry.receivedAt),
      handledAt: null,
    },
  ]);
}

/** `000001794560000123-000004`: sorts as the stream does. */
const seqOf = (id: string): string =>
  id
    .split("-")
    .map((part, n) => part.padStart(n === 0 ? 18 : 6, "0"))
    .join("-");

function sortEntry(deps: TakeInDeps, line: Line, entry: InboxEntry, sorted: Sorted): void {
  const body = deps.box.openBytes(entry.sealed);
  const receivedAt = new Date(entry.receivedAt);
  const keep = (event: Pick<InboundEvent, "_id" | "name" | "oaId" | "state" | "why">, who: string): void => {
    const recorded = event.state === "recorded";
    sorted.record.push({
      ...event,
      body: entry.sealed,
      // what is kept for somebody to look at has the mark as well: erasure finds it by that
      line: who === "" ? "" : deps.mark(`line:${who}`),
      seq: recorded ? seqOf(entry.id) : "",
      tries: 0,
      receivedAt,
      handledAt: null,
    });
    if (!recorded) deps.countEvent(event.name, event.why);
  };
  const key = sha256Hex(body).slice(0, 40);
  const value = readBody(body);
  if (line === "mini-app") return keep(readMiniAppEvent(key, value), key);
  const parsed = eventSchema.safeParse(value);
  if (!parsed.success)
    return keep({ _id: key, name: nameOf(value), oaId: "", state: "waiting", why: "unreadable" }, key);
  sortOaEvent(deps, parsed.data, receivedAt, sorted, keep);
}

type Keep = (event: Pick<InboundEvent, "_id" | "name" | "oaId" | "state" | "why">, who: string) => void;

function sortOaEvent(deps: TakeInDeps, event: ZaloEvent, receivedAt: Date, sorted: Sorted, keep: Keep): void {
  const { event_name: name } = event;
  const oaId = oaIdOf(event);
  const at = timeOf(event, receivedAt);
  const who = userIdOf(event) === "" ? "" : `${oaId}:${userIdOf(event)}`;
  const keepFor = (why: Why): void => keep({ _id: eventKeyOf(event), name, oaId, state: "kept", why }, who);
  if (receivedAt.getTime() - at.getTime() > TOO_OLD_MS) return keepFor("too-old");
  const echo = name.startsWith("oa_send_") && !event.sender?.admin_id;
  const known = sorted.oas.get(oaId);
  if (oaId) sorted.oas.set(oaId, { at: receivedAt, echoAt: echo ? at : (known?.echoAt ?? null) });
  if (echo) {
    sorted.echoes.push(...echoOf(event, oaId));
    return deps.countEvent(name, "echo");
  }
  if (isSpokenByUs(name) && !name.startsWith("oa_send_")) {
    sorted.receipts.push(...receiptsOf(event, at));
    return deps.countEvent(name, "receipt");
  }
  if (!isKnownEvent(name)) return keepFor("unknown-name");
  keep({ _id: eventKeyOf(event), name, oaId, state: "recorded", why: "" }, `${oaId}:${userIdOf(event)}`);
}

function readBody(body: Buffer): unknown {
  try {
    return parseJson(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

const nameOf = (value: unknown): string => {
  const name = typeof value === "object" && value !== null ? (value as Record<string, unknown>)["event_name"] : "";
  return typeof name === "string" && /^[\w.-]{1,80}$/.test(name) ? name : "unreadable";
};

function readMiniAppEvent(_id: string, value: unknown): Pick<InboundEvent, "_id" | "name" | "oaId" | "state" | "why"> {
  const name = typeof value === "object" && value !== null ? (value as Record<string, unknown>)["event"] : undefined;
  if (typeof name !== "string") return { _id, name: "unreadable", oaId: "", state: "waiting", why: "unreadable" };
  return name === "user.revoke.consent"
    ? { _id, name, oaId: "", state: "recorded", why: "" }
    : { _id, name: name.slice(0, 80), oaId: "", state: "kept", why: "unknown-name" };
}

function echoOf(event: ZaloEvent, oaId: string): Echo[] {
  const messageId = event.message?.msg_id;
  const userId = userIdOf(event);
  if (!messageId || !userId) return [];
  // we send no lists one by one, so an echoed list is Zalo's own delivery of an article broadcast
  const kind = event.event_name === "oa_send_list" ? ("article" as const) : ("message" as const);
  return [{ oaId, userId, messageId, kind, text: event.message?.text ?? "" }];
}

function receiptsOf(event: ZaloEvent, at: Date): Receipt[] {
  const kind = event.event_name === "user_seen_message" ? ("seen" as const) : ("received" as const);
  const ids = event.message?.msg_ids ?? (event.message?.msg_id ? [event.message.msg_id] : []);
  return ids.map((messageId) => ({ messageId, kind, at }));
}
