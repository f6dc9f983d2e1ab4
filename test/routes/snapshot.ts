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

/** Every document of every collection, by collection and id. */
export async function snapshot(): Promise<Snapshot> {
  const rows = new Map<string, string>();
  const { db } = mongoose.connection;
  if (!db) throw new Error("no database");
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  await Promise.all(
    names
      .filter((name) => !Object.hasOwn(GROWS, name))
      .map(async (name) => {
        for (const row of await db.collection(name).find({}).toArray()) {
          const touched = Object.hasOwn(TOUCHED, name) ? (TOUCHED[name] ?? []) : [];
          for (const field of touched) delete row[field];
          rows.set(`${name} ${String(row._id)}`, createHash("sha1").update(JSON.stringify(row)).digest("base64"));
        }
      }),
  );
  return rows;
}

/** "items 65f…: changed", one a document. */
export function differences(before: Snapshot, after: Snapshot): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => {
    if (before.get(name) === after.get(name)) return [];
    return [`${name}: ${!before.has(name) ? "came" : after.has(name) ? "changed" : "went"}`];
  });
}
