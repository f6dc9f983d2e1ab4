import { type Broadcast, BroadcastModel, emptyRun } from "../../src/broadcasts/broadcast.model.ts";
import { findBroadcast } from "../../src/broadcasts/broadcast.store.ts";
import { addMissingArticles } from "../../src/broadcasts/also-article.ts";
import { listAudience } from "../../src/broadcasts/list-audience.ts";
import { runLane } from "../../src/broadcasts/run-lane.ts";
import { type ArticleDeps, sendArticles } from "../../src/broadcasts/send-articles.ts";
import type { SendDeps } from "../../src/broadcasts/send-chunk.ts";
import { type BroadcastDeps, begin } from "../../src/broadcasts/start-broadcast.ts";
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from "../../src/broadcasts/steer-broadcast.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { addFollowers } from "../../src/citizens/citizen.store.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { createLogger } from "../../src/kernel/logger.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { saveConnection } from "../../src/zalo/oa.store.ts";
import { DEFAULT_TERMS } from "../../src/zalo/terms.ts";
import { openStore } from "../support/store.ts";

/** Half a minute passes with every batch of four. */
const clock = { at: new Date("2026-11-20T21:58:00+07:00"), now: () => clock.at };
const at = (text: string): void => {
  clock.at = new Date(text);
};
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
const sent: { oaId: string; at: Date }[] = [];
const sending: SendDeps = {
  clock,
  stopRule: deps.stopRule,
  log: createLogger("silent", "test"),
  concurrency: 4,
  imageCache: { get: async () => null, set: async () => undefined },
  countSend: () => undefined,
  othersWait: async () => false,
  isStopping: () => false,
  limits: {
    on: true,
    perApp: 4000,
    async take(_oa, wanted) {
      clock.at = new Date(clock.at.getTime() + 30_000);
      return { granted: Math.min(4, wanted), waitMs: 0 };
    },
    waitForTurn: async () => undefined,
    learn: () => undefined,
    holdBack: async () => undefined,
    describe: async () => ({ perMinute: 100, learned: false, heldBackMs: 0 }),
  },
  zalo: {
    async sendMessage(oaId) {
      sent.push({ oaId, at: clock.at });
      return { kind: "accepted", messageId: `m${sent.length}`, paidBy: "" } as never;
    },
    sendTemplate: async () => ({ kind: "unknown", reason: "unknown-error" }),
    uploadImage: async () => "",
  },
};

openStore();
beforeAll(async () => {
  const from = new Date("2025-07-01T00:00:00+07:00");
  const contact = { address: "", hours: "", phone: "", dutyPhone: "" };
  const unit = { province: "", from, to: null, population: 1, households: 1, hamlets: 1, topics: [], contact };
  const parents = [{ code: "so", from, to: null }];
  await saveUnits([
    { ...unit, _id: "so", kind: "department", name: "Sở", office: "Sở", parents: [] },
    { ...unit, _id: "xa-a", kind: "commune", name: "Xã A", office: "UBND xã A", parents },
    { ...unit, _id: "xa-b", kind: "commune", name: "Xã B", office: "UBND xã B", parents },
  ]);
  const pair = { accessToken: "-", refreshToken: "-", accessExpiresAt: from, refreshExpiresAt: from };
  for (const [oaId, unitCode] of [
    ["1", "xa-a"],
    ["2", "xa-b"],
  ] as const) {
    const oa = {
      _id: oaId,
      unitCode,
      name: "",
      oaType: 2,
      packageName: "Comprehensive",
      packageUntil: "",
      followerCount: 40,
    };
    await saveConnection(oa, pair, from);
    const people = Array.from({ length: 40 }, (_, n) => `${oaId}${String(n).padStart(4, "0")}`);
    await addFollowers(oaId, unitCode, people, new Date("2026-11-20T09:00:00+07:00"), from);
  }
});
beforeEach(async () => {
  sent.length = 0;
  await UnitModel.updateMany({}, { $set: { sendHours: { from: 6, to: 22, quietDays: [] } } });
});

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
const plainRow = (): Omit<Broadcast, "_id"> => ({
  ...emptyRun(),
  unitCode: "xa-a",
  oaId: "1",
  title: "T",
  contents: [content],
  channel: "personal",
  audience: EVERYBODY,
  audienceName: "",
  createdBy: { id: "1", name: "A" },
  createdAt: clock.at,
  state: "scheduled",
});
const start = async (more: Partial<Broadcast> = {}): Promise<string> => {
  const row = await BroadcastModel.create({ ...plainRow(), ...more });
  const id = String(row._id);
  const broadcast = await findBroadcast(id);
  if (broadcast) await begin(deps, broadcast, clock.at);
  if (!more.units) await listAudience(deps, id);
  return id;
};
const hourOf = (moment: Date): number => (moment.getUTCHours() + 7) % 24;

test("the hour ends in the middle: nothing leaves after it, the page says until when, the rest goes in the morning", async () => {
  at("2026-11-20T21:58:00+07:00");
  const id = await start();
  expect((await runLane(sending, "1", false)).kind).toBe("wait");
  expect(sent.length).toBeGreaterThan(4);
  expect(sent.length).toBeLessThan(40);
  expect(sent.every((one) => hourOf(one.at) === 21 || one.at <= new Date("2026-11-20T22:00:30+07:00"))).toBe(true);
  const resting = await findBroadcast(id);
  expect(resting?.quietUntil).toEqual(new Date("2026-11-21T06:00:00+07:00"));
  const before = sent.length;
  at("2026-11-21T05:59:00+07:00");
  await runLane(sending, "1", false);
  expect(sent.length).toBe(before);
  at("2026-11-21T06:00:00+07:00");
  await runLane(sending, "1", false);
  expect(sent.length).toBe(40);
  expect((await findBroadcast(id))?.quietUntil).toBeNull();
});

test("going on after a pause asks the hour again", async () => {
  at("2026-11-20T21:59:00+07:00");
  const id = await start();
  await pauseBroadcast(id);
  at("2026-11-20T23:00:00+07:00");
  await resumeBroadcast(deps, id);
  await runLane(sending, "1", false);
  expect(sent).toEqual([]);
  expect((await findBroadcast(id))?.quietUntil).toEqual(new Date("2026-11-21T06:00:00+07:00"));
});

test("an emergency rests at no hour", async () => {
  at("2026-11-20T23:30:00+07:00");
  const id = await start({ urgent: true });
  await runLane(sending, "1", true);
  expect(sent.length).toBe(40);
  expect((await findBroadcast(id))?.state).toBe("done");
});

test("a department's action keeps each commune's own hours and quiet days", async () => {
  at("2026-11-20T20:30:00+07:00");
  await UnitModel.updateOne({ _id: "xa-b" }, { $set: { sendHours: { from: 6, to: 20, quietDays: ["2026-11-21"] } } });
  // the department itself would be quiet by now: that is not asked
  await UnitModel.updateOne({ _id: "so" }, { $set: { sendHours: { from: 8, to: 17, quietDays: [] } } });
  await start({ unitCode: "so", oaId: "", units: ["xa-a", "xa-b"] });
  const children = await BroadcastModel.find({ parentId: { $gt: "" } }).lean();
  expect(children).toHaveLength(2);
  for (const child of children) {
    await listAudience(deps, String(child._id));
    await runLane(sending, child.oaId, false);
  }
  expect(new Set(sent.map((one) => one.oaId))).toEqual(new Set(["1"]));
  const other = await BroadcastModel.findOne({ unitCode: "xa-b", parentId: { $gt: "" } }).lean();
  expect(other?.quietUntil).toEqual(new Date("2026-11-22T06:00:00+07:00"));
});

test("an article waits for Zalo's hours and the unit's; an emergency's for Zalo's alone", async () => {
  let calls = 0;
  const articles: ArticleDeps = {
    ...deps,
    log: sending.log,
    coverUrl: () => "",
    zaloHours: { from: 6, to: 22, quietDays: [] },
    zalo: {
      createArticle: async () => "token",
      verifyArticle: async () => "article",
      async broadcastArticles() {
        calls += 1;
        return { kind: "accepted", messageId: "m" } as never;
      },
      articleViews: async () => ({ views: 0, shares: 0 }),
    },
  };
  await UnitModel.updateOne({ _id: "xa-a" }, { $set: { sendHours: { from: 8, to: 20, quietDays: [] } } });
  at("2026-11-20T20:30:00+07:00");
  const id = await start({ channel: "article" });
  expect((await sendArticles(articles, id)).kind).toBe("wait");
  expect(calls).toBe(0);
  expect((await findBroadcast(id))?.quietUntil).toEqual(new Date("2026-11-21T08:00:00+07:00"));
  const urgent = await start({ channel: "article", urgent: true });
  await sendArticles(articles, urgent);
  expect(calls).toBe(1);
  at("2026-11-20T23:00:00+07:00");
  const night = await start({ channel: "article", urgent: true });
  expect((await sendArticles(articles, night)).kind).toBe("wait");
  expect(calls).toBe(1);
});

describe("the article of an emergency", () => {
  const urgent = { urgent: true, alsoArticle: true, approvals: [] };
  const articleOf = (id: string) => BroadcastModel.findOne({ parentId: id }).lean();
  beforeEach(() => BroadcastModel.deleteMany({}));
  test("goes out beside the messages, with a ledger of its own, once", async () => {
    at("2026-11-20T21:30:00+07:00");
    const id = await start(urgent);
    const child = await articleOf(id);
    expect(child).toMatchObject({ channel: "article", state: "freezing", urgent: true, alsoArticle: false });
    await addMissingArticles(deps, clock.at);
    expect(await BroadcastModel.countDocuments({ parentId: id })).toBe(1);
    // a pause of the one holds the other
    await pauseBroadcast(id);
    expect((await articleOf(id))?.state).toBe("paused");
    await resumeBroadcast(deps, id);
    expect((await articleOf(id))?.state).toBe("freezing");
  });
  test("is left out with the reason when Zalo takes none at this hour, or the day's turn is used", async () => {
    at("2026-11-20T22:30:00+07:00");
    const night = await start(urgent);
    expect(await articleOf(night)).toBeNull();
    expect((await findBroadcast(night))?.articleLeftOut).toContain("từ 6:00 đến 21:59");
    at("2026-11-20T10:00:00+07:00");
    await start({ channel: "article" });
    const second = await start(urgent);
    expect((await findBroadcast(second))?.articleLeftOut).toContain("một lượt mỗi ngày");
  });
  test("kept from being made by a cut, it is made by the sweep", async () => {
    at("2026-11-20T10:00:00+07:00");
    const cut = { ...deps, enqueueFreeze: async () => Promise.reject(new Error("cut")) };
    const row = await BroadcastModel.create({ ...plainRow(), ...urgent, dueAt: clock.at });
    const broadcast = await findBroadcast(String(row._id));
    if (broadcast) await expect(begin(cut, broadcast, clock.at)).rejects.toThrow("cut");
    expect(await articleOf(String(row._id))).toBeNull();
    await addMissingArticles(deps, clock.at);
    expect((await articleOf(String(row._id)))?.channel).toBe("article");
  });
  test.each([
    ["held before it began", { state: "paused", startedAt: null }],
    ["held while it goes", { state: "paused" }],
    ["being ended", { state: "cancelling" }],
    ["ended", { state: "cancelled" }],
  ] as const)("%s: the sweep makes none", async (_, held) => {
    at("2026-11-20T10:00:00+07:00");
    const row = { ...plainRow(), ...urgent, dueAt: clock.at, startedAt: clock.at, ...held };
    const id = String((await BroadcastModel.create(row))._id);
    await addMissingArticles(deps, clock.at);
    expect(await articleOf(id)).toBeNull();
    expect((await findBroadcast(id))?.articleLeftOut).toBe("");
    if (held.state !== "paused") return;
    // going on is what makes it, however long that took
    at("2026-11-20T16:00:00+07:00");
    await resumeBroadcast(deps, id);
    expect((await articleOf(id))?.state).toBe("freezing");
  });
  test("a department's pause holds the articles of its units, that of one who is through with messages too", async () => {
    at("2026-11-20T10:00:00+07:00");
    const whole = await start({ ...urgent, dueAt: clock.at, unitCode: "so", oaId: "", units: ["xa-a", "xa-b"] });
    const [a, b] = await BroadcastModel.find({ parentId: whole }).sort({ unitCode: 1 }).lean();
    await BroadcastModel.updateOne({ parentId: whole, unitCode: "xa-a" }, { $set: { state: "done" } });
    const articles = async () =>
      (await Promise.all([a, b].map((one) => articleOf(String(one?._id))))).map((article) => article?.state);
    await pauseBroadcast(whole);
    expect(await articles()).toEqual(["paused", "paused"]);
    // a unit's part that lost its article to a cut gets none while the whole is held
    await BroadcastModel.deleteOne({ parentId: String(a?._id) });
    await addMissingArticles(deps, clock.at);
    expect(await articles()).toEqual([undefined, "paused"]);
    await resumeBroadcast(deps, whole);
    await addMissingArticles(deps, clock.at);
    expect(await articles()).toEqual(["freezing", "freezing"]);
    await pauseBroadcast(whole);
    await cancelBroadcast(deps, whole);
    expect(await articles()).toEqual(["cancelling", "cancelling"]);
  });
});
