import { isValidObjectId } from "mongoose";
import { type Draft, DraftModel, type DraftState, type DraftVersion, DraftVersionModel } from "./draft.model.ts";
import type { Position } from "./position.ts";

/** The only queries on drafts and their versions. */
export const createDraft = async (draft: Omit<Draft, "_id">): Promise<string> =>
  String((await DraftModel.create(draft))._id);

export const findDraft = async (id: string): Promise<Draft | null> =>
  isValidObjectId(id) ? DraftModel.findById(id).lean<Draft>().exec() : null;

export const findOwnDraft = async (unitCode: string, id: string): Promise<Draft | null> =>
  isValidObjectId(id) ? DraftModel.findOne({ _id: id, unitCode }).lean<Draft>().exec() : null;

export const listDrafts = (unitCode: string, states: DraftState[]): Promise<Draft[]> =>
  DraftModel.find({ unitCode, state: { $in: states } })
    .sort({ createdAt: -1 })
    .limit(200)
    .lean<Draft[]>()
    .exec();

export async function saveDraftFields(id: string, from: DraftState[], fields: Partial<Draft>): Promise<boolean> {
  return (await DraftModel.updateOne({ _id: id, state: { $in: from } }, { $set: fields })).matchedCount === 1;
}

export const countNotComment = async (id: string): Promise<void> =>
  void (await DraftModel.updateOne({ _id: id }, { $inc: { notComments: 1 } }));

/**
 * Stores the next version; of two who store at the same time one gets `false`. The text first: a draft never names a
 * version that is not there, and what a cut left without its draft is put in its place by the next try.
 */
export async function addVersion(version: Omit<DraftVersion, "_id">): Promise<boolean> {
  const { draftId, n } = version;
  const waits = { _id: draftId, newest: n - 1, state: { $ne: "sealed" as const } };
  if (!(await DraftModel.exists(waits))) return false;
  await DraftVersionModel.updateOne({ draftId, n }, { $set: version }, { upsert: true });
  return (await DraftModel.updateOne(waits, { $set: { newest: n } })).modifiedCount === 1;
}

export const findVersion = (draftId: string, n: number): Promise<DraftVersion | null> =>
  DraftVersionModel.findOne({ draftId, n }).lean<DraftVersion>().exec();

export const listVersions = (draftId: string): Promise<Omit<DraftVersion, "positions">[]> =>
  DraftVersionModel.find({ draftId }, { positions: 0 }).sort({ n: 1 }).limit(100).lean<DraftVersion[]>().exec();

/** Places of every version before the n-th, the newest first. */
export async function listEarlierPositions(draftId: string, n: number): Promise<Position[][]> {
  const versions = await DraftVersionModel.find({ draftId, n: { $lt: n } }, { positions: 1 })
    .sort({ n: -1 })
    .lean<Pick<DraftVersion, "positions">[]>()
    .exec();
  return versions.map((one) => one.positions);
}

/** What an editor changed in a version nobody has seen yet. */
export async function saveVersionFields(draftId: string, n: number, fields: Partial<DraftVersion>): Promise<void> {
  await DraftVersionModel.updateOne({ draftId, n }, { $set: fields });
}

/** Drafts whose newest version changed places that people commented on, and who signed was not told yet. */
export const listTelling = (): Promise<Draft[]> =>
  DraftModel.find({ telling: { $gt: 0 } })
    .limit(100)
    .lean<Draft[]>()
    .exec();
export const endTelling = async (id: string, n: number): Promise<void> =>
  void (await DraftModel.updateOne({ _id: id, telling: n }, { $set: { telling: 0 } }));
