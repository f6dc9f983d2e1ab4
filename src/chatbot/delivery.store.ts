import type { QueryFilter, Types } from "mongoose";
import { type Message, MessageModel } from "./conversation.model.ts";

/** How far messages of ours have come: claimed, sent, in doubt. */

/** created → sending, once. */
export async function claimMessage(id: string, now: Date): Promise<Message | null> {
  return MessageModel.findOneAndUpdate(
    { _id: id, state: "created" },
    { $set: { state: "sending", claimedAt: now }, $inc: { tries: 1 } },
    { returnDocument: "after" },
  )
    .lean<Message>()
    .exec();
}

export async function recordMessage(
  id: string,
  result: { state: "accepted" | "failed" | "unknown" | "created"; zaloId?: string; reason?: string },
): Promise<void> {
  if (result.state === "unknown") return recordDoubt({ _id: id, state: "sending" }, result.reason ?? "");
  await MessageModel.updateOne(
    { _id: id, state: "sending" },
    {
      $set: { state: result.state, reason: result.reason ?? "", ...(result.zaloId ? { zaloId: result.zaloId } : {}) },
      $unset: { claimedAt: 1 },
    },
  );
}

/**
 * The answer is lost. Whose echo came first went out all the same; of the others nobody knows. One write each, here and
 * in {@link acceptByEcho}: whichever comes first, the two together say "accepted".
 */
async function recordDoubt(which: QueryFilter<Message>, reason: string): Promise<void> {
  const echoed = { $gt: [{ $ifNull: ["$zaloId", ""] }, ""] };
  await MessageModel.updateMany(
    which,
    [
      {
        $set: {
          state: { $cond: [echoed, "accepted", "unknown"] },
          reason: { $cond: [echoed, "", reason] },
          // said again and in doubt again: from now on only a person decides
          doubtSince: { $cond: ["$saidAgain", null, "$claimedAt"] },
        },
      },
      { $unset: "claimedAt" },
    ],
    { updatePipeline: true },
  );
}

/**
 * Replies of an OA in doubt since a while that were said only once: the call was made between the two moments.
 */
export const listSilent = (oaId: string, from: Date, to: Date): Promise<Pick<Message, "_id" | "doubtSince">[]> =>
  MessageModel.find({ state: "unknown", oaId, doubtSince: { $gt: from, $lt: to } })
    .limit(200)
    .lean<Message[]>()
    .exec();

/** From here on it is said once more. */
export const sayAgain = async (id: Types.ObjectId): Promise<boolean> =>
  (await MessageModel.updateOne({ _id: id, state: "unknown" }, { $set: { state: "created", saidAgain: true } }))
    .modifiedCount === 1;

/** A person decided to send a failed or doubtful message again. */
export async function reopenMessage(id: string): Promise<boolean> {
  const done = await MessageModel.updateOne(
    { _id: id, state: { $in: ["failed", "unknown"] } },
    { $set: { state: "created", reason: "" } },
  );
  return done.modifiedCount === 1;
}

/** Claims older than `before` lost their run. */
export async function markStaleMessagesUnknown(before: Date): Promise<number> {
  const stale = { claimedAt: { $lt: before }, state: "sending" as const };
  const n = await MessageModel.countDocuments(stale);
  if (n > 0) await recordDoubt(stale, "worker-lost");
  return n;
}

/** Messages of an OA whose answer is awaited or lost; the newest, because the rest waits for a person. */
export const listInDoubt = (oaId: string): Promise<Pick<Message, "_id" | "userId" | "text" | "buttons">[]> =>
  MessageModel.find({ state: { $in: ["sending", "unknown"] }, oaId }, { userId: 1, text: 1, buttons: 1 })
    .sort({ _id: -1 })
    .limit(1000)
    .lean<Message[]>()
    .exec();

/** The echo of a message came: it went out, whatever becomes of the answer. */
export async function acceptByEcho(id: Types.ObjectId, zaloId: string): Promise<void> {
  await MessageModel.updateOne(
    { _id: id, state: { $in: ["sending", "unknown"] } },
    [{ $set: { zaloId, state: { $cond: [{ $eq: ["$state", "unknown"] }, "accepted", "$state"] } } }],
    { updatePipeline: true },
  );
}

/** Messages that were written down but whose job was lost. */
export const findUnsent = (before: Date): Promise<{ _id: Types.ObjectId }[]> =>
  MessageModel.find({ state: "created", at: { $lt: before } }, { _id: 1 })
    .limit(500)
    .lean<{ _id: Types.ObjectId }[]>()
    .exec();

export async function applyMessageReceipts(
  receipts: { messageId: string; kind: "received" | "seen" }[],
): Promise<Set<string>> {
  const rows = await MessageModel.find({ zaloId: { $in: receipts.map((r) => r.messageId) } }, { zaloId: 1 })
    .lean<{ zaloId: string }[]>()
    .exec();
  const ours = new Set(rows.map((row) => row.zaloId));
  const writes = receipts
    .filter((receipt) => ours.has(receipt.messageId))
    .map(({ messageId, kind }) => ({
      updateOne: {
        filter: { zaloId: messageId, state: { $in: kind === "seen" ? ["accepted", "received"] : ["accepted"] } },
        update: { $set: { state: kind } },
      },
    }));
  if (writes.length > 0) await MessageModel.collection.bulkWrite(writes, { ordered: true });
  return ours;
}
