import { isValidObjectId, type QueryFilter, type Types } from "mongoose";
import { clip } from "../kernel/vietnamese.ts";
import {
  type Conversation,
  ConversationModel,
  type ConversationState,
  type Message,
  MessageModel,
  type Note,
} from "./conversation.model.ts";

/** The only queries on conversations and their messages. */
export async function openConversation(
  who: { unitCode: string; oaId: string; userId: string },
  at: Date,
): Promise<Conversation> {
  const conversation = await ConversationModel.findOneAndUpdate(
    { oaId: who.oaId, userId: who.userId },
    {
      $setOnInsert: {
        unitCode: who.unitCode,
        state: "bot",
        assigneeId: "",
        assigneeName: "",
        waitingSince: null,
        urgentSince: null,
        misunderstood: 0,
        misunderstoodEvent: "",
        handedBy: "",
        lastAt: at,
        lastText: "",
        lastFrom: "resident",
        notes: [],
        createdAt: at,
      },
    },
    { upsert: true, returnDocument: "after" },
  )
    .lean<Conversation>()
    .exec();
  return conversation;
}

export const findConversationWith = (oaId: string, userId: string): Promise<Conversation | null> =>
  ConversationModel.findOne({ oaId, userId }).lean<Conversation>().exec();

export async function findConversation(unitCode: string, id: string): Promise<Conversation | null> {
  if (!isValidObjectId(id)) return null;
  return ConversationModel.findOne({ _id: id, unitCode }).lean<Conversation>().exec();
}

/** The last line shown in the list; older messages that arrive late do not overwrite it. */
export async function noteLast(id: Types.ObjectId, at: Date, text: string, from: "resident" | "office"): Promise<void> {
  await ConversationModel.updateOne(
    { _id: id, lastAt: { $lte: at } },
    { $set: { lastAt: at, lastText: clip(text, 80), lastFrom: from } },
  );
}

/** Somebody waits for a person; the first wait counts. */
export async function noteWaiting(id: Types.ObjectId, since: Date): Promise<void> {
  await ConversationModel.updateOne({ _id: id, waitingSince: null }, { $set: { waitingSince: since } });
}

/** A person is called: from here on the bot keeps quiet. */
export async function callPerson(id: Types.ObjectId, since: Date, eventKey: string): Promise<void> {
  await ConversationModel.updateOne(
    { _id: id, state: "bot" },
    { $set: { state: "waiting", waitingSince: since, misunderstood: 0, handedBy: eventKey } },
  );
}

/** Somebody is in danger: a person is called whoever has the conversation, and it is shown first. */
export async function noteUrgent(id: Types.ObjectId, since: Date, eventKey: string): Promise<void> {
  await callPerson(id, since, eventKey);
  await noteWaiting(id, since);
  await ConversationModel.updateOne({ _id: id, urgentSince: null }, { $set: { urgentSince: since } });
}

/** Counts one more message the bot did not understand; an event once. */
export async function countMisunderstood(id: Types.ObjectId, eventKey: string): Promise<void> {
  await ConversationModel.updateOne(
    { _id: id, misunderstoodEvent: { $ne: eventKey } },
    { $inc: { misunderstood: 1 }, $set: { misunderstoodEvent: eventKey } },
  );
}
export async function clearMisunderstood(id: Types.ObjectId): Promise<void> {
  await ConversationModel.updateOne({ _id: id, misunderstood: { $gt: 0 } }, { $set: { misunderstood: 0 } });
}

export async function setState(
  id: string,
  from: ConversationState[],
  to: ConversationState,
  assignee: { id: string; name: string } | null,
): Promise<boolean> {
  const done = await ConversationModel.updateOne(
    { _id: id, state: { $in: from } },
    {
      $set: {
        state: to,
        assigneeId: assignee?.id ?? "",
        assigneeName: assignee?.name ?? "",
        ...(to === "bot" ? { waitingSince: null, urgentSince: null, misunderstood: 0, handedBy: "" } : {}),
      },
    },
  );
  return done.matchedCount === 1;
}

export async function clearWaiting(id: Types.ObjectId | string): Promise<void> {
  await ConversationModel.updateOne({ _id: id }, { $set: { waitingSince: null, urgentSince: null } });
}

export async function addNote(id: string, note: Note): Promise<void> {
  await ConversationModel.updateOne({ _id: id }, { $push: { notes: { $each: [note], $slice: -50 } } });
}

export type InboxTab = "waiting" | "mine" | "all";

/** Waiting: who is in danger first, then the longest. All: the last 30 days, newest first; both bounded. */
export function listConversations(
  unitCode: string,
  tab: InboxTab,
  officialId: string,
  now: Date,
): Promise<Conversation[]> {
  if (tab === "all")
    return ConversationModel.find({ unitCode, lastAt: { $gte: new Date(now.getTime() - 30 * 86_400_000) } })
      .sort({ lastAt: -1 })
      .limit(200)
      .lean<Conversation[]>()
      .exec();
  const filter =
    tab === "mine"
      ? { unitCode, state: "officer" as const, assigneeId: officialId }
      : { unitCode, state: { $in: ["waiting" as const, "officer" as const] }, waitingSince: { $ne: null } };
  return ConversationModel.find(filter)
    .sort({ urgentSince: -1, waitingSince: 1 })
    .limit(200)
    .lean<Conversation[]>()
    .exec();
}

export async function countWaiting(unitCode: string): Promise<{ count: number; oldest: Date | null }> {
  const rows = await ConversationModel.find(
    { unitCode, state: { $in: ["waiting", "officer"] }, waitingSince: { $ne: null } },
    { waitingSince: 1 },
  )
    .sort({ waitingSince: 1 })
    .limit(1000)
    .lean<Conversation[]>()
    .exec();
  return { count: rows.length, oldest: rows[0]?.waitingSince ?? null };
}

/** Stores a message once; false when its key was there already. The only place that understands the duplicate-key error. */
export async function addMessage(
  message: Omit<Message, "_id" | "tries" | "reason" | "because"> & { reason?: string; because?: string[] },
): Promise<string | undefined> {
  try {
    return String((await MessageModel.create({ tries: 0, reason: "", because: [], ...message }))._id);
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === 11_000) return undefined;
    throw error;
  }
}

export const findMessageByKey = (key: string): Promise<Message | null> =>
  MessageModel.findOne({ key }).lean<Message>().exec();
export const findMessage = async (id: string): Promise<Message | null> =>
  isValidObjectId(id) ? MessageModel.findById(id).lean<Message>().exec() : null;

/** The last 200 messages of a conversation, oldest first. */
export async function listMessages(conversation: Types.ObjectId): Promise<Message[]> {
  const rows = await MessageModel.find({ conversation }).sort({ at: -1 }).limit(200).lean<Message[]>().exec();
  return rows.toReversed();
}

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
export const listInDoubt = (oaId: string): Promise<Pick<Message, "_id" | "userId" | "text">[]> =>
  MessageModel.find({ state: { $in: ["sending", "unknown"] }, oaId }, { userId: 1, text: 1 })
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

export async function eraseConversation(oaId: string, userId: string): Promise<void> {
  await MessageModel.deleteMany({ oaId, userId });
  await ConversationModel.deleteOne({ oaId, userId });
}

/** What residents of a unit wrote last, newest first: to see how other words would read it. */
export async function listRecentTexts(unitCode: string, since: Date, most: number): Promise<string[]> {
  const rows = await MessageModel.find({ unitCode, at: { $gte: since }, author: "resident", kind: "" }, { text: 1 })
    .sort({ at: -1 })
    .limit(most)
    .lean<{ text: string }[]>()
    .exec();
  return rows.map((row) => row.text).filter((text) => text !== "");
}

export interface DemandRow {
  intent: string;
  people: number;
  messages: number;
}

/** What residents asked for since a day: messages and different people per intent. */
export async function countDemand(unitCode: string, since: Date): Promise<DemandRow[]> {
  return MessageModel.aggregate<DemandRow>([
    { $match: { unitCode, at: { $gte: since }, author: "resident", intent: { $ne: "" } } },
    { $group: { _id: { intent: "$intent", user: "$userId" }, n: { $sum: 1 } } },
    { $group: { _id: "$_id.intent", people: { $sum: 1 }, messages: { $sum: "$n" } } },
    { $project: { _id: 0, intent: "$_id", people: 1, messages: 1 } },
  ]).exec();
}
