import { randomInt } from "node:crypto";
import { type AnyBulkWriteOperation, Types } from "mongoose";
import { days } from "../kernel/clock.ts";
import { startOfDay } from "../kernel/dates.ts";
import { startsWith, termsOf } from "../kernel/search-terms.ts";
import { type AudienceRule, audienceFilter } from "./audience.ts";
import { type Citizen, CitizenModel } from "./citizen.model.ts";
import { type Consent, ConsentModel } from "./consent.model.ts";
import { listFormer } from "./one-person.store.ts";

const EPOCH = new Date(0);
/** What is true of somebody nothing is known of yet. */
const NEWCOMER = {
  isFollower: false,
  followChangedAt: EPOCH,
  receiving: true,
  receivingChangedAt: EPOCH,
  language: "vi",
  topics: [],
  displayName: "",
};

/** The only queries on residents and their consents. */
export const findCitizen = (oaId: string, userId: string): Promise<Citizen | null> =>
  CitizenModel.findOne({ oaId, userId }).lean<Citizen>().exec();

/** What the sender asks at the moment of sending, for a handful of people at once. */
export type SendFacts = Pick<
  Citizen,
  "userId" | "isFollower" | "receiving" | "receivingChangedAt" | "stopAskedAt" | "lastInteractionAt"
>;
const SEND_FACTS = {
  _id: 0,
  userId: 1,
  isFollower: 1,
  receiving: 1,
  receivingChangedAt: 1,
  stopAskedAt: 1,
  lastInteractionAt: 1,
} as const;
export async function readSendFacts(oaId: string, userIds: string[]): Promise<Map<string, SendFacts>> {
  const rows = await CitizenModel.find({ oaId, userId: { $in: userIds } }, SEND_FACTS)
    .lean<SendFacts[]>()
    .exec();
  return new Map(rows.map((row) => [row.userId, row]));
}

/**
 * Makes sure the person is known; notes an interaction, whatever order events come in.
 * @param refused said DUNG before everything was deleted: whoever comes back is not written to until NHAN
 */
export async function noteInteraction(
  person: { oaId: string; userId: string; userIdByApp: string; unitCode: string },
  at: Date,
  refused = false,
): Promise<Citizen> {
  const { oaId, userId, unitCode, userIdByApp } = person;
  const saved = await CitizenModel.findOneAndUpdate(
    { oaId, userId },
    {
      $max: { lastInteractionAt: at },
      $set: userIdByApp ? { userIdByApp } : {},
      $setOnInsert: { unitCode, ...NEWCOMER, receiving: !refused, createdAt: at },
    },
    { upsert: true, returnDocument: "after" },
  )
    .lean<Citizen>()
    .exec();
  return saved;
}

/** How far back a quiet interaction is put at most, in days: a day of the reply window is left at least. */
const QUIET_DAYS = 6;

/**
 * Somebody did something of which nothing is kept: opened an anonymous dialogue, looked into the chat. Who is known moves
 * to the beginning of a day drawn by lot among the last six, so that the reply window stays open and neither hour nor day
 * tells when it was; who is not known stays unknown. Never later than it was: Zalo's window is not claimed longer.
 */
export async function noteQuietly(oaId: string, userId: string, at: Date): Promise<void> {
  const day = startOfDay(new Date(at.getTime() - days(randomInt(QUIET_DAYS))));
  await CitizenModel.updateOne({ oaId, userId }, { $max: { lastInteractionAt: day } });
}

/** Somebody nothing is known of, for as long as a message is handled. */
export const stranger = (person: Pick<Citizen, "oaId" | "userId" | "userIdByApp" | "unitCode">, at: Date): Citizen => ({
  ...NEWCOMER,
  ...person,
  _id: new Types.ObjectId(),
  followedAt: null,
  lastInteractionAt: null,
  stopAskedAt: null,
  createdAt: at,
});

/** A follow or unfollow counts only if it is newer than the last one that counted. Returns whether it did. */
export async function noteFollow(
  person: { oaId: string; userId: string; userIdByApp: string; unitCode: string },
  follows: boolean,
  at: Date,
  refused = false,
): Promise<boolean> {
  await CitizenModel.updateOne(
    { oaId: person.oaId, userId: person.userId },
    {
      $setOnInsert: { ...person, ...NEWCOMER, receiving: !refused, createdAt: at },
    },
    { upsert: true },
  );
  const done = await CitizenModel.updateOne(
    { oaId: person.oaId, userId: person.userId, followChangedAt: { $lt: at } },
    {
      $set: {
        isFollower: follows,
        followChangedAt: at,
        ...(follows ? { followedAt: at } : {}),
        ...(person.userIdByApp ? { userIdByApp: person.userIdByApp } : {}),
      },
    },
  );
  return done.modifiedCount === 1;
}

/** DUNG or NHAN: the newest word counts. */
export async function setReceiving(oaId: string, userId: string, receiving: boolean, at: Date): Promise<boolean> {
  const done = await CitizenModel.updateOne(
    { oaId, userId, receivingChangedAt: { $lt: at } },
    { $set: { receiving, receivingChangedAt: at } },
  );
  return done.modifiedCount === 1;
}

/** The person was asked whether to stop: until DUNG or NHAN is said nothing that is not urgent leaves. */
export async function noteStopAsked(oaId: string, userId: string, at: Date): Promise<void> {
  await CitizenModel.updateOne({ oaId, userId }, { $max: { stopAskedAt: at } });
}

export async function setTopic(oaId: string, userId: string, topic: string, chosen: boolean): Promise<void> {
  await CitizenModel.updateOne(
    { oaId, userId },
    chosen ? { $addToSet: { topics: topic } } : { $pull: { topics: topic } },
  );
}

export async function setDisplayName(oaId: string, userId: string, displayName: string): Promise<void> {
  await CitizenModel.updateOne({ oaId, userId }, { $set: { displayName, nameTerms: termsOf(displayName) } });
}

/** People whose name has all of these words, marks or not; the index is asked, not the audience. */
export const findByName = (oaId: string, words: readonly string[]): Promise<Pick<Citizen, "oaId" | "userId">[]> =>
  CitizenModel.find({ oaId, $and: words.map((word) => ({ nameTerms: startsWith(word) })) }, { oaId: 1, userId: 1 })
    .limit(200)
    .lean<Citizen[]>()
    .exec();

/** Appends a consent row; the same event and purpose only once. */
export async function addConsent(consent: Omit<Consent, "_id">): Promise<void> {
  await ConsentModel.updateOne(
    { eventKey: consent.eventKey, purpose: consent.purpose },
    { $setOnInsert: consent },
    { upsert: true },
  );
}

export const listConsents = (oaId: string, userId: string): Promise<Consent[]> =>
  ConsentModel.find({ oaId, userId }).sort({ at: 1 }).limit(500).lean<Consent[]>().exec();

/** Followers as Zalo lists them; known people keep what they chose. Returns how many were new. */
export async function addFollowers(
  oaId: string,
  unitCode: string,
  userIds: string[],
  lastInteractionAt: Date | null,
  now: Date,
  refused: ReadonlySet<string> = new Set(),
): Promise<number> {
  if (userIds.length === 0) return 0;
  const known = await CitizenModel.find({ oaId, userId: { $in: userIds } }, { userId: 1, isFollower: 1 })
    .lean<Citizen[]>()
    .exec();
  const knownIds = new Set(known.map((citizen) => citizen.userId));
  const former = await listFormer(oaId, userIds);
  const fresh = userIds.filter((userId) => !knownIds.has(userId) && !former.has(userId));
  const writes: AnyBulkWriteOperation<Citizen>[] = fresh.map((userId) => ({
    updateOne: {
      filter: { oaId, userId },
      update: {
        $setOnInsert: {
          ...NEWCOMER,
          receiving: !refused.has(userId),
          unitCode,
          userIdByApp: "",
          isFollower: true,
          followedAt: null,
          lastInteractionAt,
          createdAt: now,
        },
      },
      upsert: true,
    },
  }));
  if (writes.length > 0) await CitizenModel.bulkWrite(writes, { ordered: false });
  const gone = known.filter((citizen) => !citizen.isFollower).map((citizen) => citizen.userId);
  if (gone.length > 0)
    await CitizenModel.updateMany(
      { oaId, userId: { $in: gone }, followChangedAt: EPOCH },
      { $set: { isFollower: true } },
    );
  if (lastInteractionAt && knownIds.size > 0)
    await CitizenModel.updateMany({ oaId, userId: { $in: [...knownIds] } }, { $max: { lastInteractionAt } });
  return fresh.length;
}

/** Streams the people of an audience in the order of their ids, from behind `after` on; nothing holds them all. */
export async function* streamAudience(oaId: string, rule: AudienceRule, after = ""): AsyncGenerator<SendFacts> {
  const cursor = CitizenModel.find({ ...audienceFilter(oaId, rule), userId: { $gt: after } }, SEND_FACTS)
    .sort({ userId: 1 })
    .lean<SendFacts>()
    .cursor({ batchSize: 1000 });
  for await (const person of cursor) yield person;
}

/** Who began to follow since then. */
export const countNewFollowers = (oaId: string, since: Date): Promise<number> =>
  CitizenModel.countDocuments({ oaId, isFollower: true, followedAt: { $gte: since } });

/** Where somebody is or was known, at however many OAs. */
export const findByAppUser = (userIdByApp: string): Promise<Pick<Citizen, "oaId" | "userId">[]> =>
  CitizenModel.find({ userIdByApp }, { oaId: 1, userId: 1 }).lean<Citizen[]>().exec();

/** Everything the OAs know of somebody Zalo vouched for. */
export const listByAppUser = (userIdByApp: string): Promise<Citizen[]> =>
  userIdByApp === "" ? Promise.resolve([]) : CitizenModel.find({ userIdByApp }).limit(200).lean<Citizen[]>().exec();

export async function eraseCitizen(oaId: string, userId: string): Promise<void> {
  await CitizenModel.deleteOne({ oaId, userId });
  await ConsentModel.deleteMany({ oaId, userId });
}

export const findCitizenById = (id: string): Promise<Citizen | null> =>
  CitizenModel.findById(id).lean<Citizen>().exec();

/** Names for a list of conversations. */
export async function readNames(oaId: string, userIds: string[]): Promise<Map<string, string>> {
  const rows = await CitizenModel.find({ oaId, userId: { $in: userIds } }, { userId: 1, displayName: 1 })
    .lean<Citizen[]>()
    .exec();
  return new Map(rows.map((row) => [row.userId, row.displayName]));
}

/** People of an OA: who follows it, and who asked for silence. */
export async function countOfOa(oaId: string): Promise<{ followers: number; refusing: number }> {
  const [followers, refusing] = await Promise.all([
    CitizenModel.countDocuments({ oaId, isFollower: true }),
    CitizenModel.countDocuments({ oaId, receiving: false }),
  ]);
  return { followers, refusing };
}
