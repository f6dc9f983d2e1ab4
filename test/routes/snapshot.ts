import { createHash } from "node:crypto";
import mongoose from "mongoose";

/**
 * What may grow though a request was refused, and why. Everything else in the database must be as it was.
 */
const GROWS: Readonly<Record<string, string>> = {
  "audit-log": "the audit log says who tried what, refusals above all",
  "audit-heads": "the newest link of that log's chain",
  decision_looks: "what a page that decides showed, kept three days so that a difference can be named",
};
/** Fields that say when somebody was here or tried, not what was decided. */
const TOUCHED: Readonly<Record<string, readonly string[]>> = {
  // made when a page with a draft is first shown; a refused form shows its page
  units: ["testCode"],
  // use of a session, misses at six digits and at a confirmer's code
  officials: ["sessions", "codeMisses", "codeOpenAt", "failedLogins", "totpSteps", "burntSteps"],
};

export type Snapshot = ReadonlyMap<string, string>;

/** What a command that writes is called in MongoDB's protocol. */
const WRITES = new Set(
  "insert update delete findAndModify bulkWrite create drop dropDatabase renameCollection".split(" "),
);

/** Rows as they were read last, and the collections written to since; undefined: none was read. */
interface Seen {
  client: object;
  rows: Map<string, Map<string, string>>;
  written: Set<string>;
}
let seen: Seen | undefined;

/** What was read of a database whose every command is told (`House.open` with `tellsCommands`). */
function watched(): Seen {
  const client = mongoose.connection.getClient();
  if (seen?.client === client) return seen;
  const written = new Set<string>();
  client.on("commandStarted", ({ commandName, command }) => {
    if (WRITES.has(commandName)) written.add(String((command as Record<string, unknown>)[commandName]));
  });
  seen = { client, rows: new Map(), written };
  return seen;
}

/**
 * Every document of every collection, by collection and id. A collection nobody wrote to since it was read last is not
 * read again, where all that writes is this process: `snapshotAnew` reads everything, and says at the end whether that holds.
 */
export async function snapshot(): Promise<Snapshot> {
  if (!mongoose.connection.getClient().options.monitorCommands) return snapshotAnew();
  const { rows, written } = watched();
  const touched = new Set(written);
  written.clear();
  await readInto(rows, (name) => !rows.has(name) || touched.has(name));
  return joined(rows);
}

export async function snapshotAnew(): Promise<Snapshot> {
  const rows = new Map<string, Map<string, string>>();
  await readInto(rows, () => true);
  return joined(rows);
}

const joined = (rows: ReadonlyMap<string, ReadonlyMap<string, string>>): Snapshot =>
  new Map([...rows.values()].flatMap((some) => [...some]));

async function readInto(rows: Map<string, Map<string, string>>, isDue: (name: string) => boolean): Promise<void> {
  const { db } = mongoose.connection;
  if (!db) throw new Error("no database");
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  for (const gone of [...rows.keys()].filter((name) => !names.includes(name))) rows.delete(gone);
  await Promise.all(
    names
      .filter((name) => !Object.hasOwn(GROWS, name) && isDue(name))
      .map(async (name) => {
        const found = new Map<string, string>();
        for (const row of await db.collection(name).find({}).toArray()) {
          const touched = Object.hasOwn(TOUCHED, name) ? (TOUCHED[name] ?? []) : [];
          for (const field of touched) delete row[field];
          found.set(`${name} ${String(row._id)}`, createHash("sha1").update(JSON.stringify(row)).digest("base64"));
        }
        rows.set(name, found);
      }),
  );
}

/** "items 65f…: changed", one a document. */
export function differences(before: Snapshot, after: Snapshot): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => {
    if (before.get(name) === after.get(name)) return [];
    return [`${name}: ${!before.has(name) ? "came" : after.has(name) ? "changed" : "went"}`];
  });
}
