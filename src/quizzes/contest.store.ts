import { isValidObjectId } from "mongoose";
import {
  type Contest,
  ContestModel,
  type ContestState,
  type ContestVersion,
  ContestVersionModel,
  type Exclusion,
  type Frozen,
} from "./contest.model.ts";
import { within, type Whose } from "../kernel/scope.ts";

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
/**
 * Writes fields while the contest is in one of these states; false when it is not.
 * @param read as it was when what is written was made from it
 */
export const changeContest = async (
  whose: Whose,
  id: string,
  from: readonly ContestState[],
  change: Partial<Omit<Contest, "_id">>,
  read?: Pick<Contest, "revision">,
): Promise<boolean> => {
  const asRead = {
    _id: id,
    unitCode: within(whose),
    state: { $in: from },
    ...(read ? { revision: read.revision ?? null } : {}),
  };
  return (await ContestModel.updateOne(asRead, { $set: change, $inc: { revision: 1 } })).matchedCount === 1;
};

/** The one write of an approval: it carries what is frozen, over exactly the contest that was read. */
export const decideContest = async (
  contest: Pick<Contest, "_id" | "revision">,
  newest: NonNullable<Contest["newest"]>,
): Promise<boolean> =>
  (
    await ContestModel.updateOne(
      { _id: contest._id, state: "waiting", revision: contest.revision ?? null },
      {
        $set: { state: "published", version: newest.n, newest, versionDue: true, updatedAt: newest.at },
        $inc: { revision: 1 },
      },
    )
  ).modifiedCount === 1;

/** Somebody is left out, in one write; by an officer only as long as no winner of the contest is named. */
export async function decideExclusion(
  contest: Pick<Contest, "_id" | "exclusions">,
  left: Exclusion,
  last?: NonNullable<Contest["lastExclusion"]>,
): Promise<boolean> {
  const open = last ? { exclusions: contest.exclusions ?? null, "winnersOf.0": { $exists: false } } : {};
  const done = await ContestModel.updateOne(
    { _id: contest._id, ...open },
    {
      $inc: { exclusions: 1 },
      $push: { excluding: left },
      $set: { resultsDue: true, ...(last ? { lastExclusion: last } : {}) },
    },
  );
  return done.modifiedCount === 1;
}
/** Winners of a round are named, in one write over everybody who was left out when they were read. */
export const decideWinners = async (
  contest: Pick<Contest, "_id" | "exclusions">,
  winners: NonNullable<Contest["winnersOf"]>[number],
): Promise<boolean> =>
  (
    await ContestModel.updateOne(
      { _id: contest._id, exclusions: contest.exclusions ?? null, "winnersOf.round": { $ne: winners.round } },
      { $push: { winnersOf: winners }, $set: { resultsDue: true } },
    )
  ).modifiedCount === 1;
export async function listResultsDue(before: Date): Promise<string[]> {
  const none = { $not: { $gt: before } };
  const due = { resultsDue: true, "excluding.at": none, "winnersOf.at": none };
  return (await ContestModel.find(due, { _id: 1 }).limit(100).lean().exec()).map((row) => String(row._id));
}
/** Only if nothing came on top of what was settled. */
export const noteResultsDone = async ({ _id, exclusions, winnersOf }: Contest): Promise<void> =>
  void (await ContestModel.updateOne(
    {
      _id,
      exclusions: exclusions ?? null,
      // a contest made before winners were decided here has no such list, which `$size: 0` does not match
      [`winnersOf.${winnersOf?.length ?? 0}`]: { $exists: false },
    },
    { $set: { excluding: [] }, $unset: { resultsDue: 1 } },
  ));

/** Contests whose newest version does not stand among the versions yet. */
export const listVersionsDue = async (before: Date): Promise<string[]> =>
  (
    await ContestModel.find({ versionDue: true, "newest.at": { $lte: before } }, { _id: 1 })
      .limit(100)
      .lean()
      .exec()
  ).map((row) => String(row._id));
/** What stood under this number without ever being decided is overwritten. */
export const storeVersion = async ({ _id, ...version }: ContestVersion): Promise<void> =>
  void (await ContestVersionModel.updateOne({ _id }, { $set: version }, { upsert: true }));
export const noteStored = async (id: string, n: number): Promise<void> =>
  void (await ContestModel.updateOne(
    { _id: id, version: n, versionDue: true },
    { $set: { "newest.frozen": "" }, $unset: { versionDue: 1 } },
  ));

/** The decided versions of a contest, first to last: never one beyond what the contest itself says is decided. */
export async function listVersions(contestId: string): Promise<ContestVersion[]> {
  const contest = await ContestModel.findById(contestId, { version: 1, newest: 1 })
    .lean<Pick<Contest, "version" | "newest">>()
    .exec();
  if (!contest) return [];
  const stored = await ContestVersionModel.find({ contestId, n: { $lte: contest.version } })
    .sort({ n: 1 })
    .lean<ContestVersion[]>()
    .exec();
  const { newest } = contest;
  return newest && newest.frozen !== "" ? [...stored.filter((one) => one.n !== newest.n), newest] : stored;
}

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
 * @param newest number of the newest version, where it has just been read: then nothing older is answered
 */
export async function frozenVersions(contestId: string, newest = 0): Promise<FrozenVersion[]> {
  const kept = cache.get(contestId);
  const fresh = kept && performance.now() - kept.at < FRESH_MS && (kept.versions.at(-1)?.n ?? 0) >= newest;
  if (fresh) return kept.versions;
  const versions = (await listVersions(contestId)).map((version) => ({
    ...version,
    frozen: JSON.parse(version.frozen) as Frozen,
  }));
  if (cache.size > 500) cache.clear();
  cache.set(contestId, { at: performance.now(), versions });
  return versions;
}
/** After a version was added by this very process. */
export const forgetVersions = (contestId: string): void => void cache.delete(contestId);

/** Questions of rounds that are not over, as contests are edited. */
export async function listEditedQuestions(now: Date): Promise<string[]> {
  const rows = await ContestModel.find({ "rounds.closesAt": { $gt: now } }, { rounds: 1 })
    .lean()
    .exec();
  return rows.flatMap(({ rounds }) => rounds.flatMap((round) => (round.closesAt > now ? round.questionIds : [])));
}
