import { isValidObjectId } from "mongoose";
import {
  type FrameCampaign,
  FrameMarkModel,
  FrameModel,
  FramePictureModel,
  type FrameState,
  type FrameWish,
  FrameWishModel,
} from "./frame.model.ts";
import { within, type Whose } from "../kernel/scope.ts";

/** A campaign without its master, which is read only where it is drawn. */
export type FrameHead = Omit<FrameCampaign, "master">;

export const findFrame = async (id: string): Promise<FrameHead | null> =>
  isValidObjectId(id) ? FrameModel.findById(id, { master: 0 }).lean<FrameHead>().exec() : null;
export const listFrames = (units: readonly string[], states: readonly FrameState[]): Promise<FrameHead[]> =>
  FrameModel.find({ unitCode: { $in: units }, state: { $in: states } }, { master: 0 })
    .sort({ endsAt: -1 })
    .limit(100)
    .lean<FrameHead[]>()
    .exec();
/** Published ones whose time runs. */
export const listRunning = (units: readonly string[], now: Date): Promise<FrameHead[]> =>
  FrameModel.find(
    { unitCode: { $in: units }, state: "published", startsAt: { $lte: now }, endsAt: { $gt: now } },
    { master: 0 },
  )
    .sort({ endsAt: 1 })
    .limit(20)
    .lean<FrameHead[]>()
    .exec();
export const addFrame = async (frame: Omit<FrameCampaign, "_id">): Promise<string> =>
  String((await FrameModel.create(frame))._id);
export const changeFrame = async (
  whose: Whose,
  id: string,
  from: readonly FrameState[],
  change: Partial<Omit<FrameCampaign, "_id">>,
): Promise<boolean> =>
  (
    await FrameModel.updateOne(
      { _id: id, unitCode: within(whose), state: { $in: from } },
      { $set: change, $inc: { revision: 1 } },
    )
  ).matchedCount === 1;
/** The one write of an approval, over exactly what was read. */
export const decideFrame = async (
  frame: Pick<FrameHead, "_id" | "revision">,
  approval: Pick<FrameCampaign, "approved" | "countKey" | "updatedAt">,
): Promise<boolean> =>
  (
    await FrameModel.updateOne(
      { _id: frame._id, state: "waiting", revision: frame.revision ?? null },
      { $set: { state: "published", ...approval }, $inc: { revision: 1 } },
    )
  ).modifiedCount === 1;
export async function readMaster(id: string): Promise<Buffer> {
  const found = await FrameModel.findById(id, { master: 1 }).exec();
  return Buffer.from(found?.master ?? []);
}

export async function findDrawn(id: string): Promise<Buffer | undefined> {
  const found = await FramePictureModel.findById(id).exec();
  return found ? Buffer.from(found.bytes) : undefined;
}
export const keepDrawn = async (id: string, campaignId: string, bytes: Buffer): Promise<void> =>
  void (await FramePictureModel.updateOne({ _id: id }, { $setOnInsert: { campaignId, bytes } }, { upsert: true }));

/** True for the first time a mark comes. */
export async function addMark(mark: string, campaignId: string): Promise<boolean> {
  const done = await FrameMarkModel.updateOne({ _id: mark }, { $setOnInsert: { campaignId } }, { upsert: true });
  return done.upsertedCount === 1;
}
export const countUp = async (id: string, what: "people" | "phones"): Promise<void> =>
  void (await FrameModel.updateOne({ _id: id }, { $inc: { [what]: 1 } }));
export const listOver = (before: Date): Promise<FrameHead[]> =>
  FrameModel.find({ countKey: { $gt: "" }, endsAt: { $lt: before } }, { master: 0 })
    .limit(100)
    .lean<FrameHead[]>()
    .exec();
/** Marks and their key go; the numbers stay. */
export async function forgetMarks(id: string): Promise<void> {
  await FrameMarkModel.deleteMany({ campaignId: id });
  await FrameModel.updateOne({ _id: id }, { $set: { countKey: "" } });
}

export const addWish = async (wish: FrameWish): Promise<void> =>
  void (await FrameWishModel.updateOne({ _id: wish._id }, { $setOnInsert: wish }, { upsert: true }));
export const findWish = (id: string): Promise<FrameWish | null> => FrameWishModel.findById(id).lean<FrameWish>().exec();
/** True for the one run that may send the answer. */
export const claimWish = async (id: string): Promise<boolean> =>
  (await FrameWishModel.updateOne({ _id: id, state: "waiting" }, { $set: { state: "sending" } })).modifiedCount === 1;
export const dropWish = async (id: string): Promise<void> => void (await FrameWishModel.deleteOne({ _id: id }));
export const dropWishesOf = async (oaId: string, userId: string): Promise<void> =>
  void (await FrameWishModel.deleteMany({ oaId, userId }));
export const listWaitingWishes = async (before: Date): Promise<string[]> =>
  (
    await FrameWishModel.find({ state: "waiting", at: { $lt: before } }, { _id: 1 })
      .limit(200)
      .lean()
      .exec()
  ).map((row) => row._id);

/** Keys that count makers and addresses of photos that wait, under a new key. Returns how many. */
export async function resealFrames(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for await (const row of FrameModel.find({ countKey: { $gt: "" } }, { countKey: 1 })
    .lean<Pick<FrameCampaign, "_id" | "countKey">>()
    .cursor()) {
    await FrameModel.updateOne({ _id: row._id }, { $set: { countKey: again(row.countKey) } });
    n += 1;
  }
  for await (const row of FrameWishModel.find().lean<FrameWish>().cursor()) {
    await FrameWishModel.updateOne({ _id: row._id }, { $set: { url: again(row.url) } });
    n += 1;
  }
  return n;
}
