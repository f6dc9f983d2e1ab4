import { type Oa, OaModel } from "./oa.model.ts";

/** The only queries on connected OAs. */
export const findOa = (oaId: string): Promise<Oa | null> => OaModel.findById(oaId).lean<Oa>().exec();

export const findOaOfUnit = (unitCode: string): Promise<Oa | null> => OaModel.findOne({ unitCode }).lean<Oa>().exec();

/** The OAs of these units; one goes on under the code of a unit that has ended when its successor has its own. */
export const listOasOf = (unitCodes: readonly string[]): Promise<Oa[]> =>
  OaModel.find({ unitCode: { $in: unitCodes } })
    .sort({ _id: 1 })
    .lean<Oa[]>()
    .exec();

/** Who held the OAs of these units before. */
export const listHolders = (unitCodes: string[]): Promise<Pick<Oa, "unitCode" | "holders">[]> =>
  OaModel.find({ unitCode: { $in: unitCodes } }, { unitCode: 1, holders: 1 })
    .lean<Pick<Oa, "unitCode" | "holders">[]>()
    .exec();

export const listOas = (): Promise<Oa[]> => OaModel.find().sort({ _id: 1 }).lean<Oa[]>().exec();

export type OaIdentity = Pick<
  Oa,
  "_id" | "unitCode" | "name" | "oaType" | "packageName" | "packageUntil" | "followerCount"
>;
export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  accessExpiresAt: Date;
  refreshExpiresAt: Date;
}

/** Connects or connects again; one OA per unit. Keeps what was learned about an OA that was known before. */
export async function saveConnection(oa: OaIdentity, pair: TokenPair, now: Date): Promise<void> {
  const { _id, ...identity } = oa;
  await OaModel.deleteMany({ unitCode: oa.unitCode, _id: { $ne: _id } });
  await OaModel.updateOne(
    { _id },
    {
      $set: { ...identity, ...pair, state: "connected", stateReason: "", stateAt: now, connectedAt: now },
      $inc: { generation: 1 },
      $setOnInsert: { apiVersion: "v3" },
    },
    { upsert: true },
  );
}

/** Stores a refreshed pair only if nobody stored one meanwhile. */
export async function replaceTokens(oaId: string, generation: number, pair: TokenPair): Promise<boolean> {
  const done = await OaModel.updateOne({ _id: oaId, generation }, { $set: pair, $inc: { generation: 1 } });
  return done.modifiedCount === 1;
}

/** A dead grant: a person has to connect again. Only the generation that failed is marked. */
export async function markNeedsReconnect(oaId: string, generation: number, reason: string, now: Date): Promise<void> {
  await OaModel.updateOne(
    { _id: oaId, generation },
    { $set: { state: "needs-reconnect", stateReason: reason, stateAt: now } },
  );
}

export async function markRevoked(oaId: string, reason: string, now: Date): Promise<void> {
  await OaModel.updateOne({ _id: oaId }, { $set: { state: "needs-reconnect", stateReason: reason, stateAt: now } });
}

/** What Zalo's header said last of an OA's requests a minute. */
export const learnedLimits = {
  async read(oaId: string): Promise<number | undefined> {
    const oa = await OaModel.findById(oaId, { learnedLimit: 1 }).lean<Pick<Oa, "learnedLimit">>().exec();
    return oa?.learnedLimit || undefined;
  },
  async write(oaId: string, perMinute: number): Promise<void> {
    await OaModel.updateOne({ _id: oaId }, { $set: { learnedLimit: perMinute } });
  },
};

export async function rememberApiVersion(oaId: string, apiVersion: "v2" | "v3"): Promise<void> {
  await OaModel.updateOne({ _id: oaId }, { $set: { apiVersion } });
}

export async function rememberProfile(
  oaId: string,
  profile: Pick<Oa, "name" | "oaType" | "packageName" | "packageUntil" | "followerCount">,
): Promise<void> {
  await OaModel.updateOne({ _id: oaId }, { $set: profile });
}

/** When something last came from an OA, and when the newest echo among it was sent. */
export async function touchOas(seen: ReadonlyMap<string, { at: Date; echoAt: Date | null }>): Promise<void> {
  for (const [oaId, { at, echoAt }] of seen)
    await OaModel.updateOne({ _id: oaId }, { $max: { lastEventAt: at, ...(echoAt ? { lastEchoAt: echoAt } : {}) } });
}

export async function noteSync(oaId: string, sync: Oa["sync"]): Promise<void> {
  await OaModel.updateOne({ _id: oaId }, { $set: { sync } });
}

/** OAs whose access token ends before `before`: to be refreshed in good time. */
export const findExpiring = (before: Date): Promise<Oa[]> =>
  OaModel.find({ accessExpiresAt: { $lt: before }, state: "connected" })
    .limit(50)
    .lean<Oa[]>()
    .exec();

export async function resealTokens(oaId: string, accessToken: string, refreshToken: string): Promise<void> {
  await OaModel.updateOne({ _id: oaId }, { $set: { accessToken, refreshToken } });
}

/** An OA outlives its unit: from `day` on another one speaks by it. Nothing when that one has an OA of its own. */
export async function handOver(from: string, to: string, day: Date): Promise<boolean> {
  if (await findOaOfUnit(to)) return false;
  const done = await OaModel.updateOne(
    { unitCode: from },
    { $set: { unitCode: to }, $push: { holders: { unitCode: from, to: day } } },
  );
  return done.modifiedCount === 1;
}
