import { Types } from "mongoose";
import { sha256Hex } from "../kernel/crypto.ts";
import { type BroadcastHead, BroadcastModel, type Broadcast } from "./broadcast.model.ts";
import { WITHOUT_TEXT } from "./broadcast.store.ts";

export const listOfParent = (parentId: string): Promise<BroadcastHead[]> =>
  BroadcastModel.find({ parentId }, WITHOUT_TEXT).limit(1000).lean<BroadcastHead[]>().exec();

/** What hangs below a broadcast, at any depth: a department's units, and the articles of emergencies. */
export async function* partsOf(id: string): AsyncGenerator<BroadcastHead> {
  for (const part of await listOfParent(id)) {
    yield part;
    // only an emergency that goes as an article as well has a part of its own
    if (part.alsoArticle) yield* partsOf(String(part._id));
  }
}

const childId = (parentId: string, unitCode: string): Types.ObjectId =>
  new Types.ObjectId(sha256Hex(`${parentId}:${unitCode}`).slice(0, 24));

export const isMade = async (parentId: string, unitCode: string): Promise<boolean> =>
  (await BroadcastModel.exists({ _id: childId(parentId, unitCode) })) !== null;

/** Emergencies with an article that started since a moment and that nobody holds or ended. */
export const listUrgentWithArticle = (since: Date): Promise<Broadcast[]> =>
  BroadcastModel.find({
    state: { $in: ["sending", "done", "done-with-errors"] },
    startedAt: { $ne: null },
    dueAt: { $gte: since },
    alsoArticle: true,
  })
    .limit(500)
    .lean<Broadcast[]>()
    .exec();

/**
 * A unit's part of a department's action, once: the id follows from both, so that two who hand it on at the same time
 * make one. Returns its id when it was made here.
 */
export async function createChild(child: Omit<Broadcast, "_id">): Promise<string | undefined> {
  const _id = childId(child.parentId, child.unitCode);
  const done = await BroadcastModel.updateOne({ _id }, { $setOnInsert: child }, { upsert: true });
  return done.upsertedId ? String(_id) : undefined;
}
