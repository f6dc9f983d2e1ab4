import { isValidObjectId, type Types } from "mongoose";
import { clip } from "../kernel/vietnamese.ts";
import { termsOf } from "../kernel/search-terms.ts";
import { within, type Whose } from "../kernel/scope.ts";
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
        residentAt: null,
        heldSince: null,
        closedAt: null,
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

export async function findConversation(whose: Whose, id: string): Promise<Conversation | null> {
  if (!isValidObjectId(id)) return null;
  return ConversationModel.findOne({ _id: id, unitCode: within(whose) })
    .lean<Conversation>()
    .exec();
}

/** The last line shown in the list; older messages that arrive late do not overwrite it. */
export async function noteLast(
  id: Types.ObjectId,
  at: Date,
  text: string,
  from: "resident" | "office",
  topic = "",
): Promise<void> {
  if (from === "resident")
    await ConversationModel.updateOne({ _id: id }, { $max: { residentAt: at }, ...(topic ? { $set: { topic } } : {}) });
  await ConversationModel.updateOne(
    { _id: id, lastAt: { $lte: at } },
    { $set: { lastAt: at, lastText: clip(text, 80), lastFrom: from } },
  );
}

/** Somebody waits for a person; the first wait counts. */
export async function noteWaiting(id: Types.ObjectId, since: Date): Promise<void> {
  await ConversationModel.updateOne(
    { _id: id, waitingSince: null },
    { $set: { waitingSince: since, closedAt: null, closedBy: "" } },
  );
}

/** A person is called: from here on the bot keeps quiet. */
export async function callPerson(id: Types.ObjectId, since: Date, eventKey: string): Promise<void> {
  await ConversationModel.updateOne(
    { _id: id, state: "bot" },
    {
      $set: {
        state: "waiting",
        misunderstood: 0,
        handedBy: eventKey,
        heldSince: since,
        closedAt: null,
        closedBy: "",
        askedAt: null,
      },
    },
  );
  // who waits since an earlier hand-over that ended by itself goes on waiting since then
  await noteWaiting(id, since);
}

/** Somebody is in danger: a person is called whoever has the conversation, and it is shown first. */
export async function noteUrgent(id: Types.ObjectId, since: Date, eventKey: string): Promise<void> {
  await callPerson(id, since, eventKey);
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
  at: Date | null = null,
): Promise<boolean> {
  const done = await ConversationModel.updateOne(
    { _id: id, state: { $in: from } },
    {
      $set: {
        state: to,
        assigneeId: assignee?.id ?? "",
        assigneeName: assignee?.name ?? "",
        ...(to === "bot"
          ? { waitingSince: null, urgentSince: null, misunderstood: 0, handedBy: "", heldSince: null }
          : { heldSince: at, closedAt: null, closedBy: "" }),
      },
    },
  );
  return done.matchedCount === 1;
}

/** An answer is out: whoever waited until then does no more. @returns since when somebody did */
export async function clearWaiting(id: Types.ObjectId | string, said?: Date): Promise<Date | null> {
  const before = await ConversationModel.findOneAndUpdate(
    { _id: id, ...(said ? { waitingSince: { $lte: said } } : {}) },
    { $set: { waitingSince: null, urgentSince: null } },
    { returnDocument: "before" },
  )
    .lean<Conversation>()
    .exec();
  return before?.waitingSince ?? null;
}

export async function addNote(id: string, note: Note): Promise<void> {
  await ConversationModel.updateOne({ _id: id }, { $push: { notes: { $each: [note], $slice: -50 } } });
}

/** Stores a message once; false when its key was there already. The only place that understands the duplicate-key error. */
export async function addMessage(
  message: Omit<Message, "_id" | "tries" | "reason" | "because"> & { reason?: string; because?: string[] },
): Promise<string | undefined> {
  try {
    const terms = termsOf(message.text);
    return String((await MessageModel.create({ tries: 0, reason: "", because: [], terms, ...message }))._id);
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === 11_000) return undefined;
    throw error;
  }
}

export const findMessageByKey = (key: string): Promise<Message | null> =>
  MessageModel.findOne({ key }).lean<Message>().exec();
export const findMessage = async (id: string): Promise<Message | null> =>
  isValidObjectId(id) ? MessageModel.findById(id).lean<Message>().exec() : null;

/** What the office said last in a conversation, whoever of it; the bot's words do not count. */
export const findNewestOfOffice = (conversation: Types.ObjectId): Promise<Message | null> =>
  MessageModel.findOne({ conversation, author: { $in: ["officer", "zalo-tool"] } })
    .sort({ at: -1, _id: -1 })
    .lean<Message>()
    .exec();

/** The last 200 messages of a conversation, oldest first. */
export async function listMessages(conversation: Types.ObjectId): Promise<Message[]> {
  const rows = await MessageModel.find({ conversation }).sort({ at: -1 }).limit(200).lean<Message[]>().exec();
  return rows.toReversed();
}

export async function eraseConversation(oaId: string, userId: string): Promise<void> {
  await MessageModel.deleteMany({ oaId, userId });
  await ConversationModel.deleteOne({ oaId, userId });
}

/** Buttons of what was said last by the chat itself. */
export async function buttonsSaidLast(conversation: Types.ObjectId): Promise<Message["buttons"]> {
  const last = await MessageModel.findOne({ conversation, author: "bot" }, { buttons: 1 })
    .sort({ at: -1 })
    .lean<Pick<Message, "buttons">>()
    .exec();
  return last?.buttons ?? [];
}

/** Whether a resident sent the same kind of thing, without words, after a moment and before another. */
export const cameBefore = async (conversation: Types.ObjectId, kind: string, from: Date, to: Date): Promise<boolean> =>
  (await MessageModel.exists({ conversation, author: "resident", kind, text: "", at: { $gte: from, $lt: to } })) !==
  null;

/** Replies to an event that are written down and not taken up yet. */
export const unsentRepliesTo = async (eventKey: string): Promise<string[]> =>
  (
    await MessageModel.find(
      { key: { $in: [`reply:${eventKey}`, `reply:${eventKey}:2`] }, state: "created" },
      { _id: 1 },
    )
      .lean<Pick<Message, "_id">[]>()
      .exec()
  ).map(({ _id }) => String(_id));
