import type { QueryFilter, Types } from "mongoose";
import { type Conversation, ConversationModel, MessageModel } from "../chatbot/conversation.model.ts";
import { days } from "../kernel/clock.ts";
import { within, type Whose } from "../kernel/scope.ts";
import { startsWith } from "../kernel/search-terms.ts";

export type InboxTab = "waiting" | "mine" | "closed" | "all";

export interface InboxFilter {
  whose: Whose;
  tab: InboxTab;
  officialId: string;
  /** what the last understood message is about; "" = anything */
  topic: string;
  label: string;
  /** waiting, or lying there, for at least so long */
  olderMs: number;
  /** among these only */
  among?: readonly Types.ObjectId[];
}

/** So many rows stand in a list at most. */
const MOST_ROWS = 200;
/** How far back "all" and "closed" look; what a search found is bounded by itself, however old it is. */
const DAYS_BACK = 30;
const inSight = ({ olderMs, among }: InboxFilter, now: Date) => ({
  $gte: among ? new Date(0) : new Date(now.getTime() - days(DAYS_BACK)),
  $lte: new Date(now.getTime() - olderMs),
});

const NOBODY_ELSE: Readonly<
  Record<
    InboxTab,
    (filter: InboxFilter, now: Date) => { where: QueryFilter<Conversation>; sort: Record<string, 1 | -1> }
  >
> = {
  // who is in danger first, then the longest
  waiting: ({ olderMs }, now) => ({
    where: { waitingSince: { $ne: null, $lte: new Date(now.getTime() - olderMs) } },
    sort: { urgentSince: -1, waitingSince: 1 },
  }),
  mine: ({ officialId, olderMs }, now) => ({
    where: { state: "officer", assigneeId: officialId, lastAt: { $lte: new Date(now.getTime() - olderMs) } },
    sort: { urgentSince: -1, waitingSince: 1 },
  }),
  closed: (filter, now) => ({ where: { closedAt: inSight(filter, now) }, sort: { closedAt: -1 } }),
  all: (filter, now) => ({ where: { lastAt: inSight(filter, now) }, sort: { lastAt: -1 } }),
};

/** Rows of a list, bounded by state or by time. */
export function listConversations(filter: InboxFilter, now: Date): Promise<Conversation[]> {
  const { whose, tab, topic, label, among } = filter;
  const { where, sort: order } = NOBODY_ELSE[tab](filter, now);
  return ConversationModel.find({
    unitCode: within(whose),
    ...where,
    ...(topic ? { topic } : {}),
    ...(label ? { labels: label } : {}),
    ...(among ? { _id: { $in: [...among] } } : {}),
  })
    .sort({ ...order })
    .limit(MOST_ROWS)
    .lean<Conversation[]>()
    .exec();
}

/** Somebody in danger waits: above every list. */
export const listUrgent = (whose: Whose): Promise<Conversation[]> =>
  ConversationModel.find({ unitCode: within(whose), waitingSince: { $ne: null }, urgentSince: { $ne: null } })
    .sort({ urgentSince: 1 })
    .limit(50)
    .lean<Conversation[]>()
    .exec();

export interface WaitingCount {
  count: number;
  urgent: number;
  oldest: Date | null;
  oldestUrgent: Date | null;
}
const earliest = (dates: readonly Date[]): Date | null =>
  dates.length === 0 ? null : new Date(Math.min(...dates.map((one) => one.getTime())));

export async function countWaiting(whose: Whose): Promise<WaitingCount> {
  const rows = await ConversationModel.find(
    { unitCode: within(whose), waitingSince: { $ne: null } },
    { waitingSince: 1, urgentSince: 1 },
  )
    .limit(1000)
    .lean<Conversation[]>()
    .exec();
  const urgent = rows.flatMap(({ urgentSince }) => (urgentSince ? [urgentSince] : []));
  const oldest = earliest(rows.flatMap(({ waitingSince }) => (waitingSince ? [waitingSince] : [])));
  return { count: rows.length, urgent: urgent.length, oldest, oldestUrgent: earliest(urgent) };
}

export const countMine = (whose: Whose, officialId: string): Promise<number> =>
  ConversationModel.countDocuments({ unitCode: within(whose), state: "officer", assigneeId: officialId });

/** Of what has all its words a search takes so many messages at most, the newest: what is old is what is left out. */
const MOST_FOUND = 1000;

/** Conversations in which all of these words were said in one message. */
export async function findByWords(whose: Whose, words: readonly string[]): Promise<Types.ObjectId[]> {
  const rows = await MessageModel.find(
    { unitCode: within(whose), $and: words.map((word) => ({ terms: startsWith(word) })) },
    { conversation: 1 },
  )
    .sort({ at: -1 })
    .limit(MOST_FOUND)
    .lean<{ conversation: Types.ObjectId }[]>()
    .exec();
  return rows.map(({ conversation }) => conversation);
}

export const findByPeople = async (people: readonly { oaId: string; userId: string }[]): Promise<Types.ObjectId[]> =>
  people.length === 0
    ? []
    : (
        await ConversationModel.find({ $or: people.map(({ oaId, userId }) => ({ oaId, userId })) }, { _id: 1 })
          .lean<{ _id: Types.ObjectId }[]>()
          .exec()
      ).map(({ _id }) => _id);
