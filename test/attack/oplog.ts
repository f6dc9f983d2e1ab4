import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { MongoClient, type Timestamp } from "mongodb";

/**
 * What the collections no longer hold and the database still does: its log of operations (a replica set has one) and the
 * bytes of its files, where a dialogue's row named its person before it was dropped.
 */
export interface Remains {
  /** from the oldest to the newest operation; undefined = this engine has no such log */
  oplogHours: number | undefined;
  oplogNames: number;
  filesName: boolean;
}

const DIALOGUE = /\d{15,20}:2468458835291\d{6}/;

export async function findRemains(mongo: string, folder: string): Promise<Remains> {
  const client = await MongoClient.connect(mongo);
  try {
    const log = client.db("local").collection<{ ts?: Timestamp }>("oplog.rs");
    const rows = await log
      .find({ ns: /\.dialogues$/ })
      .toArray()
      .catch(() => []);
    const [first] = await log
      .find()
      .sort({ $natural: 1 })
      .limit(1)
      .toArray()
      .catch(() => []);
    const [last] = await log
      .find()
      .sort({ $natural: -1 })
      .limit(1)
      .toArray()
      .catch(() => []);
    const hours = first?.ts && last?.ts ? (last.ts.getHighBits() - first.ts.getHighBits()) / 3600 : undefined;
    const names = rows.filter((row) => DIALOGUE.test(JSON.stringify(row))).length;
    return { oplogHours: hours, oplogNames: names, filesName: holds(folder) };
  } finally {
    await client.close();
  }
}

const holds = (folder: string): boolean =>
  readdirSync(folder).some((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? holds(path) : DIALOGUE.test(readFileSync(path, "latin1"));
  });
