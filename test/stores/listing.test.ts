import { Types } from "mongoose";
import fc from "fast-check";
import { BroadcastModel, emptyRun } from "../../src/broadcasts/broadcast.model.ts";
import { findBroadcast, publishChunk, takeListing } from "../../src/broadcasts/broadcast.store.ts";
import { recountDirty } from "../../src/broadcasts/count-progress.ts";
import { listAudience } from "../../src/broadcasts/list-audience.ts";
import { LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { CHUNK_SIZE } from "../../src/broadcasts/ledger-ranges.ts";
import { writeRows } from "../../src/broadcasts/ledger.store.ts";
import { totalOf } from "../../src/broadcasts/rules.ts";
import { type BroadcastDeps, fanOut } from "../../src/broadcasts/start-broadcast.ts";
import { cancelBroadcast, pauseBroadcast, resumeBroadcast, skipRest } from "../../src/broadcasts/steer-broadcast.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { addFollowers } from "../../src/citizens/citizen.store.ts";
import { ItemModel } from "../../src/content/item.model.ts";
import { DEFAULT_TERMS } from "../../src/zalo/terms.ts";
import { WHOLE } from "../support/part-of.ts";
import { openStore } from "../support/store.ts";

const OA_ID = "900";
/** Chunks of the list: two full ones and the rest; four full ones in `make soak`. */
const FULL = WHOLE ? 4 : 2;
const PEOPLE = CHUNK_SIZE * FULL + 37;
const START = new Date("2026-11-20T08:00:00+07:00");
const clock = { at: START, now: () => clock.at };
const asked: string[] = [];
const deps: BroadcastDeps = {
  clock,
  stopRule: { count: 50, share: 0.3 },
  mostLateHours: 12,
  terms: DEFAULT_TERMS,
  enqueueFreeze: async (id) => void asked.push(`list ${id}`),
  enqueueLane: async (oaId, urgent) => void asked.push(`lane ${oaId} ${urgent}`),
  enqueueArticle: async (id) => void asked.push(`article ${id}`),
  enqueueCancel: async (id) => void asked.push(`cancel ${id}`),
};

openStore();
beforeAll(async () => {
  const people = Array.from({ length: PEOPLE }, (_, n) => String(10_000 + n));
  for (let n = 0; n < PEOPLE; n += 500) await addFollowers(OA_ID, "xa-a", people.slice(n, n + 500), START, START);
});

const start = async (urgent: boolean, more: Record<string, unknown> = {}): Promise<string> => {
  const row = await BroadcastModel.create({
    ...emptyRun(),
    unitCode: "xa-a",
    oaId: OA_ID,
    title: "Bão số 9",
    contents: [],
    channel: "personal",
    audience: EVERYBODY,
    audienceName: "",
    createdBy: { id: "1", name: "A" },
    createdAt: START,
    startedAt: START,
    urgent,
    state: urgent ? "sending" : "freezing",
    ...more,
  });
  return String(row._id);
};

/** Whole: everybody stands in it once, and what is counted is what is there. */
async function expectWhole(id: string): Promise<void> {
  // what the worker does every second
  await recountDirty(deps);
  const b = await findBroadcast(id);
  const rows = await LedgerModel.find({ b: new Types.ObjectId(id) }, { u: 1 }).lean();
  expect(rows).toHaveLength(PEOPLE);
  expect(new Set(rows.map((row) => row.u)).size).toBe(PEOPLE);
  expect(b).toMatchObject({ state: "sending", unlisted: false, listing: null, total: PEOPLE, chunks: FULL + 1 });
  expect(b ? totalOf(b.counts) : 0).toBe(PEOPLE);
}

test("an emergency is sent from the first chunk on; anything else once the list is whole", async () => {
  asked.length = 0;
  const urgent = await start(true);
  await listAudience(deps, urgent);
  expect(asked.filter((one) => one.startsWith("lane"))).toHaveLength(FULL + 2);
  await expectWhole(urgent);
  asked.length = 0;
  const calm = await start(false);
  await listAudience(deps, calm);
  expect(asked).toEqual([`lane ${OA_ID} false`]);
  await expectWhole(calm);
});

test("cut at any step and by anybody, the list goes on and holds everybody once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(fc.nat(12), { maxLength: 6 }), async (urgent, cuts) => {
      const id = await start(urgent);
      for (const cut of cuts) {
        let left = cut;
        const orCut = (): void => {
          left -= 1;
          if (left < 0) throw new Error("cut");
        };
        const cutting: BroadcastDeps = {
          ...deps,
          clock: {
            now: () => {
              orCut();
              return clock.at;
            },
          },
          enqueueLane: async () => orCut(),
        };
        await listAudience(cutting, id).catch(() => undefined);
        // whoever was cut off is dead after a while
        clock.at = new Date(clock.at.getTime() + 11_000);
      }
      await listAudience(deps, id);
      await expectWhole(id);
    }),
    { seed: 5, numRuns: WHOLE ? 60 : 6 },
  );
});

test("rows that did not count yet are replaced; a chunk that counts and was not opened is opened", async () => {
  const id = await start(true);
  await takeListing(id, "dead", clock.at, clock.at);
  await writeRows(id, 0, [{ userId: "somebody else", skip: undefined }], clock.at);
  clock.at = new Date(clock.at.getTime() + 11_000);
  await listAudience(deps, id);
  await expectWhole(id);
  const other = await start(true);
  await takeListing(other, "dead", clock.at, clock.at);
  const first = Array.from({ length: CHUNK_SIZE }, (_, n) => ({ userId: String(10_000 + n), skip: undefined }));
  await writeRows(other, 0, first, clock.at);
  const to = first.at(-1)?.userId ?? "";
  expect(await publishChunk(other, { by: "dead", k: 0, people: CHUNK_SIZE, to, at: clock.at })).toBe(true);
  // one that lost its turn cannot add anything
  expect(await publishChunk(other, { by: "nobody", k: 1, people: 1, to: "x", at: clock.at })).toBe(false);
  clock.at = new Date(clock.at.getTime() + 11_000);
  await listAudience(deps, other);
  await expectWhole(other);
});

test("two who list at the same time write one list", async () => {
  const id = await start(true);
  await Promise.all([listAudience(deps, id), listAudience(deps, id), listAudience(deps, id)]);
  await expectWhole(id);
});

describe("a pause while people are being listed", () => {
  const pausing = (id: string, after: number): BroadcastDeps => {
    let pages = 0;
    return {
      ...deps,
      clock: {
        now: () => {
          pages += 1;
          if (pages === after) void BroadcastModel.updateOne({ _id: id }, { $set: { state: "paused" } }).exec();
          return clock.at;
        },
      },
    };
  };
  test.each([false, true])("urgent %s: nothing is added, going on lists the rest", async (urgent) => {
    const id = await start(urgent);
    await listAudience(pausing(id, 3), id);
    const held = await findBroadcast(id);
    expect(held).toMatchObject({ state: "paused", unlisted: true });
    expect(held?.chunks).toBeLessThan(FULL + 1);
    await listAudience(deps, id);
    expect((await findBroadcast(id))?.chunks).toBe(held?.chunks);
    asked.length = 0;
    await resumeBroadcast(deps, id);
    expect(asked).toEqual([`list ${id}`]);
    await listAudience(deps, id);
    await expectWhole(id);
  });
  test("cancelled half-way: everybody listed so far is skipped with the reason, and it ends", async () => {
    const id = await start(false);
    await listAudience(pausing(id, 3), id);
    await cancelBroadcast(deps, id);
    await skipRest(deps, id);
    const ended = await findBroadcast(id);
    expect(ended?.state).toBe("cancelled");
    expect(ended?.counts.skipped).toBe(ended?.total);
    expect(ended?.reasons).toEqual({ "skipped:cancelled": ended?.total });
  });
});

test("a part made while a person pauses the whole is held with it", async () => {
  const parent = await findBroadcast(
    await start(false, { units: ["xa-a"], state: "paused", stopReason: "Cán bộ tạm dừng" }),
  );
  if (!parent) throw new Error("no parent");
  // the state read at the start was older than the pause
  await fanOut(deps, { ...parent, state: "sending" }, clock.at);
  expect(await BroadcastModel.countDocuments({ parentId: String(parent._id) })).toBe(0);
});

test("pausing what is over says so", async () => {
  const id = await start(false, { state: "done" });
  await expect(pauseBroadcast(id)).rejects.toThrow("không còn đang gửi");
});

test("a plan taken back while it waits for its keys frees its items", async () => {
  const item = (await ItemModel.collection.insertOne({ unitCode: "xa-a", state: "waiting", version: 1 })).insertedId;
  const id = await start(false, { state: "waiting", contents: [{ itemId: String(item) }], itemsDue: true });
  await cancelBroadcast(deps, id);
  expect((await ItemModel.findById(item).lean())?.state).toBe("draft");
  expect(await findBroadcast(id)).not.toHaveProperty("itemsDue");
});
