import mongoose from "mongoose";
import { connectMongo, ensureIndexes } from "../src/compose.ts";
import { CopyModel } from "../src/distribution/copy.model.ts";
import { countStates } from "../src/distribution/copy.store.ts";
import { newCopy } from "../src/distribution/follow-package.ts";
import { type Entry, PackageModel } from "../src/distribution/package.model.ts";
import { readPackage } from "../src/distribution/package.store.ts";
import { pushPackage } from "../src/distribution/push-package.ts";
import { systemClock } from "../src/kernel/clock.ts";
import { saveUnits } from "../src/units/unit.store.ts";
import { testSettings } from "../test/support/settings.ts";
import { must, percentile, say } from "./support.ts";

const [UNITS, ENTRIES, ROUNDS] = [126, 32, 7];
const FROM = new Date("2025-07-01T00:00:00+07:00");
const BY = { id: "bench", name: "A" };

async function layUnits(): Promise<string[]> {
  const contact = { address: "", hours: "", phone: "", dutyPhone: "" };
  const facts = { province: "", from: FROM, to: null, population: 1, households: 1, hamlets: 1, topics: [], contact };
  const codes = Array.from({ length: UNITS }, (_, n) => `xa-${String(n).padStart(3, "0")}`);
  await saveUnits([
    { ...facts, _id: "so", name: "Sở", office: "Sở", kind: "department", parents: [] },
    ...codes.map((code) => ({
      ...facts,
      _id: code,
      name: code,
      office: code,
      kind: "commune",
      parents: [{ code: "so", from: FROM, to: null }],
    })),
  ]);
  return codes;
}

const entries: Entry[] = Array.from({ length: ENTRIES }, (_, n) => ({
  code: `BT${String(n + 1).padStart(2, "0")}`,
  title: `Bài số ${n + 1} của gói, tên dài như trong thực tế`,
  contents: ["0".repeat(64)],
  items: [""],
  origin: { organ: "Ban Tuyên giáo và Dân vận Tỉnh ủy", receivedAt: FROM, dueAt: null },
  added: null,
}));

async function layPackage(): Promise<string> {
  const now = new Date();
  const made = await PackageModel.create({
    unitCode: "so",
    title: "Gói",
    deadline: new Date(now.getTime() + 7 * 86_400_000),
    state: "released",
    revision: 1,
    version: 1,
    entries,
    authors: [BY],
    versions: [{ n: 1, by: BY, at: now, fingerprint: "f", entries }],
    createdAt: now,
    updatedAt: now,
  });
  return String(made._id);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The same rows by `insertMany` alone, into a collection with the same indexes. */
async function insertPlain(codes: readonly string[]): Promise<number> {
  const id = await layPackage();
  const read = await readPackage(id);
  if (!read) throw new Error("no package");
  const plain = mongoose.connection.collection("bench_copies");
  const at = new Date();
  const rows = codes.flatMap((unit) => entries.map((entry) => newCopy(read, entry, { version: 1, at }, unit)));
  return timed(async () => {
    for (let n = 0; n < rows.length; n += 1000)
      await plain.insertMany(rows.slice(n, n + 1000) as never[], { ordered: false });
  });
}

const median = (of: number[]): number =>
  percentile(
    of.toSorted((a, b) => a - b),
    0.5,
  );

/** Push of 126 × 32 and its replay against `insertMany` of the same rows in the same run; the list at ten times the history. */
export async function benchDistribution(): Promise<void> {
  await connectMongo(testSettings());
  await ensureIndexes();
  const codes = await layUnits();
  await mongoose.connection.createCollection("bench_copies");
  const plain = mongoose.connection.collection("bench_copies");
  for (const [key, options] of CopyModel.schema.indexes())
    await plain.createIndex(key as never, { unique: options.unique === true, sparse: options.sparse === true });
  const [alone, pushed, again]: [number[], number[], number[]] = [[], [], []];
  let first = "";
  for (let n = 0; n < ROUNDS; n += 1) {
    alone.push(await insertPlain(codes));
    const id = await layPackage();
    first ||= id;
    const press = async () => {
      const read = await readPackage(id);
      if (read) await pushPackage({ clock: systemClock }, read, { units: codes, ways: [] }, BY);
    };
    pushed.push(await timed(press));
    const there = await CopyModel.countDocuments({ packageId: id });
    must(there === UNITS * ENTRIES, `pushed ${there} rows`);
    again.push(await timed(press));
    must((await CopyModel.countDocuments({ packageId: id })) === there, "a replay adds nothing");
  }
  const [base, push, replay] = [median(alone), median(pushed), median(again)];
  say(`insertMany of ${UNITS * ENTRIES} rows, same indexes`, `${base.toFixed(0)} ms`);
  say(
    "push of 126 units × 32 entries, press to all rows",
    `${push.toFixed(0)} ms, ${(base / push).toFixed(2)} of insertMany`,
    "≥ 0.5",
  );
  say("the same push again, 0 rows new", `${replay.toFixed(0)} ms, ${(replay / base).toFixed(2)} × insertMany`, "≤ 2");
  must(base / push >= 0.5, "push at half the speed of insertMany");
  must(replay / base <= 2, "replay within twice");
  const look = async (): Promise<number> => {
    const each: number[] = [];
    for (let n = 0; n < 15; n += 1) each.push(await timed(() => countStates([first])));
    return median(each);
  };
  const before = await look();
  for (let n = 0; n < 10 * ROUNDS - ROUNDS; n += 1) {
    const read = await readPackage(await layPackage());
    const rows = codes.flatMap((unit) =>
      entries.map((entry) => read && newCopy(read, entry, { version: 1, at: FROM }, unit)),
    );
    await CopyModel.collection.insertMany(rows as never[], { ordered: false });
  }
  const after = await look();
  say(
    "progress of one package at 10 × history",
    `${before.toFixed(1)} → ${after.toFixed(1)} ms, ${(after / before).toFixed(2)} ×`,
    "≤ 1.1",
  );
  await mongoose.disconnect();
}
