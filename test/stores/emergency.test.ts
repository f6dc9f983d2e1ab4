import mongoose, { Types } from "mongoose";
import { type Broadcast, BroadcastModel, emptyRun } from "../../src/broadcasts/broadcast.model.ts";
import { findBroadcast, publishChunk, takeListing } from "../../src/broadcasts/broadcast.store.ts";
import { LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { CHUNK_SIZE } from "../../src/broadcasts/ledger-ranges.ts";
import { openChunk, writeRows } from "../../src/broadcasts/ledger.store.ts";
import { listAudience } from "../../src/broadcasts/list-audience.ts";
import { runLane } from "../../src/broadcasts/run-lane.ts";
import type { SendDeps } from "../../src/broadcasts/send-chunk.ts";
import { begin, type BroadcastDeps, fanOut } from "../../src/broadcasts/start-broadcast.ts";
import { sweepBroadcasts } from "../../src/broadcasts/steer-broadcast.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { addFollowers } from "../../src/citizens/citizen.store.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { createLogger } from "../../src/kernel/logger.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { saveConnection } from "../../src/zalo/oa.store.ts";
import { DEFAULT_TERMS } from "../../src/zalo/terms.ts";
import { openStore } from "../support/store.ts";

/* An emergency leaves while its list is still being written. */

const OA_ID = "901";
const PEOPLE = CHUNK_SIZE * 2 + 11;
const START = new Date("2026-11-20T08:00:00+07:00");
const clock = { at: START, now: () => clock.at };
const deps: BroadcastDeps = {
  clock,
  stopRule: { count: 50, share: 0.3 },
  mostLateHours: 12,
  terms: DEFAULT_TERMS,
  enqueueFreeze: async () => undefined,
  enqueueLane: async () => undefined,
  enqueueArticle: async () => undefined,
  enqueueCancel: async () => undefined,
};
const sent: string[] = [];
const sending: SendDeps = {
  clock,
  stopRule: deps.stopRule,
  log: createLogger("silent", "test"),
  concurrency: 100,
  imageCache: { get: async () => null, set: async () => undefined },
  countSend: () => undefined,
  othersWait: async () => false,
  isStopping: () => false,
  limits: {
    on: true,
    perApp: 4000,
    take: async (_oa, wanted) => ({ granted: wanted, waitMs: 0 }),
    waitForTurn: async () => undefined,
    learn: () => undefined,
    holdBack: async () => undefined,
    describe: async () => ({ perMinute: 100, learned: false, heldBackMs: 0 }),
  },
  zalo: {
    async sendMessage(_oa, userId) {
      sent.push(userId);
      return { kind: "accepted", messageId: `m${sent.length}`, paidBy: "" } as never;
    },
    sendTemplate: async () => ({ kind: "unknown", reason: "unknown-error" }),
    uploadImage: async () => "",
  },
};

openStore();
beforeAll(async () => {
  await addFollowers(OA_ID, "xa-a", everybody, START, START);
});
beforeEach(async () => {
  sent.length = 0;
  await BroadcastModel.deleteMany({});
});

const everybody = Array.from({ length: PEOPLE }, (_, n) => String(10_000 + n));
const content = {
  itemId: "1",
  kind: "tin" as const,
  title: "T",
  body: "B",
  source: "S",
  pictureId: "",
  message: "B",
  authorId: "a",
  authorName: "A",
  details: NO_DETAILS,
  pictureAlt: "",
  pictureSha: "",
};
const urgent = async (more: Partial<Broadcast> = {}): Promise<string> => {
  const row = await BroadcastModel.create({
    ...emptyRun(),
    unitCode: "xa-a",
    oaId: OA_ID,
    title: "Bão số 9",
    contents: [content],
    channel: "personal",
    audience: EVERYBODY,
    audienceName: "",
    createdBy: { id: "1", name: "A" },
    createdAt: START,
    startedAt: START,
    urgent: true,
    state: "sending",
    ...more,
  });
  return String(row._id);
};

describe("a lane that is ahead of the list", () => {
  test("between a chunk that counts and its opening nobody is passed by, and the lane comes back", async () => {
    const id = await urgent();
    await takeListing(id, "writer", clock.at, clock.at);
    const first = everybody.slice(0, CHUNK_SIZE).map((userId) => ({ userId, skip: undefined }));
    await writeRows(id, 0, first, clock.at);
    const to = first.at(-1)?.userId ?? "";
    await publishChunk(id, { by: "writer", k: 0, people: CHUNK_SIZE, to, at: clock.at });
    expect((await runLane(sending, OA_ID, true)).kind).toBe("wait");
    await openChunk(id, 0, first);
    await runLane(sending, OA_ID, true);
    expect(sent).toHaveLength(CHUNK_SIZE);
    // the first is sent and closed, the second not yet listed
    expect((await runLane(sending, OA_ID, true)).kind).toBe("wait");
    clock.at = new Date(clock.at.getTime() + 11_000);
    await listAudience(deps, id);
    await runLane(sending, OA_ID, true);
    expect(new Set(sent).size).toBe(PEOPLE);
    expect(sent).toHaveLength(PEOPLE);
    expect((await findBroadcast(id))?.state).toBe("done");
  });
  test("with a lane at every step of the list everybody is sent to once, and it ends", async () => {
    const id = await urgent();
    const eager: BroadcastDeps = {
      ...deps,
      clock: {
        now: () => {
          lanes.push(runLane(sending, OA_ID, true));
          return clock.at;
        },
      },
      enqueueLane: async () => void (await runLane(sending, OA_ID, true)),
    };
    const lanes: Promise<unknown>[] = [];
    await listAudience(eager, id);
    await Promise.all(lanes);
    await runLane(sending, OA_ID, true);
    expect(sent.toSorted()).toEqual(everybody);
    expect((await findBroadcast(id))?.state).toBe("done");
  });
  test("whoever stands behind the cursor all the same is found by the sweep", async () => {
    const id = await urgent();
    await listAudience(deps, id);
    await BroadcastModel.updateOne({ _id: id }, { $set: { cursor: 64 } });
    await runLane(sending, OA_ID, true);
    expect(sent).toEqual([]);
    await sweepBroadcasts({ ...deps, isQueued: async () => true }, 60_000);
    await runLane(sending, OA_ID, true);
    expect(sent).toHaveLength(PEOPLE);
    expect(await LedgerModel.countDocuments({ b: new Types.ObjectId(id), s: "planned" })).toBe(0);
  });
});

describe("a writer of the list who was away while another took over", () => {
  const first = everybody.slice(0, CHUNK_SIZE).map((userId) => ({ userId, skip: undefined }));
  const resultsOf = (id: string) => LedgerModel.distinct("s", { b: new Types.ObjectId(id) });
  test("writes over nothing that was sent meanwhile", async () => {
    const id = await urgent();
    const early = clock.at;
    await takeListing(id, "slow", early, early);
    clock.at = new Date(early.getTime() + 11_000);
    await listAudience(deps, id);
    await runLane(sending, OA_ID, true);
    await expect(writeRows(id, 0, first, early)).rejects.toThrow("duplicate key");
    expect(await resultsOf(id)).toEqual(["accepted"]);
  });
  test("stops before it writes", async () => {
    const id = await urgent();
    let turns = 0;
    const slow: BroadcastDeps = {
      ...deps,
      enqueueLane: async () => {
        turns += 1;
        if (turns > 1) return;
        // the first chunk counts; the rest is written by another while this one sleeps
        clock.at = new Date(clock.at.getTime() + 11_000);
        await listAudience(deps, id);
        await runLane(sending, OA_ID, true);
      },
    };
    await listAudience(slow, id);
    expect(sent).toHaveLength(PEOPLE);
    expect(await resultsOf(id)).toEqual(["accepted"]);
    expect(turns).toBe(1);
    expect((await findBroadcast(id))?.state).toBe("done");
  });
});

describe("what version 0.4 left behind", () => {
  const raw = mongoose.connection.collection("broadcasts");
  const NEW_FIELDS = ["alsoArticle", "articleLeftOut", "unlisted", "listing", "quietUntil", "itemsDue"];
  /** As it was stored then: without the fields that came later. */
  async function ofThen(more: Partial<Broadcast>): Promise<string> {
    const id = await urgent(more);
    const fields = Object.fromEntries(NEW_FIELDS.map((name) => [name, ""]));
    await raw.updateOne({ _id: new Types.ObjectId(id) }, { $unset: fields });
    return id;
  }
  test.each([true, false])("approved then, due now (urgent %s): it is listed and sent", async (isUrgent) => {
    const id = await ofThen({ state: "scheduled", startedAt: null, urgent: isUrgent });
    const broadcast = await findBroadcast(id);
    if (broadcast) await begin(deps, broadcast, clock.at);
    await listAudience(deps, id);
    await runLane(sending, OA_ID, isUrgent);
    expect(sent).toHaveLength(PEOPLE);
    expect((await findBroadcast(id))?.state).toBe("done");
  });
  test("cut while it was being listed: listed afresh, with nothing of the old list in it", async () => {
    const id = await ofThen({ state: "freezing", urgent: false });
    const old = Array.from({ length: CHUNK_SIZE }, (_, n) => ({ userId: `old${n}`, skip: undefined }));
    for (let k = 0; k < 5; k += 1) {
      await writeRows(id, k, old, clock.at);
      await openChunk(id, k, old);
    }
    const asked: string[] = [];
    const sweeping = { ...deps, enqueueFreeze: async (one: string) => void asked.push(one) };
    await sweepBroadcasts({ ...sweeping, isQueued: async () => true }, 60_000);
    expect(asked).toEqual([id]);
    await listAudience(deps, id);
    await runLane(sending, OA_ID, false);
    expect(sent.toSorted()).toEqual(everybody);
    expect(await findBroadcast(id)).toMatchObject({ state: "done", total: PEOPLE, counts: { accepted: PEOPLE } });
  });
  test("handed on then, cut half-way: a unit that has its part gets no second one", async () => {
    await saveUnits([
      { ...unit, _id: "so", kind: "department", name: "Sở", office: "Sở", parents: [] },
      {
        ...unit,
        _id: "xa-a",
        kind: "commune",
        name: "Xã A",
        office: "UBND xã A",
        parents: [{ code: "so", from: START, to: null }],
      },
    ]);
    const oa = {
      _id: OA_ID,
      unitCode: "xa-a",
      name: "",
      oaType: 2,
      packageName: "",
      packageUntil: "",
      followerCount: 1,
    };
    await saveConnection(
      oa,
      { accessToken: "-", refreshToken: "-", accessExpiresAt: START, refreshExpiresAt: START },
      START,
    );
    const whole = await findBroadcast(await ofThen({ unitCode: "so", oaId: "", units: ["xa-a"], urgent: false }));
    if (!whole) throw new Error("no broadcast");
    const parentId = String(whole._id);
    await ofThen({ parentId, state: "done", urgent: false });
    await fanOut(deps, whole, clock.at);
    expect(await BroadcastModel.countDocuments({ parentId })).toBe(1);
    await BroadcastModel.deleteOne({ parentId });
    await fanOut(deps, whole, clock.at);
    expect(await BroadcastModel.countDocuments({ parentId })).toBe(1);
  });
});

const unit = {
  province: "",
  from: START,
  to: null,
  population: 1,
  households: 1,
  hamlets: 1,
  topics: [],
  contact: { address: "", hours: "", phone: "", dutyPhone: "" },
};
