import { isValidObjectId } from "mongoose";
import { days } from "../kernel/clock.ts";
import { duringSpan, type Span } from "../kernel/fact.ts";
import { type Whose, within } from "../kernel/scope.ts";
import { type Broadcast, type BroadcastHead, BroadcastModel } from "./broadcast.model.ts";
import { WITHOUT_TEXT } from "./broadcast.store.ts";

/** When a broadcast left, leaves, or is meant to leave; null for a draft without a time. */
export const whenOf = (broadcast: Pick<Broadcast, "startedAt" | "dueAt" | "sendAt">): Date | null =>
  broadcast.startedAt ?? broadcast.dueAt ?? broadcast.sendAt;

/** What is planned, or went out, between two moments: for the calendar. */
export const listBetween = (whose: Whose, from: Date, to: Date): Promise<BroadcastHead[]> =>
  BroadcastModel.find(
    {
      unitCode: within(whose),
      state: { $nin: ["cancelled"] },
      createdAt: { $gte: new Date(from.getTime() - days(400)), $lt: new Date(to.getTime() + days(1)) },
    },
    WITHOUT_TEXT,
  )
    .limit(5000)
    .lean<BroadcastHead[]>()
    .exec()
    .then((rows) =>
      rows.filter((row) => {
        const at = whenOf(row);
        return at !== null && at >= from && at < to;
      }),
    );

/**
 * When article broadcasts of units left or leave, between two moments, all of them: what Zalo allows is counted by it. A
 * department's own row sends nothing.
 */
export async function listArticleTimes(
  unitCodes: string[],
  from: Date,
  to: Date,
): Promise<{ unitCode: string; at: Date }[]> {
  const created = { $gte: new Date(from.getTime() - days(400)), $lt: new Date(to.getTime() + days(1)) };
  const rows = await BroadcastModel.find(
    {
      unitCode: { $in: unitCodes },
      createdAt: created,
      channel: "article",
      state: { $nin: ["cancelled", "draft"] },
      "units.0": { $exists: false },
    },
    { unitCode: 1, startedAt: 1, dueAt: 1, sendAt: 1 },
  )
    .lean<Broadcast[]>()
    .exec();
  return rows.flatMap((row) => {
    const at = whenOf(row);
    return at !== null && at >= from && at < to ? [{ unitCode: row.unitCode, at }] : [];
  });
}

/** What left in a span, whatever became of it; a department's own row sends nothing. */
export const listStarted = async (whose: Whose, span: Span): Promise<BroadcastHead[]> =>
  (
    await BroadcastModel.find({ unitCode: within(whose), startedAt: duringSpan(span) }, WITHOUT_TEXT)
      .limit(20_000)
      .lean<BroadcastHead[]>()
      .exec()
  ).filter(({ units }) => units.length === 0);

/** Ended between two moments, for reports and comparisons. */
export const listFinished = (from: Date, to: Date): Promise<BroadcastHead[]> =>
  BroadcastModel.find({ finishedAt: { $gte: from, $lt: to } }, WITHOUT_TEXT)
    .limit(20_000)
    .lean<BroadcastHead[]>()
    .exec();

/** Whether a broadcast of this OA left since a moment. */
export const hasLeftSince = async (id: string, oaId: string, since: Date): Promise<boolean> =>
  isValidObjectId(id) && (await BroadcastModel.exists({ _id: id, oaId, startedAt: { $gte: since } })) !== null;

/** What an OA finished or is sending since a moment; for attributing who left. */
export const listSentBetween = (oaId: string, since: Date, until: Date): Promise<Pick<Broadcast, "_id">[]> =>
  BroadcastModel.find(
    {
      oaId,
      state: { $in: ["sending", "paused", "done", "done-with-errors"] },
      startedAt: { $gte: since, $lte: until },
    },
    { _id: 1 },
  )
    .sort({ startedAt: -1 })
    .limit(5)
    .lean<Pick<Broadcast, "_id">[]>()
    .exec();

/** What of these items a unit sent, to how many: asked anew each time, so that whoever sends one later is found, too. */
export const listSentWith = (
  whose: Whose,
  itemIds: readonly string[],
): Promise<Pick<Broadcast, "_id" | "counts" | "contents">[]> =>
  BroadcastModel.find(
    {
      unitCode: within(whose),
      "contents.itemId": { $in: itemIds },
      state: { $in: ["sending", "paused", "done", "done-with-errors"] },
    },
    { counts: 1, "contents.itemId": 1 },
  )
    .limit(500)
    .lean<Pick<Broadcast, "_id" | "counts" | "contents">[]>()
    .exec();

/** The words of what a unit sent since a moment, for recognising them. */
export async function listSentContents(whose: Whose, since: Date): Promise<{ sentAt: Date; messages: string[] }[]> {
  const found = await BroadcastModel.find(
    {
      unitCode: within(whose),
      startedAt: { $gte: since },
      state: { $in: ["sending", "paused", "done", "done-with-errors"] },
    },
    { startedAt: 1, "contents.message": 1 },
  )
    .sort({ startedAt: -1 })
    .limit(500)
    .lean<{ startedAt: Date; contents: { message: string }[] }[]>()
    .exec();
  return found.map((one) => ({ sentAt: one.startedAt, messages: one.contents.map((content) => content.message) }));
}
