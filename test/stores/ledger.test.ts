import mongoose, { Types } from "mongoose";
import { BroadcastModel, emptyRun, noCounts } from "../../src/broadcasts/broadcast.model.ts";
import { findBroadcast } from "../../src/broadcasts/broadcast.store.ts";
import { progressOf } from "../../src/broadcasts/count-progress.ts";
import { ChunkModel, GroupModel } from "../../src/broadcasts/ledger.model.ts";
import { CHUNK_SIZE, chunkId } from "../../src/broadcasts/ledger-ranges.ts";
import { GROUP_SIZE } from "../../src/broadcasts/ledger-sums.store.ts";
import { settledOf } from "../../src/broadcasts/rules.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { connectMongo, ensureIndexes } from "../../src/compose.ts";
import { testSettings } from "../support/settings.ts";

const PEOPLE = 10_000_000;
const CHUNKS = PEOPLE / CHUNK_SIZE;
const asked: { command: string; collection: string; returned: number }[] = [];

beforeAll(async () => {
  await connectMongo(testSettings());
  await ensureIndexes();
  mongoose.set("debug", (collection: string, command: string) => {
    asked.push({ command, collection, returned: 0 });
  });
});
afterAll(async () => {
  mongoose.set("debug", false);
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
});

/** Sums of a ledger of ten million; its rows are not there, and whoever asked for one would find nothing. */
async function laySums(): Promise<string> {
  const b = new Types.ObjectId();
  const now = new Date();
  const sums = { b, reasons: {}, rev: 1 };
  await BroadcastModel.create({
    ...emptyRun(),
    _id: b,
    unitCode: "sao-mai",
    oaId: "1",
    title: "Sổ lớn",
    contents: [],
    channel: "personal",
    audience: EVERYBODY,
    audienceName: "",
    createdBy: { id: "1", name: "A" },
    createdAt: now,
    startedAt: now,
    state: "sending",
    total: PEOPLE,
    chunks: CHUNKS,
    unlisted: false,
  });
  // the chunks of the one group that changed; the others' sums stand
  await ChunkModel.collection.insertMany(
    Array.from({ length: GROUP_SIZE }, (_, k) => ({
      ...sums,
      _id: chunkId(String(b), k) as never,
      k,
      size: CHUNK_SIZE,
      counts: { ...noCounts(), accepted: CHUNK_SIZE },
      dirty: false,
      open: false,
    })),
  );
  await GroupModel.collection.insertMany(
    Array.from({ length: CHUNKS / GROUP_SIZE }, (_, g) => ({
      ...sums,
      _id: `${String(b)}:${g}` as never,
      g,
      counts: { ...noCounts(), accepted: CHUNK_SIZE * GROUP_SIZE },
      dirty: g === 0,
    })),
  );
  return String(b);
}

test("row 9: progress and finish check of ten million rows ask for no row, and for 250 chunks at most", async () => {
  const id = await laySums();
  asked.length = 0;
  await progressOf({ clock: { now: () => new Date() }, stopRule: { count: 50, share: 0.3 } }, id);
  const done = await findBroadcast(id);
  expect(done).toMatchObject({ state: "done", total: PEOPLE });
  expect(done && settledOf(done.counts)).toBe(PEOPLE);
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.filter(({ collection }) => collection === "ledger")).toEqual([]);
  expect(asked.filter(({ collection }) => collection === "ledger-chunks").length).toBeLessThanOrEqual(2);
});
