import { LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { BroadcastModel } from "../../src/broadcasts/broadcast.model.ts";
import {
  cancelBroadcast,
  pauseBroadcast,
  resumeBroadcast,
  settleUnknown,
} from "../../src/broadcasts/steer-broadcast.ts";
import { startDue } from "../../src/broadcasts/start-broadcast.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { ItemModel } from "../../src/content/item.model.ts";
import { approvedBroadcast, approvedItem, choice, deps, ended, knowFollowers, read, send } from "../support/send.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";

const MAGIC: Record<number, string> = {
  3: "blocked",
  57: "invalid",
  101: "strange",
  160: "lost-answer",
  161: "gateway",
  222: "inactive",
  250: "token-expired",
  251: "rate-limited",
  319: "outside",
};

let world: World;
beforeAll(async () => {
  world = await World.start({
    residents: 320,
    settings: { SEND_CONCURRENCY: "8", ZALO_OA_LIMIT: "2000" },
    simulator: { SIM_API_DELAY_MS: "10" },
  });
  await knowFollowers(0, 320);
});
afterAll(() => world.stop());

test("a message to all arrives once per person, is received and seen, and the numbers add up", async () => {
  const id = await send(world);
  const done = await ended(id);
  expect(done.state).toBe("done");
  expect(done.total).toBe(320);
  const accepted = await world.accepted();
  expect(Object.keys(accepted)).toHaveLength(320);
  expect(Math.max(...Object.values(accepted))).toBe(1);
  const later = await eventually(
    "receipts",
    () => read(id),
    (b) => b.counts.accepted === 0 && b.counts.seen > 100,
  );
  expect(later.counts.received + later.counts.seen).toBe(320);
  const first = (await world.fromOa(userNumber(0)))[0];
  expect(first?.text).toContain("Nguồn: UBND xã Sao Mai");
  expect(first?.text).toContain("Nhắn DUNG để ngừng nhận tin");
});

test("poisoned recipients: strange people at random places stop nobody else", async () => {
  for (const [n, name] of Object.entries(MAGIC))
    await world.sim("residents", { oa: OA, id: userNumber(Number(n)), name: `Người dân mẫu (${name})`, magic: name });
  const before = await world.accepted();
  const id = await send(world, EVERYBODY, "Lịch tiêm chủng");
  await ended(id);
  // of two lost answers one was told by its echo: that send is accepted, the other stays in doubt
  const done = await eventually(
    "the echo of the lost answer",
    () => read(id),
    (b) => b.counts.unknown === 2,
  );
  expect(done.state).toBe("done-with-errors");
  expect(done.reasons).toEqual({
    "failed:blocked": 1,
    "failed:bad-request": 1,
    "failed:inactive-user": 1,
    "failed:window-closed": 1,
    "unknown:unknown-error": 1,
    "unknown:lost-answer": 1,
  });
  expect(done.counts.failed).toBe(4);
  const after = await world.accepted();
  for (let n = 0; n < 320; n += 1) {
    const times = (after[userNumber(n)] ?? 0) - (MAGIC[n] ? 0 : (before[userNumber(n)] ?? 0));
    if (!MAGIC[n] || ["lost-answer", "token-expired", "rate-limited"].includes(MAGIC[n] ?? "")) expect(times).toBe(1);
    else expect(times).toBe(0);
  }
});

test("doubtful people wait for a person's decision; sending again reaches only them", async () => {
  const rows = await LedgerModel.find({ s: "unknown" }).lean();
  expect(rows).toHaveLength(2);
  const id = String(rows[0]?.b);
  await expect(settleUnknown(deps(world), id, "all", "give-up", "")).rejects.toThrow("chỗ cần sửa");
  for (const row of rows) await world.sim("residents", { oa: OA, id: row.u, name: "Người dân mẫu", magic: "" });
  const one = rows[0];
  expect(await settleUnknown(deps(world), id, [one?._id ?? ""], "give-up", "đã gọi điện, người này đã nhận")).toBe(1);
  expect(await settleUnknown(deps(world), id, "all", "resend", "gửi lại sau khi hỏi Zalo")).toBe(1);
  const done = await eventually(
    "the end",
    () => read(id),
    (b) => b.state.startsWith("done") && b.counts.unknown === 0,
  );
  expect(done.counts.skipped).toBe(1);
  const accepted = await world.accepted();
  expect(rows.slice(1).map((row) => accepted[row.u])).toEqual([1]);
});

test("safeguard 2, DUNG while queued: nobody who stopped is sent to, although the list was frozen before", async () => {
  const id = await send(world, EVERYBODY, "Cuộc họp dân");
  await eventually(
    "sending",
    () => read(id),
    (b) => b.state === "sending" && b.counts.planned + b.counts.sending < 320,
  );
  await pauseBroadcast(id);
  const stopped = await eventually(
    "rest",
    () =>
      LedgerModel.find({
        b: id as never,
        s: "planned",
        u: { $nin: Object.keys(MAGIC).map((n) => userNumber(Number(n))) },
      })
        .sort({ _id: -1 })
        .limit(3)
        .lean(),
    (rows) => rows.length === 3,
  );
  const before = await world.accepted();
  for (const [n, word] of ["dừng", "DUNG", "stop"].entries()) await world.say(stopped[n]?.u ?? "", word);
  for (const row of stopped)
    await eventually(
      "the answer to DUNG",
      () => world.fromOa(row.u),
      (all) => all.some((m) => m.text.startsWith("Đã ngừng gửi tin")),
    );
  await resumeBroadcast(deps(world), id);
  const done = await ended(id);
  expect(done.reasons["skipped:stopped"]).toBe(3);
  const after = await world.accepted();
  // one more each: the answer to their own word
  for (const row of stopped) expect((after[row.u] ?? 0) - (before[row.u] ?? 0)).toBe(1);
});

test("cancel: whoever was not sent to is skipped with the reason, and nothing goes out afterwards", async () => {
  const id = await send(world, EVERYBODY, "Tin bị huỷ");
  await eventually(
    "sending",
    () => read(id),
    (b) => b.state === "sending",
  );
  await cancelBroadcast(deps(world), id);
  const settled = await eventually(
    "in flight settled",
    () => read(id),
    (b) => b.state === "cancelled",
  );
  expect(settled.counts.planned + settled.counts.sending).toBe(0);
  expect(settled.reasons["skipped:cancelled"]).toBeGreaterThan(0);
  const count = (await world.counters())["accepted"];
  await world.say(userNumber(5), "tin xã");
  await eventually(
    "one reply more",
    () => world.counters(),
    (c) => c["accepted"] === (count ?? 0) + 1,
  );
});

test("only what was approved is sent: one changed letter, in the item or in the plan, asks again", async () => {
  const changes: [string, (item: string, id: string) => Promise<unknown>][] = [
    [
      "item",
      (item) => ItemModel.updateOne({ _id: item }, { $set: { text: "Mời bà con theo dõi trên loa truyền thanh!" } }),
    ],
    ["plan", (_item, id) => BroadcastModel.updateOne({ _id: id }, { $set: { "contents.0.message": "Tin khác" } })],
    ["audience", (_item, id) => BroadcastModel.updateOne({ _id: id }, { $set: { "audience.topics": ["tin-xa"] } })],
    ["time", (_item, id) => BroadcastModel.updateOne({ _id: id }, { $set: { sendAt: new Date(Date.now() - 5000) } })],
  ];
  for (const [what, change] of changes) {
    const item = await approvedItem(world, `Tin đã duyệt ${what}`);
    const sendAt = new Date(Date.now() + 3_600_000);
    const id = await approvedBroadcast(world, choice([item], { sendAt }));
    await change(item, id);
    await startDue({ ...deps(world), clock: { now: () => new Date(sendAt.getTime() + 1000) } });
    const after = await read(id);
    expect([what, after.state, after.approvals]).toEqual([what, "draft", []]);
    expect(after.stopReason).toMatch(/Cần trình duyệt lại/);
  }
});

test("by topic and by command line: the audience is who chose it, the ledger names no receipt of a person", async () => {
  await world.say(userNumber(20), "#chu-de van-hoa");
  await world.say(userNumber(21), "#chu-de van-hoa");
  for (const n of [20, 21])
    await eventually(
      "topic chosen",
      () => world.fromOa(userNumber(n)),
      (all) => all.some((m) => m.text.includes("nhận tin về Văn hóa")),
    );
  const id = await send(world, { topics: ["van-hoa"], language: "" }, "Hội diễn văn nghệ");
  expect((await ended(id)).total).toBe(2);
  await eventually(
    "receipts",
    () => read(id),
    (b) => b.counts.received + b.counts.seen === 2,
  );
  const { code, out } = await world.loa(["broadcasts", "ledger", id]);
  expect(code).toBe(0);
  const rows = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, string>);
  expect(rows.map((row) => row["userId"]).toSorted()).toEqual([userNumber(20), userNumber(21)]);
  expect(new Set(rows.map((row) => row["state"]))).toEqual(new Set(["accepted"]));
});

test("a worker asked to end in the middle of a broadcast ends with 0, leaves nobody in doubt, and another finishes", async () => {
  const id = await send(world, EVERYBODY, "Đổi ca trực");
  await eventually(
    "some progress",
    () => read(id),
    (b) => b.state === "sending" && b.counts.planned > 0 && b.counts.planned < 290,
  );
  const worker = world.workers.pop();
  const exit = new Promise<number | null>((resolve) => worker?.once("exit", resolve));
  worker?.kill("SIGTERM");
  expect(await exit).toBe(0);
  expect((await read(id)).state).toBe("sending");
  world.addWorker();
  const done = await ended(id);
  expect(done.counts.unknown).toBe(0);
});
