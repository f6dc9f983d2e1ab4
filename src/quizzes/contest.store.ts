import { isValidObjectId } from "mongoose";
import {
  type Contest,
  ContestModel,
  type ContestState,
  type ContestVersion,
  ContestVersionModel,
  type Frozen,
} from "./contest.model.ts";

export const findContest = async (id: string): Promise<Contest | null> =>
  isValidObjectId(id) ? ContestModel.findById(id).lean<Contest>().exec() : null;
export const listContests = (units: readonly string[], states: readonly ContestState[]): Promise<Contest[]> =>
  ContestModel.find({ unitCode: { $in: units }, state: { $in: states } })
    .sort({ updatedAt: -1 })
    .limit(200)
    .lean<Contest[]>()
    .exec();
/** Contests that residents can see: with a frozen version, whatever is being edited. */
export const listPublished = (units: readonly string[]): Promise<Contest[]> =>
  ContestModel.find({ unitCode: { $in: units }, version: { $gt: 0 } })
    .sort({ updatedAt: -1 })
    .limit(50)
    .lean<Contest[]>()
    .exec();
/** Ids and newest versions of all that residents can see, or could. */
export const listAllPublished = (): AsyncIterable<Pick<Contest, "_id" | "version">> =>
  ContestModel.find({ version: { $gt: 0 } }, { version: 1 })
    .lean<Pick<Contest, "_id" | "version">>()
    .cursor({ batchSize: 500 });
export const addContest = async (contest: Omit<Contest, "_id">): Promise<string> =>
  String((await ContestModel.create(contest))._id);
/** Writes fields while the contest is in one of these states; false when it is not. */
export const changeContest = async (
  unitCode: string,
  id: string,
  from: readonly ContestState[],
  change: Partial<Omit<Contest, "_id">>,
): Promise<boolean> =>
  (await ContestModel.updateOne({ _id: id, unitCode, state: { $in: from } }, { $set: change })).matchedCount === 1;
export const findByOrganiserCode = (code: string): Promise<Contest | null> =>
  ContestModel.findOne({ organiserCode: code }).lean<Contest>().exec();

/** Writes a version once; false when it is there. */
export async function addVersion(version: ContestVersion): Promise<boolean> {
  const done = await ContestVersionModel.updateOne({ _id: version._id }, { $setOnInsert: version }, { upsert: true });
  return done.upsertedCount === 1;
}
export const listVersions = (contestId: string): Promise<ContestVersion[]> =>
  ContestVersionModel.find({ contestId }).sort({ n: 1 }).lean<ContestVersion[]>().exec();

/** Whether any approved version names this address. */
export const isInVersion = async (address: string): Promise<boolean> =>
  (await ContestVersionModel.exists({ frozen: { $regex: address } })) !== null;

export interface FrozenVersion extends Omit<ContestVersion, "frozen"> {
  frozen: Frozen;
}
const cache = new Map<string, { at: number; versions: FrozenVersion[] }>();
const FRESH_MS = 5000;

/**
 * All versions of a contest, read at most every five seconds by one process: a version never changes, and one that is
 * seconds old holds for no turn yet.
 */
export async function frozenVersions(contestId: string): Promise<FrozenVersion[]> {
  const kept = cache.get(contestId);
  if (kept && Date.now() - kept.at < FRESH_MS) return kept.versions;
  const versions = (await listVersions(contestId)).map((version) => ({
    ...version,
    frozen: JSON.parse(version.frozen) as Frozen,
  }));
  if (cache.size > 500) cache.clear();
  cache.set(contestId, { at: Date.now(), versions });
  return versions;
}
/** After a version was added by this very process. */
export const forgetVersions = (contestId: string): void => void cache.delete(contestId);
