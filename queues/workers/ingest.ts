import type { Redis } from "ioredis";
import { listArticlesOut } from "../../src/broadcasts/broadcast.store.ts";
import { applyReceipts, noteArticleEchoes, type Receipt } from "../../src/broadcasts/ledger.store.ts";
import { applyMessageReceipts } from "../../src/chatbot/conversation.store.ts";
import type { InboundEvent } from "../../src/citizens/inbound-event.model.ts";
import { recordOnce } from "../../src/citizens/inbound-event.store.ts";
import { type SecretBox, sha256Hex } from "../../src/kernel/crypto.ts";
import { messageOf } from "../../src/kernel/errors.ts";
import type { Log } from "../../src/kernel/logger.ts";
import {
  eventKeyOf,
  eventSchema,
  isKnownEvent,
  oaIdOf,
  timeOf,
  userIdOf,
  type ZaloEvent,
} from "../../src/zalo/events.ts";
import { parseJson } from "../../src/zalo/json.ts";
import { touchLastEvent } from "../../src/zalo/oa.store.ts";
import { type InboxEntry, openInbox, readInbox, readOwn, removeFromInbox } from "../inbox.ts";
import { applyReceiptsLater } from "../jobs/apply-receipts.job.ts";
import { handleEvent } from "../jobs/handle-event.job.ts";
import type { Producer } from "../producer.ts";

export interface IngestDeps {
  redis: Redis;
  prefix: string;
  reader: string;
  box: SecretBox;
  producer: Producer;
  log: Log;
  countEvent(name: string, outcome: string): void;
  noteMoved(name: string): Promise<void>;
}

const BATCH = 200;
const BLOCK_MS = 1000;
/** Zalo reviews for about 30 minutes and delivers over the following hours (zalo/openapi.md §2.6). */
const ARTICLE_ECHO_MS = 2 * 86_400_000;

/**
 * Moves events from the inbox into MongoDB, in batches, and gives each a job. Sorted first: echoes of our own sends are
 * only counted; receipts are applied by message id; the rest is recorded once. While MongoDB is away nothing leaves the
 * inbox.
 */
export function startIngest(deps: IngestDeps): { stop(): Promise<void> } {
  let running = true;
  const loop = (async () => {
    while (running) {
      try {
        await openInbox(deps.redis, deps.prefix);
        const entries = await readInbox(deps.redis, deps.prefix, deps.reader, BATCH, BLOCK_MS);
        if (entries.length > 0) {
          await takeIn(deps, entries);
          await deps.noteMoved("inbox");
        }
      } catch (error) {
        if (!running) return;
        deps.log.warn({ action: "ingest-waits", reason: messageOf(error) }, "inbox could not be emptied yet");
        await new Promise((resolve) => setTimeout(resolve, 1000));
        await takeBackOwn(deps).catch(() => undefined);
      }
    }
  })();
  return {
    async stop() {
      running = false;
      await loop;
    },
  };
}

/** Entries this reader holds already, from a batch that failed. */
async function takeBackOwn(deps: IngestDeps): Promise<void> {
  const entries = await readOwn(deps.redis, deps.prefix, deps.reader, BATCH);
  if (entries.length > 0) await takeIn(deps, entries);
}

interface Sorted {
  record: InboundEvent[];
  /** echoes of what Zalo itself sent out for an article broadcast, by OA */
  echoes: Map<string, { userId: string; messageId: string }[]>;
  receipts: Receipt[];
  oas: Map<string, Date>;
}

async function takeIn(deps: IngestDeps, entries: InboxEntry[]): Promise<void> {
  const sorted: Sorted = { record: [], receipts: [], oas: new Map(), echoes: new Map() };
  for (const entry of entries) sortEntry(deps, entry, sorted);
  await recordOnce(sorted.record);
  await deps.producer.addMany(
    handleEvent,
    sorted.record.filter((event) => event.known).map((event) => ({ v: 1 as const, eventKey: event._id })),
  );
  for (const [oaId, echoes] of sorted.echoes) {
    const [newest] = await listArticlesOut(oaId, new Date(Date.now() - ARTICLE_ECHO_MS));
    if (newest) await noteArticleEchoes(newest._id, echoes);
  }
  await settleReceipts(deps.producer, sorted.receipts, 0);
  for (const [oaId, at] of sorted.oas) await touchLastEvent(oaId, at);
  await removeFromInbox(
    deps.redis,
    deps.prefix,
    entries.map((entry) => entry.id),
  );
}

function sortEntry(deps: IngestDeps, entry: InboxEntry, sorted: Sorted): void {
  const receivedAt = new Date(entry.receivedAt);
  const keep = (event: Pick<InboundEvent, "_id" | "name" | "oaId" | "known">): void => {
    sorted.record.push({
      ...event,
      body: deps.box.seal(entry.body),
      state: event.known ? "recorded" : "kept",
      receivedAt,
      handledAt: null,
    });
  };
  if (entry.kind === "mini-app") {
    const name = String((parseJson(entry.body) as Record<string, unknown>)["event"] ?? "");
    keep({ _id: sha256Hex(entry.body).slice(0, 40), name, oaId: "", known: name === "user.revoke.consent" });
    return;
  }
  const parsed = eventSchema.safeParse(parseJson(entry.body));
  if (!parsed.success) {
    // the door lets only readable envelopes in; what still does not fit is kept for a person
    keep({ _id: sha256Hex(entry.body).slice(0, 40), name: "unreadable", oaId: "", known: false });
    deps.countEvent("unreadable", "kept");
    return;
  }
  const event = parsed.data;
  const oaId = oaIdOf(event);
  if (oaId) sorted.oas.set(oaId, receivedAt);
  if (event.event_name.startsWith("oa_send_") && !event.sender?.admin_id) {
    if (event.event_name === "oa_send_list") noteEcho(event, oaId, sorted);
    return deps.countEvent(event.event_name, "echo");
  }
  if (event.event_name === "user_received_message" || event.event_name === "user_seen_message") {
    sorted.receipts.push(...receiptsOf(event, receivedAt));
    return deps.countEvent(event.event_name, "receipt");
  }
  const known = isKnownEvent(event.event_name);
  if (!known) deps.countEvent("unknown", "kept");
  keep({ _id: eventKeyOf(event), name: event.event_name, oaId, known });
}

/** We send no lists one by one, so an echoed list is Zalo's own delivery of an article broadcast. */
function noteEcho(event: ZaloEvent, oaId: string, sorted: Sorted): void {
  const messageId = event.message?.msg_id;
  const userId = userIdOf(event);
  if (!messageId || !userId) return;
  sorted.echoes.set(oaId, [...(sorted.echoes.get(oaId) ?? []), { userId, messageId }]);
}

function receiptsOf(event: ZaloEvent, receivedAt: Date): Receipt[] {
  const at = timeOf(event, receivedAt);
  const kind = event.event_name === "user_seen_message" ? ("seen" as const) : ("received" as const);
  const ids = event.message?.msg_ids ?? (event.message?.msg_id ? [event.message.msg_id] : []);
  return ids.map((messageId) => ({ messageId, kind, at }));
}

const MOST_TRIES = 8;

/** Applies receipts to the ledger and to conversations; those that fit nowhere yet are tried again a little later. */
export async function settleReceipts(producer: Producer, receipts: Receipt[], tries: number): Promise<void> {
  if (receipts.length === 0) return;
  const [ledger, messages] = await Promise.all([applyReceipts(receipts), applyMessageReceipts(receipts)]);
  const homeless = receipts.filter((receipt) => !ledger.has(receipt.messageId) && !messages.has(receipt.messageId));
  if (homeless.length === 0 || tries >= MOST_TRIES) return;
  await producer.add(applyReceiptsLater, {
    v: 1,
    tries: tries + 1,
    batch: sha256Hex(homeless.map((receipt) => receipt.messageId + receipt.kind).join()).slice(0, 24),
    receipts: homeless.map((receipt) => ({ ...receipt, at: receipt.at.getTime() })),
  });
}
