import { createDecipheriv, createHash, hkdfSync } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { BSON } from "mongodb";
import { MongoClient } from "mongodb";

/** The attacker's side shares no code with the product: it knows the design, the keys it is given, and what it reads. */
export interface Row {
  collection: string;
  /** where it stands in its collection as the database gives it back */
  place: number;
  doc: Record<string, unknown>;
  /** everything in it as text, what can be opened opened */
  text: string;
}
export interface Loot {
  rows: Row[];
  redis: string;
  logs: string[];
  key: Buffer;
}

const PURPOSES = ["comments", "requests", "reports", "quizzes", "proof-of-work", "frames", "marks", "players"];
const SEALED = /v1\.[0-9a-f]{8}\.[\w-]{38,}/g;

function opener(key: Buffer): (text: string) => string {
  const keys = [key, ...PURPOSES.map((purpose) => Buffer.from(hkdfSync("sha256", key, "", purpose, 32)))];
  const byId = new Map(keys.map((one) => [createHash("sha256").update(one).digest("hex").slice(0, 8), one]));
  const open = (sealed: string): string => {
    const [, id = "", payload = ""] = sealed.split(".");
    const found = byId.get(id);
    if (!found) return sealed;
    try {
      const bytes = Buffer.from(payload, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", found, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
    } catch {
      return sealed;
    }
  };
  return (text) => text.replace(SEALED, open);
}

function filesIn(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? filesIn(path) : readFileSync(path, "latin1")))
    .join("\n");
}

/** Reads every collection raw, Redis' files as bytes, every line of every log. */
export async function takeLoot(from: {
  mongo: string;
  redisFolder: string;
  logs: string[];
  secretsKey: string;
}): Promise<Loot> {
  const key = Buffer.from(from.secretsKey, "base64");
  const open = opener(key);
  const client = await MongoClient.connect(from.mongo);
  const rows: Row[] = [];
  for (const { name } of await client.db().listCollections().toArray()) {
    let place = 0;
    for (const doc of await client.db().collection(name).find().toArray()) {
      const text = open(BSON.EJSON.stringify(doc, { relaxed: true }));
      rows.push({ collection: name, place, doc, text });
      place += 1;
    }
  }
  await client.close();
  const logs = from.logs.flatMap((file) => readFileSync(file, "utf8").split("\n").filter(Boolean));
  return { rows, redis: open(filesIn(from.redisFolder)), logs, key };
}
