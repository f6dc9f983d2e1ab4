import type { Types } from "mongoose";
import { type Conversation, ConversationModel } from "../chatbot/conversation.model.ts";

/** Conversations a person holds or is called to, and how long nobody said a word. */
const HELD = ["waiting", "officer"] as const;

/** Nobody's: the bot answers. */
const FREE = {
  state: "bot",
  assigneeId: "",
  assigneeName: "",
  heldSince: null,
  misunderstood: 0,
  handedBy: "",
} as const;
const NOBODY_WAITS = { waitingSince: null, urgentSince: null } as const;

/** Nobody else has it: from now on this officer does. @returns false where a colleague was quicker */
export const takeHold = async (id: string, officer: { id: string; name: string }, at: Date): Promise<boolean> =>
  (
    await ConversationModel.updateOne(
      { _id: id, $or: [{ state: { $ne: "officer" } }, { assigneeId: { $in: ["", officer.id] } }] },
      {
        $set: {
          state: "officer",
          assigneeId: officer.id,
          assigneeName: officer.name,
          heldSince: at,
          closedAt: null,
          closedBy: "",
        },
      },
    )
  ).matchedCount === 1;

/** A word of whoever holds it: the hand-over ends so long after it. @returns false where it was given to somebody else */
export const holdOn = async (id: Types.ObjectId, officerId: string, at: Date): Promise<boolean> =>
  (
    await ConversationModel.updateOne(
      { _id: id, state: "officer", assigneeId: officerId },
      { $set: { heldSince: at, closedAt: null, closedBy: "" } },
    )
  ).matchedCount === 1;

/** Held since before this was counted: from now on it is. */
export const beginCounting = async (now: Date): Promise<void> =>
  void (await ConversationModel.updateMany(
    { state: { $in: [...HELD] }, heldSince: null },
    { $set: { heldSince: now } },
  ));

/**
 * Whoever holds it gives it back as it was read. Danger that nobody answered stays on top of the list: only an answer or a
 * close with a reason takes it away. @returns false where it was given to somebody else, or danger came meanwhile
 */
export const giveBack = async ({ _id, urgentSince }: Conversation, officerId: string): Promise<boolean> =>
  (
    await ConversationModel.updateOne(
      { _id, state: "officer", assigneeId: officerId, urgentSince: urgentSince ?? null },
      { $set: urgentSince ? FREE : { ...FREE, ...NOBODY_WAITS } },
    )
  ).matchedCount === 1;

/** One after the other: how long is too long each unit says, so that none stands before all others. */
export const eachHeldSince = (before: Date): AsyncIterable<Conversation> =>
  ConversationModel.find({ state: { $in: [...HELD] }, heldSince: { $lt: before } }, { unitCode: 1, heldSince: 1 })
    .lean<Conversation>()
    .cursor();

/** The bot answers again, unless somebody spoke meanwhile; who waits goes on waiting. */
export const endHandover = async ({ _id, heldSince }: Conversation, at: Date, hours: number): Promise<boolean> =>
  (
    await ConversationModel.updateOne(
      { _id, state: { $in: [...HELD] }, heldSince: heldSince ?? null },
      {
        $set: FREE,
        $push: {
          notes: {
            $each: [{ at, by: "Hệ thống", text: `Sau ${hours} giờ không có lời cán bộ, máy tự động trả lời trở lại` }],
            $slice: -50,
          },
        },
      },
    )
  ).modifiedCount === 1;

/** An officer is done with it as it was read. @returns false where it is closed, or danger or a colleague came meanwhile */
export const closeConversation = async (
  { _id, urgentSince, state, assigneeId }: Conversation,
  by: string,
  at: Date,
): Promise<boolean> =>
  (
    await ConversationModel.updateOne(
      { _id, closedAt: null, urgentSince: urgentSince ?? null, state, assigneeId },
      {
        $set: { ...FREE, ...NOBODY_WAITS, closedAt: at, closedBy: by },
      },
    )
  ).modifiedCount === 1;

export const setAskedAt = async (id: Types.ObjectId, askedAt: Date): Promise<void> =>
  void (await ConversationModel.updateOne({ _id: id }, { $set: { askedAt } }));
/** The question of a close is answered once. @returns whether it was open */
export const takeAsked = async (oaId: string, userId: string, since: Date): Promise<Conversation | null> =>
  ConversationModel.findOneAndUpdate({ oaId, userId, askedAt: { $gte: since } }, { $set: { askedAt: null } })
    .lean<Conversation>()
    .exec();

export const setLabels = async (id: string, labels: readonly string[]): Promise<void> =>
  void (await ConversationModel.updateOne({ _id: id }, { $set: { labels: [...labels] } }));

/** An officer looks at a conversation now. */
export const noteSeen = async (id: Types.ObjectId, officialId: string, at: Date): Promise<void> =>
  void (await ConversationModel.updateOne({ _id: id }, { $max: { [`lookedAt.${officialId}`]: at } }));
