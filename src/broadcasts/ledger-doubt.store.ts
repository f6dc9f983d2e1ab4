import { Types } from "mongoose";
import type { RowState } from "./broadcast.model.ts";
import { rangeOf, chunkId } from "./ledger-ranges.ts";
import { markChunksDirty, chunksWith, markDirty } from "./ledger-sums.store.ts";
import { LedgerModel, ChunkModel, type Chunk, type LedgerRow } from "./ledger.model.ts";

/** Of rows that are unknown, those whose echo came are accepted after all. */
export async function acceptEchoed(ids: string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await LedgerModel.updateMany(
    { _id: { $in: ids }, s: "unknown", m: { $gt: "" } },
    { $set: { s: "accepted", at: now } },
  );
}

/** Claims older than `before` lost their run: nobody knows whether the message left. Looks only into chunks whose counts say that something is being sent. */
export async function markStaleUnknown(before: Date, now: Date): Promise<number> {
  const open = await ChunkModel.find({ "counts.sending": { $gt: 0 } }, { b: 1, k: 1 })
    .limit(1000)
    .lean<Chunk[]>()
    .exec();
  let changed = 0;
  for (const { b, k } of open) {
    const stale = { _id: rangeOf(String(b), k), s: "sending" as const, ca: { $lt: before } };
    // its echo came, so it went out
    await LedgerModel.updateMany(
      { ...stale, m: { $gt: "" } },
      { $set: { s: "accepted", at: now }, $unset: { c: 1, ca: 1 } },
    );
    const done = await LedgerModel.updateMany(stale, {
      $set: { s: "unknown", r: "worker-lost", at: now },
      $unset: { c: 1, ca: 1 },
    });
    // counted again in any case: a run that died may have stored results after the last count
    await markChunksDirty([chunkId(String(b), k)], now);
    changed += done.modifiedCount;
  }
  return changed;
}

/** Rows of one state, for the list where a person decides; bounded. */
export async function findByState(broadcastId: string, state: RowState, limit: number): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  for await (const k of chunksWith(broadcastId, state)) {
    rows.push(
      ...(await LedgerModel.find({ _id: rangeOf(broadcastId, k), s: state })
        .lean<LedgerRow[]>()
        .exec()),
    );
    if (rows.length >= limit) break;
  }
  return rows.slice(0, limit);
}

/** A person decided about unknown rows: send again (→ planned) or let be (→ skipped, given-up). Only unknown rows move. */
export async function decideUnknown(
  broadcastId: string,
  ids: string[] | "all",
  decision: "resend" | "give-up",
  now: Date,
): Promise<number> {
  const update =
    decision === "resend"
      ? { $set: { s: "planned" as const, at: now }, $unset: { r: 1 as const } }
      : { $set: { s: "skipped" as const, r: "given-up", at: now } };
  if (ids !== "all") {
    // rows of another broadcast are nobody's to decide here, nor to count again
    const own = ids.filter((id) => id.startsWith(`${broadcastId}:`));
    const done = await LedgerModel.updateMany(
      { _id: { $in: own }, b: new Types.ObjectId(broadcastId), s: "unknown" },
      update,
    );
    if (done.modifiedCount > 0) await markDirty(own, now);
    return done.modifiedCount;
  }
  let changed = 0;
  for await (const k of chunksWith(broadcastId, "unknown")) {
    changed += (await LedgerModel.updateMany({ _id: rangeOf(broadcastId, k), s: "unknown" }, update)).modifiedCount;
    await markChunksDirty([chunkId(broadcastId, k)], now);
  }
  return changed;
}
