import { termsOf } from "../kernel/search-terms.ts";
import { type Citizen, CitizenModel, type PersonAt } from "./citizen.model.ts";
import { ConsentModel } from "./consent.model.ts";

/** Queries on which rows are one person. */

/** Every address a person has or had, the present one first. */
export const addressesOf = ({
  oaId,
  userId,
  formerIds,
}: Pick<Citizen, "oaId" | "userId" | "formerIds">): PersonAt[] => [{ oaId, userId }, ...(formerIds ?? [])];

/** Whom an address means today, whether it is the present or a former one. */
export async function findByAddress(oaId: string, userId: string): Promise<Citizen | null> {
  const present = await CitizenModel.findOne({ oaId, userId }).lean<Citizen>().exec();
  if (present) return present;
  const formerIds = { $elemMatch: { oaId, userId } };
  return CitizenModel.findOne({ "formerIds.userId": userId, formerIds }).lean<Citizen>().exec();
}

/** Of these ids, the ones somebody had before: they are nobody new. */
export async function listFormer(oaId: string, userIds: string[]): Promise<Set<string>> {
  const rows = await CitizenModel.find({ "formerIds.userId": { $in: userIds } }, { formerIds: 1 })
    .lean<Pick<Citizen, "formerIds">[]>()
    .exec();
  return new Set(
    rows.flatMap((row) => (row.formerIds ?? []).filter((one) => one.oaId === oaId).map((one) => one.userId)),
  );
}

export const findAtAnyOa = (oaIds: string[], userId: string): Promise<Citizen[]> =>
  CitizenModel.find({ oaId: { $in: oaIds }, userId })
    .lean<Citizen[]>()
    .exec();

/** Ties a row to the person Zalo named, unless it is tied already. Returns whether it is that person's now. */
export async function tieToApp(row: Pick<Citizen, "_id">, userIdByApp: string): Promise<boolean> {
  await CitizenModel.updateOne({ _id: row._id, userIdByApp: "" }, { $set: { userIdByApp } });
  return (await CitizenModel.exists({ _id: row._id, userIdByApp })) !== null;
}

/** What somebody last said about each topic under an address; nothing where nothing was said. */
export async function lastWords(at: PersonAt): Promise<Map<string, boolean>> {
  const rows = await ConsentModel.find({ ...at, purpose: /^topic:/ }, { purpose: 1, given: 1 })
    .sort({ at: 1 })
    .limit(1000)
    .lean<{ purpose: string; given: boolean }[]>()
    .exec();
  return new Map(rows.map(({ purpose, given }) => [purpose.slice("topic:".length), given]));
}

/** What two rows come to. */
export interface JoinedFacts {
  set: Partial<Citizen>;
  /** times of which the later one stays: they move on without a word of the person's */
  latest: Partial<Pick<Citizen, "lastInteractionAt" | "stopAskedAt">>;
  /** ids to be remembered besides those there are */
  formerIds: PersonAt[];
}

/** Writes the joined facts over exactly the row they were made from; false when it has changed since. */
export async function joinInto(kept: Citizen, { set, latest, formerIds }: JoinedFacts): Promise<boolean> {
  const { _id, receivingChangedAt, followChangedAt, topics, displayName } = kept;
  const done = await CitizenModel.updateOne(
    { _id, receivingChangedAt, followChangedAt, topics, displayName },
    {
      $set: set.displayName === undefined ? set : { ...set, nameTerms: termsOf(set.displayName) },
      ...(Object.keys(latest).length > 0 ? { $max: latest } : {}),
      $addToSet: { formerIds: { $each: formerIds } },
    },
  );
  return done.matchedCount === 1;
}

/** Takes away exactly the row that was joined; false when anything of it has changed since. */
export async function dropJoined(gone: Citizen): Promise<boolean> {
  const { _id, receivingChangedAt, followChangedAt, topics, displayName } = gone;
  const { lastInteractionAt, stopAskedAt, formerIds = [] } = gone;
  const done = await CitizenModel.deleteOne({
    _id,
    receivingChangedAt,
    followChangedAt,
    topics,
    displayName,
    lastInteractionAt,
    stopAskedAt,
    // former ids are only ever added
    [`formerIds.${formerIds.length}`]: { $exists: false },
  });
  return done.deletedCount === 1 || (await CitizenModel.exists({ _id })) === null;
}

export const findRow = (row: Pick<Citizen, "_id">): Promise<Citizen | null> =>
  CitizenModel.findById(row._id).lean<Citizen>().exec();
