import { type Broadcast, BroadcastModel, emptyRun } from "../../src/broadcasts/broadcast.model.ts";
import { findBroadcast } from "../../src/broadcasts/broadcast.store.ts";
import { articlesUsed } from "../../src/broadcasts/make-plan.ts";
import { submitBroadcast } from "../../src/broadcasts/decide-broadcast.ts";
import { saveDraft } from "../../src/broadcasts/prepare-broadcast.ts";
import { sendArticles } from "../../src/broadcasts/send-articles.ts";
import { presentProgress } from "../../src/broadcasts/present.ts";
import { listAudience } from "../../src/broadcasts/list-audience.ts";
import { type BroadcastDeps, startDue } from "../../src/broadcasts/start-broadcast.ts";
import {
  pauseBroadcast,
  resumeBroadcast,
  settleUnknown,
  sweepBroadcasts,
} from "../../src/broadcasts/steer-broadcast.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { addFollowers } from "../../src/citizens/citizen.store.ts";
import { ItemModel } from "../../src/content/item.model.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { createLogger } from "../../src/kernel/logger.ts";
import { scopeOf } from "../../src/units/scope-of.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import type { SendOutcome } from "../../src/zalo/send-outcome.ts";
import { OaModel } from "../../src/zalo/oa.model.ts";
import { saveConnection } from "../../src/zalo/oa.store.ts";
import { DEFAULT_TERMS } from "../../src/zalo/terms.ts";
import { openStore } from "../support/store.ts";

const OA = "900000000000000001";
const asked: string[] = [];
const deps: BroadcastDeps = {
  clock: { now: () => new Date() },
  stopRule: { count: 50, share: 0.3 },
  mostLateHours: 12,
  terms: DEFAULT_TERMS,
  enqueueFreeze: async (id) => void asked.push(`freeze ${id}`),
  enqueueLane: async (oaId) => void asked.push(`lane ${oaId}`),
  enqueueArticle: async (id) => void asked.push(`article ${id}`),
  enqueueCancel: async (id) => void asked.push(`cancel ${id}`),
};

const START = new Date("2025-07-01T00:00:00+07:00");
const AUTHOR = { id: "1", name: "A" };
const plan = {
  ...emptyRun(),
  unitCode: "xa-a",
  oaId: OA,
  title: "Lịch cắt điện",
  contents: [
    {
      itemId: "1",
      kind: "tin" as const,
      details: NO_DETAILS,
      title: "Lịch cắt điện",
      body: "Thôn 2 mất điện sáng thứ Bảy.",
      source: "UBND xã",
      pictureId: "",
      pictureAlt: "",
      pictureSha: "",
      message: "Lịch cắt điện\nThôn 2 mất điện sáng thứ Bảy.",
      authorId: "1",
      authorName: "A",
    },
  ],
  channel: "article" as const,
  audience: EVERYBODY,
  audienceName: "Người quan tâm OA",
  createdBy: AUTHOR,
  createdAt: START,
  startedAt: START,
};

/** whatever the hour of the run: hours have tests of their own */
const ANY = { from: 0, to: 24, quietDays: [] };

openStore();
beforeAll(async () => {
  const unit = {
    kind: "commune" as const,
    province: "",
    from: START,
    to: null,
    population: 1,
    households: 1,
    hamlets: 1,
    topics: [],
    contact: { address: "", hours: "", phone: "", dutyPhone: "" },
  };
  await saveUnits([
    { ...unit, _id: "so", kind: "department", name: "Sở", office: "Sở", parents: [] },
    { ...unit, _id: "xa-a", name: "Xã A", office: "UBND xã A", parents: [{ code: "so", from: START, to: null }] },
  ]);
  await UnitModel.updateMany({}, { $set: { sendHours: ANY } });
  await saveConnection(
    { _id: OA, unitCode: "xa-a", name: "Xã A", oaType: 4, packageName: "", packageUntil: "", followerCount: 3 },
    { accessToken: "-", refreshToken: "-", accessExpiresAt: START, refreshExpiresAt: START },
    START,
  );
  await addFollowers(OA, "xa-a", ["101", "102", "103"], START, START);
});

/** A frozen article broadcast; `answer` says what becomes of its one call. */
async function start(answer: (id: string) => Promise<SendOutcome>): Promise<{ id: string; run(): Promise<unknown> }> {
  const id = String((await BroadcastModel.create({ ...plan, state: "freezing" }))._id);
  await listAudience(deps, id);
  const zalo = {
    createArticle: async () => "token",
    verifyArticle: async () => "article-1",
    broadcastArticles: () => answer(id),
    articleViews: async () => ({ views: 0, shares: 0 }),
  };
  const log = createLogger("silent", "test");
  return {
    id,
    run: () => sendArticles({ ...deps, zalo, log, coverUrl: () => "", zaloHours: ANY }, id),
  };
}

test("from its one call on an article is Zalo's: a pause is refused in words, and the answer is kept", async () => {
  let calls = 0;
  const { id, run } = await start(async (broadcastId) => {
    calls += 1;
    await expect(pauseBroadcast(broadcastId)).rejects.toThrow("Zalo đã nhận tin bài này");
    return { kind: "accepted", messageId: "m1" };
  });
  expect(presentProgress((await findBroadcast(id)) as Broadcast, START)).toMatchObject({
    canPause: true,
    withZalo: "",
  });
  await pauseBroadcast(id);
  await run();
  expect(calls).toBe(0);
  await resumeBroadcast(deps, id);
  await run();
  expect(calls).toBe(1);
  expect(await findBroadcast(id)).toMatchObject({ state: "done", counts: { accepted: 3 } });
  await expect(pauseBroadcast(id)).rejects.toThrow("không còn đang gửi");
});

test("in doubt and paused: sending again starts from making the call", async () => {
  const answers: SendOutcome[] = [
    { kind: "unknown", reason: "timeout" },
    { kind: "accepted", messageId: "m2" },
  ];
  const { id, run } = await start(async () => answers.shift() as SendOutcome);
  await run();
  expect(await findBroadcast(id)).toMatchObject({ state: "done-with-errors", counts: { unknown: 3 } });
  await BroadcastModel.updateOne({ _id: id }, { $set: { state: "paused" } });
  expect(await settleUnknown(deps, id, "all", "resend", "Bà con báo chưa nhận")).toBe(3);
  await resumeBroadcast(deps, id);
  await run();
  expect(await findBroadcast(id)).toMatchObject({ state: "done", counts: { accepted: 3, unknown: 0 } });
});

test("a department's action cut off before its units got theirs: the sweep hands it on with its words", async () => {
  const parent = await BroadcastModel.create({
    ...plan,
    unitCode: "so",
    oaId: "",
    channel: "personal",
    units: ["xa-a"],
    state: "sending",
  });
  await sweepBroadcasts({ ...deps, isQueued: async () => true }, 60_000);
  const child = await BroadcastModel.findOne({ parentId: String(parent._id) }).lean();
  expect(child).toMatchObject({ unitCode: "xa-a", oaId: OA, state: "freezing", units: [] });
  expect(child?.contents[0]).toMatchObject({ message: plan.contents[0]?.message, body: plan.contents[0]?.body });
  expect(asked).toContain(`freeze ${String(child?._id)}`);
  await sweepBroadcasts({ ...deps, isQueued: async () => true }, 60_000);
  expect(await BroadcastModel.countDocuments({ parentId: String(parent._id) })).toBe(1);
});

test("a unit's articles of the month count, however much else there is", async () => {
  const row = { ...plan, unitCode: "xa-nhieu", state: "done" as const };
  const many = Array.from({ length: 5001 }, () => ({ unitCode: "xa-nhieu", channel: "personal", createdAt: START }));
  await BroadcastModel.collection.insertMany(many);
  const before = new Date(START.getTime() - 10 * 86_400_000);
  await BroadcastModel.create([
    { ...row, createdAt: before },
    { ...row, createdAt: before, startedAt: new Date(START.getTime() + 86_400_000) },
    { ...row, createdAt: before, state: "cancelled" },
    { ...row, createdAt: before, units: ["xa-a"] },
  ]);
  expect((await articlesUsed(["xa-nhieu"], START)).get("xa-nhieu")).toEqual({ month: 2, day: 1 });
});

const FIGURES = {
  at: START,
  audience: 3,
  reached: 3,
  consultationFree: 0,
  consultationCharged: 0,
  template: 0,
  article: 3,
  costVnd: 0,
  stoppedReached: 0,
  twice: 0,
  takesMinutes: 1,
  unreachable: {},
};
/** `xa-cu` came whole to `xa-a` on that day. */
const MERGED = new Date("2026-01-15T00:00:00+07:00");
async function merge(): Promise<void> {
  const { _id, ...fields } = (await UnitModel.findById("xa-a").lean()) ?? { _id: "" };
  await UnitModel.updateOne({ _id: "xa-cu" }, { $set: { ...fields, name: "Xã cũ", to: MERGED } }, { upsert: true });
  await UnitModel.updateOne({ _id: "xa-a" }, { $set: { held: [{ code: "xa-cu", from: MERGED }] } });
}

test("an approved send of a unit that ended is a draft again; who took its place saves it and sends", async () => {
  await merge();
  const item = await ItemModel.create({
    unitCode: "xa-cu",
    kind: "tin",
    details: { ...NO_DETAILS, privatePeople: "khong" },
    title: "Lịch cắt điện",
    text: "Thôn 2 mất điện sáng thứ Bảy.",
    source: "UBND xã",
    sourceClass: "cong-khai",
    state: "draft",
    author: AUTHOR,
    version: 1,
    createdAt: START,
    updatedAt: START,
  });
  const due = { unitCode: "xa-cu", oaId: "cu", startedAt: null, state: "scheduled" as const, dueAt: START };
  const id = String((await BroadcastModel.create({ ...plan, ...due }))._id);
  expect(await startDue(deps)).toBe(0);
  expect(await findBroadcast(id)).toMatchObject({
    state: "draft",
    approvals: [],
    stopReason: "Xã cũ đã kết thúc từ 15/01/2026. Cần trình duyệt lại.",
  });
  const scope = await scopeOf({ unitCode: "xa-a" }, new Date());
  await expect(submitBroadcast(deps, scope, id, AUTHOR)).rejects.toThrow(/Xã cũ đã kết thúc từ 15\/01\/2026/);
  const choice = {
    itemIds: [String(item._id)],
    audience: EVERYBODY,
    audienceName: "Người quan tâm OA",
    channel: "article" as const,
    templateId: "",
    alsoArticle: false,
    cities: [],
    units: [],
    urgent: false,
    sendAt: null,
    plan: FIGURES,
  };
  await saveDraft(deps, scope, choice, AUTHOR, id);
  await submitBroadcast(deps, scope, id, AUTHOR);
  expect(await findBroadcast(id)).toMatchObject({ unitCode: "xa-a", oaId: OA, state: "waiting" });
  expect(await ItemModel.findById(item._id).lean()).toMatchObject({ unitCode: "xa-cu", state: "waiting" });
});

test("what an OA sent for the unit that held it before is used up for the unit that holds it", async () => {
  await BroadcastModel.deleteMany({});
  await OaModel.updateOne({ _id: OA }, { $set: { holders: [{ unitCode: "xa-cu", to: MERGED }] } });
  const at = (day: string) => new Date(`2026-01-${day}T09:00:00+07:00`);
  const sent = (unitCode: string, day: string) => {
    return { ...plan, unitCode, state: "done" as const, createdAt: at(day), startedAt: at(day) };
  };
  // after the day it has an OA of its own
  await BroadcastModel.create([sent("xa-cu", "10"), sent("xa-a", "20"), sent("xa-cu", "20")]);
  expect((await articlesUsed(["xa-a"], at("20"))).get("xa-a")).toEqual({ month: 2, day: 1 });
  expect((await articlesUsed(["xa-a"], at("10"))).get("xa-a")).toEqual({ month: 2, day: 1 });
});
