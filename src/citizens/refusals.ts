import { createHmac, randomBytes } from "node:crypto";
import { model, Schema } from "mongoose";
import type { SecretBox } from "../kernel/crypto.ts";
import { startOfDay } from "../kernel/dates.ts";

/**
 * A refusal that outlives the erasure of its person: who said DUNG and then had everything deleted is not written to
 * again when an event or a list of Zalo's brings the person back. It is the one thing that stays, and own data names it.
 */
interface Refusal {
  /** keyed mark of the person at one OA */
  _id: string;
  /** keyed mark of the person within the app, so that own data can name it; "" = not known */
  app: string;
  unitCode: string;
  /** the day of the erasure */
  at: Date;
}
const schema = new Schema<Refusal>(
  {
    _id: { type: String, required: true },
    app: { type: String, default: "" },
    unitCode: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: "refusals", versionKey: false },
);
schema.index({ app: 1 }, { partialFilterExpression: { app: { $gt: "" } } });
export const RefusalModel = model<Refusal>("Refusal", schema);

/** The secret of the marks: random, sealed, so that a change of SECRETS_KEY forgets no refusal. */
interface RefusalSecret {
  _id: "refusals";
  sealed: string;
}
const secretSchema = new Schema<RefusalSecret>(
  { _id: { type: String, required: true }, sealed: { type: String, required: true } },
  { collection: "refusal_secrets", versionKey: false },
);
export const RefusalSecretModel = model<RefusalSecret>("RefusalSecret", secretSchema);

export interface Refusals {
  remember(person: { oaId: string; userId: string; userIdByApp: string; unitCode: string }, at: Date): Promise<void>;
  forget(oaId: string, userId: string): Promise<void>;
  /** those of them who refused and were erased */
  among(oaId: string, userIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** what stays of somebody Zalo vouched for: at which unit, since which day */
  listOf(appUserId: string): Promise<{ unitCode: string; at: Date }[]>;
}

export function createRefusals(box: SecretBox): Refusals {
  let secret: Promise<Buffer> | undefined;
  const read = async (): Promise<Buffer> => {
    const sealed = box.seal(randomBytes(32).toString("base64"));
    await RefusalSecretModel.updateOne({ _id: "refusals" }, { $setOnInsert: { sealed } }, { upsert: true });
    const row = await RefusalSecretModel.findById("refusals").lean().exec();
    return Buffer.from(box.open(row?.sealed ?? ""), "base64");
  };
  const marker = async (): Promise<(text: string) => string> => {
    secret ??= read().catch((error: unknown) => {
      secret = undefined;
      throw error;
    });
    const key = await secret;
    return (text) => createHmac("sha256", key).update(text).digest("base64url");
  };
  return {
    async remember({ oaId, userId, userIdByApp, unitCode }, at) {
      const mark = await marker();
      const app = userIdByApp === "" ? "" : mark(`app\n${userIdByApp}`);
      await RefusalModel.updateOne(
        { _id: mark(`${oaId}\n${userId}`) },
        { $set: { app, unitCode, at: startOfDay(at) } },
        { upsert: true },
      );
    },
    async forget(oaId, userId) {
      await RefusalModel.deleteOne({ _id: (await marker())(`${oaId}\n${userId}`) });
    },
    async among(oaId, userIds) {
      const mark = await marker();
      const byMark = new Map(userIds.map((userId) => [mark(`${oaId}\n${userId}`), userId]));
      const found = await RefusalModel.find({ _id: { $in: [...byMark.keys()] } }, { _id: 1 }).lean();
      return new Set(found.flatMap(({ _id }) => byMark.get(_id) ?? []));
    },
    async listOf(appUserId) {
      if (appUserId === "") return [];
      const app = (await marker())(`app\n${appUserId}`);
      return RefusalModel.find({ app }, { _id: 0, unitCode: 1, at: 1 }).limit(200).lean().exec();
    },
  };
}

export async function resealRefusalSecret(again: (sealed: string) => string): Promise<number> {
  const rows = await RefusalSecretModel.find().lean<RefusalSecret[]>().exec();
  for (const row of rows) await RefusalSecretModel.updateOne({ _id: row._id }, { $set: { sealed: again(row.sealed) } });
  return rows.length;
}
