import { createHmac, randomBytes } from "node:crypto";
import { model, Schema } from "mongoose";
import { codeFrom, type SecretBox } from "../kernel/crypto.ts";

/** The secret that players' marks are made with: random, sealed, so that a change of SECRETS_KEY leaves codes as they are. */
interface PlayerSecret {
  _id: "players";
  sealed: string;
}
const schema = new Schema<PlayerSecret>(
  { _id: { type: String, required: true }, sealed: { type: String, required: true } },
  { collection: "quiz_secrets", versionKey: false },
);
const PlayerSecretModel = model<PlayerSecret>("QuizSecret", schema);

/** Makes a person into a player of one contest, and a name into what can be checked but not read. */
export interface PlayerMarks {
  /** keyed mark of a person Zalo vouched for; another in every contest, so that no list goes across them */
  player(contestId: string, appUserId: string): Promise<string>;
  /** the code of a player in the published log; nobody without the secret leads it back */
  code(contestId: string, player: string): Promise<string>;
  /** id of a player's k-th turn of a day: contest.round.digest */
  turn(contestId: string, round: number, player: string, day: string, k: number): Promise<string>;
  /** mark of a name on a certificate */
  name(text: string): Promise<string>;
  /** a certificate's check code */
  certificate(facts: string): Promise<string>;
  /** a prize's contact, at rest */
  box: SecretBox;
}

export function createPlayerMarks(box: SecretBox): PlayerMarks {
  let secret: Promise<Buffer> | undefined;
  const read = async (): Promise<Buffer> => {
    const sealed = box.seal(randomBytes(32).toString("base64"));
    await PlayerSecretModel.updateOne({ _id: "players" }, { $setOnInsert: { sealed } }, { upsert: true });
    const row = await PlayerSecretModel.findById("players").lean().exec();
    return Buffer.from(box.open(row?.sealed ?? ""), "base64");
  };
  const digest = async (text: string): Promise<Buffer> => {
    secret ??= read().catch((error: unknown) => {
      secret = undefined;
      throw error;
    });
    return createHmac("sha256", await secret)
      .update(text)
      .digest();
  };
  return {
    player: async (contestId, appUserId) => (await digest(`player\n${contestId}\n${appUserId}`)).toString("base64url"),
    code: async (contestId, player) => codeFrom("TS", await digest(`code\n${contestId}\n${player}`)),
    turn: async (contestId, round, player, day, k) =>
      `${contestId}.${round}.${(await digest(["turn", contestId, round, player, day, k].join("\n"))).toString("base64url")}`,
    name: async (text) => (await digest(`name\n${text}`)).toString("base64url"),
    certificate: async (facts) => codeFrom("CN", await digest(`certificate\n${facts}`)),
    box,
  };
}

export async function resealPlayerSecret(again: (sealed: string) => string): Promise<number> {
  const rows = await PlayerSecretModel.find().lean<PlayerSecret[]>().exec();
  for (const row of rows) await PlayerSecretModel.updateOne({ _id: row._id }, { $set: { sealed: again(row.sealed) } });
  return rows.length;
}
