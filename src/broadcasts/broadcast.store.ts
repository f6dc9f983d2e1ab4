import { isValidObjectId, Types } from "mongoose";
import { EVERYBODY } from "../citizens/audience.ts";
import type { Person } from "../content/item.model.ts";
import { NO_DETAILS } from "../content/kinds.ts";
import { days } from "../kernel/clock.ts";
import { type Whose, within } from "../kernel/scope.ts";
import {
  type ArticleRun,
  type Broadcast,
  type BroadcastHead,
  BroadcastModel,
  type BroadcastState,
  emptyRun,
} from "./broadcast.model.ts";
import { AcknowledgementModel } from "./ledger.model.ts";

/** What version 0.1 wrote instead of contents and approvals; such a broadcast still has its page and its proof. */
interface Earlier {
  text?: string;
  pictureId?: string;
  itemId?: string;
  approvedBy?: Person;
  approvedAt?: Date;
}

function fromEarlier(found: (Broadcast & Earlier) | null): Broadcast | null {
  if (!found || found.contents) return found;
  const { text = "", pictureId = "", itemId = "", approvedBy, approvedAt, ...rest } = found;
  const approvals =
    approvedBy && approvedAt ? [{ by: approvedBy, at: approvedAt, fingerprint: found.fingerprint }] : [];
  const content = {
    itemId,
    kind: "tin" as const,
    details: NO_DETAILS,
    title: found.title,
    body: text,
    source: "",
    pictureId,
    pictureAlt: "",
    pictureSha: "",
    message: text,
    authorId: "",
    authorName: "",
  };
  return { ...emptyRun(), ...rest, channel: "personal", audience: EVERYBODY, contents: [content], approvals };
}

/** The only queries on broadcasts. */
export const findBroadcast = async (id: string): Promise<Broadcast | null> =>
  isValidObjectId(id) ? fromEarlier(await BroadcastModel.findById(id).lean<Broadcast>().exec()) : null;

export const findOfUnit = async (whose: Whose, id: string): Promise<Broadcast | null> =>
  isValidObjectId(id)
    ? fromEarlier(
        await BroadcastModel.findOne({ _id: id, unitCode: within(whose) })
          .lean<Broadcast>()
          .exec(),
      )
    : null;

export async function createBroadcast(broadcast: Omit<Broadcast, "_id">): Promise<string> {
  return String((await BroadcastModel.create(broadcast))._id);
}

/** What would still send one of these items, or does: found by its state, of whichever unit's plan it is. */
const NOT_OVER: BroadcastState[] = ["draft", "waiting", "scheduled", "freezing", "sending", "paused"];
export const listOfItems = (itemIds: readonly string[]): Promise<Pick<BroadcastHead, "_id">[]> =>
  BroadcastModel.find({ state: { $in: NOT_OVER }, "contents.itemId": { $in: itemIds } }, { _id: 1 })
    .lean<Pick<BroadcastHead, "_id">[]>()
    .exec();

/** The only way a state changes: from one of the named states to another, by one process. */
export async function moveState(
  id: string,
  from: BroadcastState[],
  to: BroadcastState,
  fields: Partial<Broadcast> = {},
): Promise<boolean> {
  const done = await BroadcastModel.updateOne({ _id: id, state: { $in: from } }, { $set: { state: to, ...fields } });
  return done.modifiedCount === 1;
}

/** Pauses or cancels what Zalo does not have yet: an article that was handed over is left as it is. */
export async function holdWhatIsOurs(
  id: string,
  from: BroadcastState[],
  stopReason: string,
  to: "paused" | "cancelling" = "paused",
): Promise<boolean> {
  const done = await BroadcastModel.updateOne(
    { _id: id, state: { $in: from }, $or: [{ article: null }, { "article.step": "creating" }] },
    { $set: { state: to, stopReason } },
  );
  return done.modifiedCount === 1;
}

/** Changes fields only while the broadcast is in one of the named states. */
export async function saveWhile(id: string, states: BroadcastState[], fields: Partial<Broadcast>): Promise<boolean> {
  return (await BroadcastModel.updateOne({ _id: id, state: { $in: states } }, { $set: fields })).matchedCount === 1;
}

/** States in which a list may be written: an emergency is sent while it is. */
const LISTING: BroadcastState[] = ["freezing", "sending"];

/** Whether a list was begun by version 0.4, which had no mark of it and began it afresh after a cut. */
export const isListedEarlier = async (id: string): Promise<boolean> =>
  isValidObjectId(id) &&
  (await BroadcastModel.exists({ _id: id, state: "freezing", unlisted: { $ne: true }, listing: null })) !== null;
export const beginListing = async (id: string): Promise<void> =>
  void (await BroadcastModel.updateOne(
    { _id: id, state: "freezing", unlisted: { $ne: true } },
    { $set: { unlisted: true, chunks: 0, total: 0 } },
  ));

/** Takes over the writing of the list, if nobody who is alive has it. */
export async function takeListing(id: string, by: string, now: Date, deadBefore: Date): Promise<Broadcast | null> {
  if (!isValidObjectId(id)) return null;
  return BroadcastModel.findOneAndUpdate(
    {
      _id: id,
      state: { $in: LISTING },
      unlisted: true,
      $or: [{ listing: null }, { "listing.by": "" }, { "listing.at": { $lt: deadBefore } }],
    },
    [{ $set: { listing: { by, at: now, to: { $ifNull: ["$listing.to", ""] } } } }],
    { returnDocument: "after", updatePipeline: true },
  )
    .lean<Broadcast>()
    .exec();
}

/** Whether the list is still written by whoever took it; another takes over from one who was away too long. */
export const holdsListing = async (id: string, by: string): Promise<boolean> =>
  (await BroadcastModel.exists({ _id: id, "listing.by": by })) !== null;

/** Makes one more chunk of the list count; only by who writes the list, and only as the next one. */
export async function publishChunk(
  id: string,
  page: { by: string; k: number; people: number; to: string; at: Date },
): Promise<boolean> {
  const done = await BroadcastModel.updateOne(
    { _id: id, state: { $in: LISTING }, "listing.by": page.by, chunks: page.k },
    { $set: { listing: { by: page.by, at: page.at, to: page.to } }, $inc: { chunks: 1, total: page.people } },
  );
  return done.modifiedCount === 1;
}

/** The list is whole. */
export async function closeListing(id: string, by: string, article: ArticleRun | null): Promise<boolean> {
  const done = await BroadcastModel.updateOne(
    { _id: id, state: { $in: LISTING }, "listing.by": by },
    { $set: { state: "sending", unlisted: false, listing: null, article } },
  );
  return done.modifiedCount === 1;
}

/** Somebody paused or ended meanwhile: the next one may go on at once. */
export const leaveListing = async (id: string, by: string): Promise<void> =>
  void (await BroadcastModel.updateOne({ _id: id, "listing.by": by }, { $set: { "listing.by": "" } }));

export const readState = async (id: string): Promise<BroadcastState | undefined> =>
  (await BroadcastModel.findById(id, { state: 1 }).lean<Pick<Broadcast, "state">>().exec())?.state;

export async function saveCounts(
  id: string,
  sums: Pick<Broadcast, "counts" | "reasons" | "countedAt" | "pace" | "course">,
): Promise<void> {
  await BroadcastModel.updateOne({ _id: id }, { $set: sums });
}

/** The cursor only moves over chunks that hold nobody planned; a decision to send again moves it back to 0. */
export const moveCursor = async (id: string, from: number, to: number): Promise<void> =>
  void (await BroadcastModel.updateOne({ _id: id, cursor: from }, { $set: { cursor: to } }));
export const resetCursor = async (id: string): Promise<void> =>
  void (await BroadcastModel.updateOne({ _id: id }, { $set: { cursor: 0 } }));

export const addTest = async (id: string, test: Broadcast["tests"][number]): Promise<void> =>
  void (await BroadcastModel.updateOne({ _id: id }, { $push: { tests: test } }));

export const listBroadcasts = (whose: Whose, since: Date, most = 200): Promise<Broadcast[]> =>
  BroadcastModel.find({ unitCode: within(whose), createdAt: { $gte: since } }, WITHOUT_TEXT)
    .sort({ createdAt: -1 })
    .limit(most)
    .lean<Broadcast[]>()
    .exec();

/** The newest that somebody made for a unit, with the least that says how far it came. */
export const newestBy = (
  whose: Whose,
  personId: string,
): Promise<Pick<Broadcast, "_id" | "tests" | "submittedAt" | "startedAt">[]> =>
  BroadcastModel.find({ unitCode: within(whose), "createdBy.id": personId }, { tests: 1, submittedAt: 1, startedAt: 1 })
    .sort({ createdAt: -1 })
    .limit(20)
    .lean<Pick<Broadcast, "_id" | "tests" | "submittedAt" | "startedAt">[]>()
    .exec();

export const WITHOUT_TEXT = { "contents.body": 0, "contents.message": 0 };

export const listInState = (whose: Whose, states: BroadcastState[]): Promise<Broadcast[]> =>
  BroadcastModel.find({ unitCode: within(whose), state: { $in: states } })
    .limit(200)
    .lean<Broadcast[]>()
    .exec();

/** Approved and due; oldest first. */
export const listDue = (now: Date): Promise<Broadcast[]> =>
  BroadcastModel.find({ state: "scheduled", dueAt: { $lte: now } })
    .sort({ dueAt: 1 })
    .limit(200)
    .lean<Broadcast[]>()
    .exec();

/** Broadcasts that still move: for the sweep that gives lost jobs back to the queue. */
export const listMoving = (): Promise<BroadcastHead[]> =>
  BroadcastModel.find({ state: { $in: ["freezing", "sending", "cancelling"] } }, WITHOUT_TEXT)
    .limit(1000)
    .lean<BroadcastHead[]>()
    .exec();

/** What an OA has to send one by one, in the order of the lane: first started, first served. */
export const listOfLane = (oaId: string, urgent: boolean): Promise<Broadcast[]> =>
  BroadcastModel.find({ oaId, state: "sending", urgent, channel: "personal", units: [] })
    .sort({ startedAt: 1 })
    .limit(50)
    .lean<Broadcast[]>()
    .exec();

/** Article broadcasts that Zalo took since a moment: their receipts may still come. */
export const listArticlesOut = (oaId: string, since: Date): Promise<Pick<Broadcast, "_id">[]> =>
  BroadcastModel.find(
    { oaId, channel: "article", startedAt: { $gte: since }, state: { $in: ["done", "sending", "done-with-errors"] } },
    { _id: 1 },
  )
    .sort({ startedAt: -1 })
    .limit(5)
    .lean<Pick<Broadcast, "_id">[]>()
    .exec();

/** Broadcasts of an OA, one by one, of which somebody may still be waiting for Zalo's answer or has lost it. */
export const listInDoubt = (oaId: string): Promise<Broadcast[]> =>
  BroadcastModel.find({
    oaId,
    channel: "personal",
    $or: [
      { state: { $in: ["sending", "paused", "cancelling"] } },
      { state: "done-with-errors", "counts.unknown": { $gt: 0 } },
    ],
  })
    .sort({ startedAt: -1 })
    .limit(5)
    .lean<Broadcast[]>()
    .exec();

export const listIdsOfOa = async (unitCode: string): Promise<Types.ObjectId[]> =>
  (await BroadcastModel.find({ unitCode }, { _id: 1 }).lean<{ _id: Types.ObjectId }[]>().exec()).map((row) => row._id);

/** Counts something a person did once per person: `mark` is a keyed hash. Returns whether it was new. */
export async function countOnce(id: string, what: "acted" | "left", mark: string, now: Date): Promise<boolean> {
  const done = await AcknowledgementModel.updateOne(
    { _id: `${id}:${what}:${mark}` },
    { $setOnInsert: { at: now } },
    { upsert: true },
  );
  if (done.upsertedCount === 0) return false;
  await BroadcastModel.updateOne({ _id: id }, { $inc: { [what]: 1 } });
  return true;
}

/** Ended about a day ago and not yet looked at for missing receipts. */
export const listUnchecked = (before: Date): Promise<BroadcastHead[]> =>
  BroadcastModel.find(
    { finishedAt: { $lt: before, $gte: new Date(before.getTime() - days(7)) }, withoutReceipt: null },
    WITHOUT_TEXT,
  )
    .limit(100)
    .lean<BroadcastHead[]>()
    .exec();
