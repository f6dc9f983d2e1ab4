import mongoose, { Types } from "mongoose";
import { progressOf } from "../src/broadcasts/count-progress.ts";
import { BroadcastModel, emptyRun, noCounts } from "../src/broadcasts/broadcast.model.ts";
import { findBroadcast } from "../src/broadcasts/broadcast.store.ts";
import { ChunkModel, GroupModel, LedgerModel } from "../src/broadcasts/ledger.model.ts";
import { CHUNK_SIZE, chunkId, rowId } from "../src/broadcasts/ledger-ranges.ts";
import { GROUP_SIZE, recountChunk } from "../src/broadcasts/ledger-sums.store.ts";
import { presentProgress } from "../src/broadcasts/present.ts";
import { EVERYBODY } from "../src/citizens/audience.ts";
import { connectMongo, ensureIndexes } from "../src/compose.ts";
import { testSettings } from "../test/support/settings.ts";
import { percentile, say } from "./support.ts";

/** A broadcast of `people` in the middle: the last chunk still sends, everybody else is accepted. */
async function lay(people: number): Promise<string> {
  const b = new Types.ObjectId();
  const id = String(b);
  const now = new Date();
  const chunks = Math.ceil(people / CHUNK_SIZE);
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
    total: people,
    chunks,
  });
  for (let n = 0; n < people; n += 5000) {
    const rows = Array.from({ length: Math.min(5000, people - n) }, (_, k) => ({
      _id: rowId(id, n + k),
      b,
      u: String(2_468_458_835_291_000_000n + BigInt(n + k)),
      s: n + k < people - 100 ? "accepted" : "planned",
      at: now,
    }));
    await LedgerModel.collection.insertMany(rows as never[], { ordered: false });
  }
  const counts = { ...noCounts(), accepted: CHUNK_SIZE };
  for (let k = 0; k < chunks; k += 2000)
    await ChunkModel.collection.insertMany(
      Array.from({ length: Math.min(2000, chunks - k) }, (_, i) => ({
        _id: chunkId(id, k + i) as never,
        b,
        k: k + i,
        size: CHUNK_SIZE,
        counts,
        reasons: {},
        dirty: false,
        open: false,
        rev: 1,
      })),
    );
  const groups = Math.ceil(chunks / GROUP_SIZE);
  await GroupModel.collection.insertMany(
    Array.from({ length: groups }, (_, g) => ({
      _id: `${id}:${g}` as never,
      b,
      g,
      counts: noCounts(),
      reasons: {},
      dirty: true,
      rev: 1,
    })),
  );
  return id;
}

async function measure(times: number, work: () => Promise<unknown>): Promise<number> {
  const each: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const started = performance.now();
    await work();
    each.push(performance.now() - started);
  }
  return percentile(
    each.toSorted((a, b) => a - b),
    0.5,
  );
}

/** What the progress page and the finish check cost when the ledger is large, against a small one in the same run. */
export async function benchLedger(large: number): Promise<void> {
  await connectMongo(testSettings());
  await ensureIndexes();
  const deps = {
    clock: { now: () => new Date() },
    stopRule: { count: 1_000_000, share: 1 },
  };
  const cost = async (people: number): Promise<{ check: number; page: number }> => {
    const id = await lay(people);
    await progressOf(deps, id);
    const last = Math.ceil(people / CHUNK_SIZE) - 1;
    // one chunk changed, as it does all the time while sending
    const check = await measure(30, async () => {
      await recountChunk(id, last);
      await progressOf(deps, id);
    });
    const page = await measure(30, async () => {
      const broadcast = await findBroadcast(id);
      return broadcast && presentProgress(broadcast, new Date());
    });
    return { check, page };
  };
  const small = await cost(10_000);
  const big = await cost(large);
  const ratio = (a: number, b: number): string => (a / Math.max(b, 0.01)).toFixed(2);
  say(
    `progress page, ledger of ${large.toLocaleString("en")} rows`,
    `${big.page.toFixed(1)} ms against ${small.page.toFixed(1)} ms at 10,000; ratio ${ratio(big.page, small.page)}`,
  );
  say(
    "recount of a chunk and finish check, the same",
    `${big.check.toFixed(1)} ms against ${small.check.toFixed(1)} ms at 10,000; ratio ${ratio(big.check, small.check)}`,
    "no scan",
  );
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
}
