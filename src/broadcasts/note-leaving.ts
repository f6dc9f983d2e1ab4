import { Types } from "mongoose";
import { type Clock, days } from "../kernel/clock.ts";
import { countOnce } from "./broadcast.store.ts";
import { hasLeftSince, listSentBetween } from "./broadcast-times.store.ts";
import { hasRow } from "./ledger.store.ts";

export interface MarkDeps {
  clock: Clock;
  /** a keyed hash; without the key nobody can say whose mark it is */
  mark(text: string): string;
}

/** Somebody wrote DUNG or stopped following: counted, once, for what reached this person in the last two days. */
export async function noteLeaving(deps: MarkDeps, oaId: string, userId: string, at: Date): Promise<void> {
  for (const { _id } of await listSentBetween(oaId, new Date(at.getTime() - days(2)), deps.clock.now()))
    if (await hasRow(_id, userId, ["accepted", "received", "seen"])) {
      await countOnce(String(_id), "left", deps.mark(`${String(_id)}:${userId}`), at);
      return;
    }
}

/** Whoever taps got it, whether or not we heard so. */
const REACHED_OR_IN_DOUBT = ["accepted", "received", "seen", "unknown", "sending"] as const;

/** A tap of "Tôi đã nhận": counted as one person for a broadcast that did reach this person. Returns whether it fits one. */
export async function noteActed(
  deps: MarkDeps,
  broadcastId: string,
  oaId: string,
  userId: string,
  at: Date,
): Promise<boolean> {
  if (!(await hasLeftSince(broadcastId, oaId, new Date(at.getTime() - days(30))))) return false;
  const reached = await hasRow(new Types.ObjectId(broadcastId), userId, REACHED_OR_IN_DOUBT);
  if (!reached) return false;
  await countOnce(broadcastId, "acted", deps.mark(`${broadcastId}:${userId}`), at);
  return true;
}
