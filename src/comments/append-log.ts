import { eachAlone } from "../kernel/each-alone.ts";
import type { Clock } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { hourOf } from "../kernel/dates.ts";
import { shuffled } from "../kernel/shuffle.ts";
import type { Comment, Deed, Steered } from "./comment.model.ts";
import type { LogBlock } from "./log.model.ts";
import { isDue } from "./log-batch.ts";
import {
  draftsWithUnlogged,
  endBatch,
  endEmptyBatches,
  insertBlock,
  joinBatch,
  lastBlock,
  listUnlogged,
  markLogged,
  openBatch,
  streamBlocks,
} from "./log.store.ts";

type Entry = LogBlock["entries"][number];
const MOST_IN_BLOCK = 1000;

const blockHash = (block: Pick<LogBlock, "draftId" | "n" | "at" | "entries" | "before">): string =>
  sha256Hex(
    JSON.stringify([
      block.draftId,
      block.n,
      block.at.toISOString(),
      block.entries.map((entry) => [entry.what, entry.ref, entry.digest]),
      block.before,
    ]),
  );

/** Adds a block after `last`; false when somebody else added one first. */
async function addBlock(draftId: string, last: LogBlock | null, entries: Entry[], now: Date): Promise<boolean> {
  const n = (last?.n ?? 0) + 1;
  const block = { draftId, n, at: hourOf(now), entries, before: last?.hash ?? "" };
  return insertBlock({ ...block, _id: `${draftId}:${n}`, hash: blockHash(block) });
}

/** Writes down something that happened to the draft; holds no words and no person who wrote. */
export async function logEvent(deps: { clock: Clock }, draftId: string, ...entries: Entry[]): Promise<void> {
  while (!(await addBlock(draftId, await lastBlock(draftId), entries, deps.clock.now())));
}

/** Whether an entry stands behind a block. */
export async function isLogged(draftId: string, after: number, { what, ref, digest }: Entry): Promise<boolean> {
  for await (const block of streamBlocks(draftId, after))
    if (block.entries.some((one) => one.what === what && one.ref === ref && one.digest === digest)) return true;
  return false;
}

/** What the office did to a comment, once, however often it is run for one deed. */
export async function logSteered(deps: { clock: Clock }, comment: Comment, steered: Steered): Promise<void> {
  const { what, digest, after } = steered;
  const waits = comment.toLog.some((deed) => deed.what === what && deed.digest === digest);
  if (waits || (await isLogged(comment.draftId, after, { what, digest, ref: String(comment._id) }))) return;
  await logSteering(deps, comment, { what, digest });
}

/** What the office did to a comment: at once, or behind what of the comment still waits. */
async function logSteering(deps: { clock: Clock }, comment: Comment, deed: Deed): Promise<void> {
  if (await joinBatch(comment._id, deed)) return;
  await logEvent(deps, comment.draftId, { ...deed, ref: String(comment._id) });
}

/** Brings what waits into the logs of all drafts whose batch is due. Returns how many entries. */
export async function logReceived(deps: { clock: Clock }): Promise<number> {
  let logged = 0;
  const drafts = await draftsWithUnlogged();
  await endEmptyBatches(drafts);
  await eachAlone(drafts, async (draftId) => {
    if (await isDue(draftId, deps.clock.now())) logged += await flushLog(deps, draftId);
  });
  return logged;
}

/**
 * Closes a draft's batch now, a thousand comments a block. Comments stand in an order nobody can foresee; what happened
 * to one stands behind its coming. Cut off between block and mark it finds what it wrote behind the block that was the
 * newest when the batch was opened, and does not write it twice.
 */
export async function flushLog(deps: { clock: Clock }, draftId: string): Promise<number> {
  let logged = 0;
  for (;;) {
    if ((await listUnlogged(draftId, 1)).length === 0) break;
    // before what waits is listed: another run that logs it meanwhile writes behind `after`, and is found there
    const { after } = await openBatch(draftId, deps.clock.now());
    const waiting = await listUnlogged(draftId, MOST_IN_BLOCK);
    const last = await lastBlock(draftId);
    const there = await readWritten(draftId, after);
    const entries = shuffled(waiting).flatMap((comment) => {
      const ref = String(comment._id);
      return without(there.get(ref) ?? [], comment.toLog).map(({ what, digest }) => ({ what, ref, digest }));
    });
    if (entries.length > 0 && !(await addBlock(draftId, last, entries, deps.clock.now()))) continue;
    await markLogged(waiting);
    await endBatch(draftId);
    logged += entries.length;
  }
  return logged;
}

/** The entries of each comment behind a block. */
async function readWritten(draftId: string, after: number): Promise<Map<string, Deed[]>> {
  const there = new Map<string, Deed[]>();
  for await (const block of streamBlocks(draftId, after))
    for (const { what, ref, digest } of block.entries) there.set(ref, [...(there.get(ref) ?? []), { what, digest }]);
  return there;
}

/** What waits behind what is written already; all of it when the one does not begin with the other. */
function without(written: readonly Deed[], waiting: readonly Deed[]): readonly Deed[] {
  const begins = written.every(({ what, digest }, n) => waiting[n]?.what === what && waiting[n].digest === digest);
  return begins ? waiting.slice(written.length) : waiting;
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
  for await (const block of streamBlocks(draftId, 0)) {
    check.blocks += 1;
    check.entries += block.entries.length;
    const holds = block.n === check.blocks && block.before === check.head && block.hash === blockHash(block);
    if (!holds && check.brokenAt === 0) check.brokenAt = block.n;
    check.head = block.hash;
  }
  return check;
}
