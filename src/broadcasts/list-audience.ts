import { randomUUID } from "node:crypto";
import { streamAudience } from "../citizens/citizen.store.ts";
import { type Receiver, wayTo } from "../citizens/rules.ts";
import type { ArticleRun, Broadcast } from "./broadcast.model.ts";
import {
  beginListing,
  closeListing,
  holdsListing,
  isListedEarlier,
  leaveListing,
  publishChunk,
  takeListing,
} from "./broadcast.store.ts";
import { progressOf } from "./count-progress.ts";
import { CHUNK_SIZE } from "./ledger-ranges.ts";
import { clearLedger, hasChunk, type Listed, openChunk, readListed, writeRows } from "./ledger.store.ts";
import type { BroadcastDeps } from "./start-broadcast.ts";

/** A writer that has not added a chunk for so long is dead; another goes on. */
const DEAD_MS = 10_000;

/**
 * Freezes the audience into the ledger, chunk by chunk from a stream; whoever may not be sent to is written down as
 * skipped with the reason. A chunk counts only once its rows are there; cut off, it goes on behind the last person of
 * the last chunk that counts, so that nobody stands in the list twice. An emergency is sent from the first chunk on.
 */
export async function listAudience(deps: BroadcastDeps, id: string): Promise<void> {
  if (await isListedEarlier(id)) {
    await clearLedger(id);
    await beginListing(id);
  }
  const me = randomUUID();
  const now = deps.clock.now();
  const broadcast = await takeListing(id, me, now, new Date(now.getTime() - DEAD_MS));
  if (!broadcast) return;
  await openLastChunk(id, broadcast.chunks);
  let k = broadcast.chunks;
  let chunk: Listed[] = [];
  const publish = async (): Promise<boolean> => {
    const to = chunk.at(-1)?.userId ?? "";
    if (!(await holdsListing(id, me))) return false;
    await writeRows(id, k, chunk, now);
    if (!(await publishChunk(id, { by: me, k, people: chunk.length, to, at: deps.clock.now() }))) return false;
    await openChunk(id, k, chunk);
    if (broadcast.state === "sending") await deps.enqueueLane(broadcast.oaId, broadcast.urgent);
    chunk = [];
    k += 1;
    return true;
  };
  for await (const person of streamAudience(broadcast.oaId, broadcast.audience, broadcast.listing?.to ?? "")) {
    chunk.push({ userId: person.userId, skip: whySkipped(broadcast, person, now) });
    if (chunk.length === CHUNK_SIZE && !(await publish())) return leaveListing(id, me);
  }
  if (chunk.length > 0 && !(await publish())) return leaveListing(id, me);
  const article = broadcast.channel === "article" ? emptyArticle(broadcast) : null;
  if (!(await closeListing(id, me, article))) return leaveListing(id, me);
  await progressOf(deps, id);
  if (k === 0) return;
  if (article) await deps.enqueueArticle(id);
  else await deps.enqueueLane(broadcast.oaId, broadcast.urgent);
}

/** A writer cut off between the two leaves a chunk that counts and that nobody could find. */
export async function openLastChunk(id: string, chunks: number): Promise<void> {
  const last = chunks - 1;
  if (last >= 0 && !(await hasChunk(id, last))) await openChunk(id, last, await readListed(id, last));
}

const emptyArticle = (broadcast: Broadcast): ArticleRun => ({
  step: "creating",
  articles: broadcast.contents.map((content) => ({ itemId: content.itemId, token: "", articleId: "" })),
  messageId: "",
  claimedAt: null,
  reason: "",
  zaloViews: null,
});

function whySkipped(broadcast: Broadcast, person: Receiver, now: Date): string | undefined {
  // Zalo hands articles to every follower and can leave nobody out (design.md §5)
  if (broadcast.channel === "article") return person.isFollower ? undefined : "not-following";
  const answer = wayTo(person, now, { urgent: broadcast.urgent, template: broadcast.templateId !== "" });
  return "not" in answer ? answer.not : undefined;
}
