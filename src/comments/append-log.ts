import type { Clock } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { type Comment, type LogBlock, LogBlockModel } from "./comment.model.ts";
import { draftsWithUnlogged, listUnlogged, markLogged, touchCounts } from "./comment.store.ts";
import { hourOf } from "../kernel/dates.ts";

type Entry = LogBlock["entries"][number];
const byId = (a: Comment, b: Comment): number => (String(a._id) < String(b._id) ? -1 : 1);
const MOST_IN_BLOCK = 1000;

export const blockHash = (block: Pick<LogBlock, "draftId" | "n" | "at" | "entries" | "before">): string =>
  sha256Hex(
    JSON.stringify([
      block.draftId,
      block.n,
      block.at.toISOString(),
      block.entries.map((entry) => [entry.what, entry.ref, entry.digest]),
      block.before,
    ]),
  );

const lastBlock = (draftId: string): Promise<LogBlock | null> =>
  LogBlockModel.findOne({ draftId }).sort({ n: -1 }).lean<LogBlock>().exec();

/** Adds a block after `last`; false when somebody else added one first. */
async function addBlock(draftId: string, last: LogBlock | null, entries: Entry[], now: Date): Promise<boolean> {
  const n = (last?.n ?? 0) + 1;
  const block = { draftId, n, at: hourOf(now), entries, before: last?.hash ?? "" };
  try {
    await LogBlockModel.create({ ...block, _id: `${draftId}:${n}`, hash: blockHash(block) });
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === 11_000) return false;
    throw error;
  }
}

/** Writes down something that happened to a comment or the draft; holds no words and no person who wrote. */
export async function logEvent(deps: { clock: Clock }, draftId: string, ...entries: Entry[]): Promise<void> {
  while (!(await addBlock(draftId, await lastBlock(draftId), entries, deps.clock.now())));
}

/**
 * Brings comments that arrived since into the log, a thousand at a time, and marks their counts to be derived again.
 * Cut off between the block and the mark it finds them in the last block and does not write them twice.
 */
export async function logReceived(deps: { clock: Clock }): Promise<number> {
  let logged = 0;
  for (const draftId of await draftsWithUnlogged())
    for (;;) {
      const waiting = await listUnlogged(draftId, MOST_IN_BLOCK);
      if (waiting.length === 0) break;
      const last = await lastBlock(draftId);
      const there = new Set(last?.entries.map((entry) => entry.ref));
      // in the order of their random ids: the log says that they came, not one after whom
      const fresh = waiting.filter((comment) => !there.has(String(comment._id))).toSorted(byId);
      const entries = fresh.map((comment) => ({ what: "received", ref: String(comment._id), digest: comment.leaf }));
      if (entries.length > 0 && !(await addBlock(draftId, last, entries, deps.clock.now()))) continue;
      await touchCounts(
        draftId,
        waiting.map((comment) => comment.position),
      );
      await markLogged(waiting.map((comment) => comment._id));
      logged += fresh.length;
    }
  return logged;
}

export interface ChainCheck {
  blocks: number;
  entries: number;
  head: string;
  /** number of the first block that does not hold; 0 = all hold */
  brokenAt: number;
}

/** Walks the whole chain of a draft. One changed byte anywhere breaks it from there on. */
export async function checkChain(draftId: string): Promise<ChainCheck> {
  const check: ChainCheck = { blocks: 0, entries: 0, head: "", brokenAt: 0 };
  for await (const block of LogBlockModel.find({ draftId }).sort({ n: 1 }).lean<LogBlock>().cursor()) {
    check.blocks += 1;
    check.entries += block.entries.length;
    const holds = block.n === check.blocks && block.before === check.head && block.hash === blockHash(block);
    if (!holds && check.brokenAt === 0) check.brokenAt = block.n;
    check.head = block.hash;
  }
  return check;
}
