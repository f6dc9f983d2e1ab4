import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type Service, startRedis } from "../../launcher/services.ts";
import { BroadcastModel } from "../../src/broadcasts/broadcast.model.ts";
import { AcknowledgementModel, LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { makePlan } from "../../src/broadcasts/make-plan.ts";
import { begin, startDue } from "../../src/broadcasts/start-broadcast.ts";
import {
  cancelBroadcast,
  pauseBroadcast,
  resumeBroadcast,
  settleUnknown,
} from "../../src/broadcasts/steer-broadcast.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { MessageModel } from "../../src/chatbot/conversation.model.ts";
import { ItemModel } from "../../src/content/item.model.ts";
import { DEFAULT_TOPICS, UnitModel } from "../../src/units/unit.model.ts";
import { DEFAULT_TERMS } from "../../src/zalo/terms.ts";
import { addCommunes, acceptedAt } from "../support/communes.ts";
import { approvedBroadcast, approvedItem, choice, deps, ended, knowFollowers, read, send } from "../support/send.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";

const PEOPLE = 240;
let world: World;
/** Redis of its own, because this file empties it: in the shared one others would lose their sessions and jobs. */
let folder: string;
let redis: Service;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "loa-sending-"));
  redis = await startRedis(folder, await freePort());
  world = await World.start({
    residents: PEOPLE,
    settings: {
      REDIS_URL: redis.url,
      ZALO_OA_LIMIT: "2000",
      SEND_CONCURRENCY: "4",
      STOP_AFTER_FAILED: "20",
      STOP_AFTER_SHARE: "0.5",
    },
    simulator: { SIM_API_DELAY_MS: "5", SIM_ARTICLE_MS: "300" },
  });
  // ten in the morning in Vietnam, whatever the hour of the run: Zalo takes no articles at night
  const now = new Date();
  const shift = (3 - now.getUTCHours()) * 3_600_000;
  await world.sim("clock", { skewMs: shift });
  await knowFollowers(0, PEOPLE);
});
afterAll(async () => {
  await world.stop();
  await redis.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Each test begins with everybody receiving, within the window, and the unit as it is; a test that failed leaves none of its world to the next. */
beforeEach(async () => {
  await CitizenModel.deleteMany({ oaId: OA, userId: { $gte: person(PEOPLE) } });
  await CitizenModel.updateMany(
    { oaId: OA, isFollower: true },
    { $set: { receiving: true, lastInteractionAt: new Date() } },
  );
  const unit = { topics: DEFAULT_TOPICS, templates: [], sendHours: { from: 0, to: 24, quietDays: [] } };
  await UnitModel.updateOne({ _id: "sao-mai" }, { $set: unit });
});

const person = (n: number): string => userNumber(n);
const count = async (): Promise<number> => (await world.counters())["accepted"] ?? 0;

test("row 3: settings, topics and rights changed while sending change neither content nor audience", async () => {
  const id = await send(world, EVERYBODY, "Tin không đổi");
  await eventually(
    "half way",
    () => read(id),
    (b) => b.state === "sending" && b.counts.planned > 0 && b.counts.planned < PEOPLE - 10,
  );
  const before = await read(id);
  await ItemModel.updateMany({ title: "Tin không đổi" }, { $set: { text: "Chữ khác", title: "Khác" } });
  await UnitModel.updateOne({ _id: "sao-mai" }, { $set: { topics: [], sendHours: { from: 0, to: 1, quietDays: [] } } });
  await world.sim("residents", { oa: OA, count: 5, firstId: person(PEOPLE) });
  await knowFollowers(PEOPLE, 5);
  const done = await ended(id);
  expect(done.total).toBe(PEOPLE);
  expect(done.contents).toEqual(before.contents);
  const texts = (await world.fromOa(person(PEOPLE - 1))).map((m) => m.text);
  expect(texts.some((text) => text.startsWith("Tin không đổi"))).toBe(true);
  expect(texts.some((text) => text.includes("Chữ khác"))).toBe(false);
  await CitizenModel.deleteMany({ userId: { $in: [0, 1, 2, 3, 4].map((n) => person(PEOPLE + n)) } });
});

test("a pause is honoured within a second, and going on reaches everybody once", async () => {
  const before = await world.accepted();
  const id = await send(world, EVERYBODY, "Tạm dừng thử");
  await eventually(
    "moving",
    () => read(id),
    (b) => b.counts.accepted + b.counts.received + b.counts.seen > 10,
  );
  await pauseBroadcast(id);
  const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  // what was under way may end whenever this machine lets it, four chunks of four; in two seconds 66 would have left
  const second = await rest(1000).then(count);
  await rest(2000);
  expect((await count()) - second).toBeLessThanOrEqual(16);
  expect((await read(id)).state).toBe("paused");
  await resumeBroadcast(deps(world), id);
  await ended(id);
  const after = await world.accepted();
  for (let n = 0; n < PEOPLE; n += 1) expect((after[person(n)] ?? 0) - (before[person(n)] ?? 0)).toBe(1);
});

test("row 7: a schedule a year away leaves when the clock gets there; long overdue it asks a person first", async () => {
  const year = 365 * 86_400_000;
  const sendAt = new Date(Date.now() + year);
  const id = await approvedBroadcast(world, choice([await approvedItem(world, "Một năm sau")], { sendAt }));
  const at = (ms: number) => ({ ...deps(world), clock: { now: () => new Date(sendAt.getTime() + ms) } });
  await startDue(deps(world));
  expect((await read(id)).state).toBe("scheduled");
  await world.core.redis.flushdb();
  await startDue(at(60_000));
  expect(["freezing", "sending"]).toContain((await read(id)).state);
  await ended(id);
  // an outage of two days: it is not lost, and it does not leave by itself
  const late = await approvedBroadcast(world, choice([await approvedItem(world, "Mời họp hôm kia")], { sendAt }));
  await startDue(at(2 * 86_400_000));
  const held = await read(late);
  expect([held.state, held.startedAt]).toEqual(["paused", null]);
  expect(held.stopReason).toContain("Đã quá giờ hẹn");
  await cancelBroadcast(deps(world), late);
});

test("a schedule waits through quiet hours and leaves at the next allowed moment", async () => {
  await UnitModel.updateOne({ _id: "sao-mai" }, { $set: { sendHours: { from: 6, to: 22, quietDays: [] } } });
  const night = new Date("2026-11-30T23:30:00+07:00");
  const id = await approvedBroadcast(world, choice([await approvedItem(world, "Ban đêm")]));
  await BroadcastModel.updateOne({ _id: id }, { $set: { dueAt: night } });
  const at = (text: string) => startDue({ ...deps(world), clock: { now: () => new Date(text) } });
  await at("2026-11-30T23:31:00+07:00");
  expect((await read(id)).state).toBe("scheduled");
  await at("2026-12-01T06:00:30+07:00");
  expect((await read(id)).state).not.toBe("scheduled");
  await UnitModel.updateOne({ _id: "sao-mai" }, { $set: { sendHours: { from: 0, to: 24, quietDays: [] } } });
  await ended(id);
});

test("row 8: Redis flushed in the middle and before a schedule: rebuilt once, nobody twice", async () => {
  const before = await world.accepted();
  const soon = new Date(Date.now() + 4000);
  const planned = await approvedBroadcast(world, choice([await approvedItem(world, "Hẹn giờ")], { sendAt: soon }));
  const id = await send(world, EVERYBODY, "Redis bị xoá");
  await eventually(
    "moving",
    () => read(id),
    (b) => b.state === "sending" && b.counts.planned < PEOPLE - 10,
  );
  await world.core.redis.flushdb();
  await ended(id);
  await ended(planned);
  const after = await world.accepted();
  for (let n = 0; n < PEOPLE; n += 1) expect((after[person(n)] ?? 0) - (before[person(n)] ?? 0)).toBe(2);
});

test("automatic stop: enough failures and a large enough share; the reason stands there, and a person may go on", async () => {
  for (let n = 0; n < 60; n += 1)
    await world.sim("residents", { oa: OA, id: person(n), name: "Người dân mẫu", magic: "blocked" });
  const id = await send(world, EVERYBODY, "Tự dừng");
  const stopped = await eventually(
    "the stop",
    () => read(id),
    (b) => b.state === "paused",
  );
  expect(stopped.stopReason).toMatch(/^Tự dừng: .* người vừa gửi .* không gửi được/);
  expect(stopped.counts.planned).toBeGreaterThan(100);
  // what was under way when it stopped got its result, and was counted
  const failed = (): Promise<number> => LedgerModel.countDocuments({ b: stopped._id, s: "failed" });
  const rest = await eventually(
    "the lane rests",
    async () => [
      await failed(),
      await LedgerModel.countDocuments({ b: stopped._id, s: "sending" }),
      await world.core.producer.queues.broadcasts.getActiveCount(),
    ],
    ([, underWay, lanes]) => underWay === 0 && lanes === 0,
  );
  for (let n = 0; n < 60; n += 1)
    await world.sim("residents", { oa: OA, id: person(n), name: "Người dân mẫu", magic: "" });
  await resumeBroadcast(deps(world), id);
  const done = await ended(id);
  expect(done.state).toBe("done-with-errors");
  expect(done.counts.failed).toBe(rest[0]);
});

test("an emergency overtakes a campaign, reaches who wrote DUNG, and counts taps as people without a list", async () => {
  await CitizenModel.updateOne({ oaId: OA, userId: person(5) }, { $set: { receiving: false } });
  const campaign = await send(world, EVERYBODY, "Chiến dịch dài");
  await eventually(
    "moving",
    () => read(campaign),
    (b) => b.state === "sending" && b.counts.planned < PEOPLE - 5,
  );
  const urgent = await send(world, EVERYBODY, "Nước lũ đang lên", { urgent: true });
  const done = await ended(urgent);
  const slow = await read(campaign);
  expect(done.total).toBe(PEOPLE);
  expect(done.reasons).toEqual({});
  expect(slow.state).toBe("sending");
  expect(slow.counts.planned).toBeGreaterThan(PEOPLE / 2);
  const flood = (await world.fromOa(person(5))).find((m) => m.text.startsWith("Nước lũ"));
  expect(flood?.buttons?.map((button) => button.title)).toEqual(["Tôi đã nhận"]);
  expect((await ended(campaign)).reasons["skipped:stopped"]).toBe(1);

  for (const n of [5, 6, 6, 7]) await world.say(person(n), flood?.buttons?.[0]?.payload ?? "", { hidden: true });
  const counted = await eventually(
    "three people",
    () => read(urgent),
    (b) => b.acted === 3,
  );
  expect(counted.acted).toBe(3);
  for (const n of [5, 6, 7])
    await eventually(
      "thanks",
      () => world.fromOa(person(n)),
      (all) => all.some((m) => m.text.includes("đã ghi nhận")),
    );
  // nothing that is stored names who tapped
  expect(await MessageModel.countDocuments({ text: /da-nhan|đã ghi nhận/ })).toBe(0);
  const marks = JSON.stringify(await AcknowledgementModel.find().lean());
  for (const n of [5, 6, 7]) expect(marks).not.toContain(person(n));
  await CitizenModel.updateOne({ oaId: OA, userId: person(5) }, { $set: { receiving: true } });
});

test("S2-17: with 3,000 normal jobs queued, the emergency's job is worked on first", async () => {
  const { producer } = world.core;
  const { articleJob } = await import("../../src/broadcasts/broadcast.jobs.ts");
  const queued = Array.from({ length: 3000 }, () => ({
    v: 1 as const,
    broadcastId: randomUUID().replace(/-/g, "").slice(0, 24),
  }));
  await producer.addMany(articleJob, queued);
  const started = Date.now();
  // a topic of the unit that nobody asked for
  const topics = [...DEFAULT_TOPICS, { key: "khong-ai", name: "Không ai theo dõi" }];
  await UnitModel.updateOne({ _id: "sao-mai" }, { $set: { topics } });
  const id = await send(world, { topics: ["khong-ai"], language: "" }, "Khẩn", { urgent: true });
  await eventually(
    "the emergency",
    () => read(id),
    (b) => b.state === "done",
    10_000,
  );
  const waiting = await producer.queues.broadcasts.getWaitingCount();
  process.stderr.write(
    `    emergency settled after ${Date.now() - started} ms, ${waiting} normal jobs still waiting\n`,
  );
  expect(waiting).toBeGreaterThan(0);
  // the sweep may have asked once more meanwhile
  await eventually(
    "the urgent queue empty",
    () => producer.queues.urgent.getWaitingCount(),
    (n) => n === 0,
  );
  await producer.queues.broadcasts.drain();
});

test("articles: created, verified, one call; rows for all followers, receipts by echoes; DUNG cannot be left out", async () => {
  await CitizenModel.updateOne({ oaId: OA, userId: person(9) }, { $set: { receiving: false } });
  const plan = await makePlan(
    { clock: world.core.clock, terms: DEFAULT_TERMS, limits: world.core.limits, zalo: world.core.zalo },
    {
      unitCode: "sao-mai",
      units: [],
      items: 2,
      audience: EVERYBODY,
      at: new Date("2026-11-25T10:00:00+07:00"),
      urgent: false,
    },
  );
  const article = plan.plans.find((one) => one.key === "article");
  expect(article).toMatchObject({ blocked: "", figures: { reached: PEOPLE, stoppedReached: 1, costVnd: 0 } });
  expect(plan.plans.find((one) => one.key === "personal")?.blocked).toContain("một nội dung");
  const items = [await approvedItem(world, "Bài một"), await approvedItem(world, "Bài hai")];
  const id = await approvedBroadcast(world, choice(items, { channel: "article" }));
  await startDue(deps(world));
  const done = await ended(id);
  expect(done).toMatchObject({ state: "done", total: PEOPLE, article: { step: "sent" } });
  expect(done.article?.articles.every((made) => made.articleId !== "")).toBe(true);
  const later = await eventually(
    "receipts",
    async () => (await read(id)).counts,
    (counts) => counts.received + counts.seen === PEOPLE,
  );
  expect(later.accepted).toBe(0);
  // Zalo's own count stands apart from our rows
  const asked = await eventually(
    "views",
    () => read(id),
    (b) => b.article?.zaloViews !== null && b.article?.zaloViews !== undefined,
  );
  expect(asked.article?.zaloViews?.shares).toBe(0);
  await CitizenModel.updateOne({ oaId: OA, userId: person(9) }, { $set: { receiving: true } });
});

test("a template reaches who did not write for a week; the plan tells the price", async () => {
  await UnitModel.updateOne({ _id: "sao-mai" }, { $set: { templates: [{ id: "123456", name: "Thông báo" }] } });
  const old = [200, 201, 202].map(person);
  await CitizenModel.updateMany(
    { userId: { $in: old } },
    { $set: { lastInteractionAt: new Date(Date.now() - 8 * 86_400_000) } },
  );
  const made = await makePlan(
    { clock: world.core.clock, terms: DEFAULT_TERMS, limits: world.core.limits, zalo: world.core.zalo },
    { unitCode: "sao-mai", units: [], items: 1, audience: EVERYBODY, at: new Date(), urgent: false },
  );
  const [personal, withTemplate] = made.plans;
  expect(personal?.figures).toMatchObject({ reached: PEOPLE - 3, unreachable: { "window-closed": 3 } });
  expect(withTemplate?.figures).toMatchObject({
    reached: PEOPLE,
    template: 3,
    costVnd: 3 * DEFAULT_TERMS.templatePrice.value,
  });
  const id = await send(world, EVERYBODY, "Tin theo mẫu", { templateId: "123456" });
  const done = await ended(id);
  expect(done.counts.accepted + done.counts.received + done.counts.seen).toBe(PEOPLE);
  expect((await world.fromOa(person(201))).at(-1)?.text).toContain("[Tin theo mẫu 123456]");
  await CitizenModel.updateMany({ userId: { $in: old } }, { $set: { lastInteractionAt: new Date() } });
});

test("who leaves after a message is counted once, by broadcast, and not listed", async () => {
  const id = await send(world, EVERYBODY, "Tin làm phiền");
  await ended(id);
  await world.say(person(20), "dừng");
  await world.sim("unfollow", { oa: OA, user: person(20) });
  await world.sim("unfollow", { oa: OA, user: person(21) });
  const left = await eventually(
    "two people left",
    () => read(id),
    (b) => b.left === 2,
  );
  expect(left.left).toBe(2);
});

test("a department's one action goes to every unit's own OA, each in its own lane", async () => {
  const communes = await addCommunes(world, 6, 25);
  const item = await approvedItem(world, "Thông báo của Sở", "so");
  const codes = communes.map(({ code }) => code);
  const units = (chosen: string[]) => approvedBroadcast(world, choice([item], { units: chosen }), "so");
  await expect(units([...codes, "khong-co"])).rejects.toThrow("chỗ cần sửa");
  // one of them has no OA: nobody there is waited for
  const id = await units([...codes, "ben-lua"]);
  await startDue(deps(world));
  const done = await eventually(
    "all units",
    () => read(id),
    (b) => b.state === "done",
  );
  expect(done.total).toBe(150);
  for (const { oaId } of communes) expect(await acceptedAt(world, oaId)).toEqual(Array.from({ length: 25 }, () => 1));
  const children = await BroadcastModel.find({ parentId: id }).lean();
  expect(children).toHaveLength(6);
  expect(new Set(children.map((child) => child.fingerprint))).toEqual(new Set([done.fingerprint]));
  // asked again, nothing is made twice
  await begin(deps(world), done, new Date());
  expect(await BroadcastModel.countDocuments({ parentId: id })).toBe(6);
});

test("row 20: while nobody works the age of what waits longest grows, in /metrics and on the home page's facts", async () => {
  const { stopChild } = await import("../../launcher/services.ts");
  const worker = world.workers.pop();
  if (worker) await stopChild(worker);
  await world.say(person(30), "giờ làm việc");
  const age = async (): Promise<number> => {
    const text = await (await fetch(`${world.internalUrl}/metrics`)).text();
    return Number(/loa_queue_oldest_seconds\{[^}]*queue="inbox-residents"[^}]*\} ([\d.]+)/.exec(text)?.[1] ?? 0);
  };
  const first = await eventually("an age", age, (seconds) => seconds > 0.5);
  await eventually("a larger age", age, (seconds) => seconds > first + 1);
  world.addWorker();
  await eventually("nothing waits", age, (seconds) => seconds === 0);
});

test("rows 2 and 19: everybody who was not sent to has a reason; the sums are those of the rows", async () => {
  const b = await BroadcastModel.findOne({ title: "Tin theo mẫu" }).lean();
  for (const row of await LedgerModel.find({ s: { $in: ["skipped", "failed", "unknown"] } }).lean())
    expect([row._id, typeof row.r]).toEqual([row._id, "string"]);
  const rows = await LedgerModel.aggregate<{ _id: string; n: number }>([
    { $match: { b: b?._id } },
    { $group: { _id: "$s", n: { $sum: 1 } } },
  ]);
  for (const { _id, n } of rows) expect(Object.entries(b?.counts ?? {})).toContainEqual([_id, n]);
});

test("doubt of a whole article broadcast is decided for all at once", async () => {
  const id = await approvedBroadcast(world, choice([await approvedItem(world, "Bài chưa rõ")], { channel: "article" }));
  await BroadcastModel.updateOne(
    { _id: id },
    { $set: { state: "done-with-errors", article: { step: "unknown", articles: [] } } },
  );
  await expect(settleUnknown(deps(world), id, ["x:00000000"], "give-up", "lý do")).rejects.toThrow("chỗ cần sửa");
});
