import type { AllowedPlace } from "./allowed.ts";
import { GateQuestionModel, type Place, PlaceModel, type PlaceState } from "./place.model.ts";

/** The only queries on allowed places and on what the gate asked. */
export const findPlace = (id: string): Promise<Place | null> => PlaceModel.findById(id).lean<Place>().exec();

export const listPlaces = (unitCodes: readonly string[]): Promise<Place[]> =>
  PlaceModel.find({ unitCode: { $in: unitCodes } })
    .sort({ proposedAt: -1 })
    .limit(500)
    .lean<Place[]>()
    .exec();

export const listAllowed = (unitCodes: readonly string[]): Promise<AllowedPlace[]> =>
  PlaceModel.find({ unitCode: { $in: unitCodes }, state: "approved" }, { host: 1, path: 1, _id: 0 })
    .limit(1000)
    .lean<AllowedPlace[]>()
    .exec();

/** False when the place waits or is approved already; one that was refused or withdrawn may be proposed again. */
export async function putProposal(
  place: Pick<Place, "_id" | "unitCode" | "host" | "path" | "why" | "proposedBy" | "proposedAt">,
): Promise<boolean> {
  const { _id, ...fields } = place;
  const fresh = { ...fields, state: "proposed" as const, decidedBy: null, decidedAt: null, allowed: null, reason: "" };
  try {
    const done = await PlaceModel.updateOne(
      { _id, state: { $in: ["refused", "withdrawn"] } },
      { $set: fresh, $inc: { revision: 1 } },
      { upsert: true },
    );
    return done.modifiedCount + done.upsertedCount === 1;
  } catch (error) {
    if ((error as { code?: unknown }).code === 11_000) return false;
    throw error;
  }
}

/** Opens a place, in one write over every word that was read. */
export const decideAllowed = async (place: Place, allowed: NonNullable<Place["allowed"]>): Promise<boolean> => {
  const { _id, revision, unitCode, host, path, why } = place;
  const { by: decidedBy, at: decidedAt } = allowed;
  const done = await PlaceModel.updateOne(
    { _id, revision, unitCode, host, path, why, state: "proposed" },
    { $set: { state: "approved", allowed, decidedBy, decidedAt, reason: "" }, $inc: { revision: 1 } },
  );
  return done.modifiedCount === 1;
};

/** One write, only over what was looked at. */
export async function movePlace(
  id: string,
  from: PlaceState,
  revision: number,
  change: Pick<Place, "state" | "decidedBy" | "decidedAt" | "reason">,
): Promise<boolean> {
  const done = await PlaceModel.updateOne({ _id: id, state: from, revision }, { $set: change, $inc: { revision: 1 } });
  return done.modifiedCount === 1;
}

/** Writes the question down; true when it was there already, that is when it is being answered. */
export async function askedBefore(key: string, at: Date): Promise<boolean> {
  const done = await GateQuestionModel.updateOne({ _id: key }, { $setOnInsert: { at } }, { upsert: true });
  return done.upsertedCount === 0;
}
