import mongoose from "mongoose";
import { composeCore, connectMongo, type Core, ensureIndexes } from "../../src/compose.ts";
import { BroadcastModel, emptyRun, noCounts } from "../../src/broadcasts/broadcast.model.ts";
import { ItemModel } from "../../src/content/item.model.ts";
import { CopyModel } from "../../src/distribution/copy.model.ts";
import { expectedOf, freezeList } from "../../src/period-reports/expected.ts";
import { gatherRollup, rollupFaults } from "../../src/period-reports/gather-rollup.ts";
import { loadReport, mustFindPeriod, type ReportDeps, unitsAsked } from "../../src/period-reports/load-report.ts";
import { spanOf } from "../../src/period-reports/rules.ts";
import { UnitReportModel } from "../../src/period-reports/unit-report.model.ts";
import { verifyPeriod } from "../../src/period-reports/verify-report.ts";
import { ownCode } from "../../src/kernel/scope.ts";
import { composeRooms } from "../../src/rooms.ts";
import { CourseModel } from "../../src/training/class.model.ts";
import { scopeOf } from "../../src/units/scope-of.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { smallClass } from "../routes/homes-plans.ts";
import { testSettings } from "../support/settings.ts";
import { CHIEF, CLERK, handIn, openFor } from "../support/period-report.ts";

/** Facts of the rooms against raw records, a merge in between, and a department without units. */
const at = (text: string): Date => new Date(`${text}+07:00`);
const clock = { at: at("2026-06-01T08:00"), now: () => new Date(clock.at) };
let core: Core;
let deps: ReportDeps;
const DAYS = { from: "2025-12-01", cutoff: "2026-05-30", due: "2026-06-06" };
const unit = (_id: string, more: object = {}) =>
  UnitModel.create({
    _id,
    name: `Xã ${_id}`,
    office: `UBND xã ${_id}`,
    kind: "commune",
    parents: [{ code: "so", from: at("2025-07-01T00:00"), to: null }],
    from: at("2025-07-01T00:00"),
    to: null,
    population: 1000,
    ...more,
  });
const item = (unitCode: string, approved: string) =>
  ItemModel.create({
    unitCode,
    title: "Tin",
    state: "approved",
    author: CLERK,
    version: 1,
    updatedAt: at(approved),
    createdAt: at(approved),
    approval: { by: CHIEF, at: at(approved), fingerprint: "f" },
  });
const run = (unitCode: string, started: string, accepted: number) =>
  BroadcastModel.create({
    ...emptyRun(),
    unitCode,
    title: "Đợt",
    contents: [],
    channel: "personal",
    audience: { topics: [], language: "" },
    state: "done",
    createdBy: CLERK,
    createdAt: at(started),
    startedAt: at(started),
    counts: { ...noCounts(), accepted, received: 2, seen: 1, failed: 9 },
  });
const copy = (unitCode: string, code: string) =>
  CopyModel.create({
    _id: `${unitCode}.p.${code}`,
    unitCode,
    packageId: "p",
    departmentCode: "so",
    code,
    title: "Mục",
    dueAt: at("2026-06-30T00:00"),
    version: 1,
    state: "published",
    revision: 1,
    pushedAt: at("2026-02-01T08:00"),
    decided: { by: CLERK, at: at("2026-02-02T08:00"), unit: unitCode },
    publishedAt: at("2026-02-03T08:00"),
    publications: ["2026-02-03T06:00", "2026-02-04T06:00", "2026-06-01T06:00"].map((when) => ({
      kind: "truyen-thanh",
      place: "Đài xã",
      at: at(when),
      by: CLERK,
      proof: "time",
      link: "",
      pictureId: "",
    })),
  });

beforeAll(async () => {
  core = composeCore(testSettings(), "test", clock);
  await connectMongo(core.settings);
  await ensureIndexes();
  const rooms = composeRooms(core);
  deps = { clock, facts: () => rooms.flatMap(({ facts = [] }) => facts) };
  await unit("so", { kind: "department", parents: [] });
  await unit("b", { held: [{ code: "a", from: at("2026-03-01T00:00") }] });
  await unit("a", { to: at("2026-03-01T00:00"), became: [{ code: "b", from: at("2026-03-01T00:00"), areas: [] }] });
  await unit("c");
  await item("a", "2026-01-10T08:00");
  await item("b", "2026-05-30T23:59:59.999");
  await item("b", "2026-05-31T00:00");
  await run("a", "2026-02-10T08:00", 10);
  await run("b", "2026-04-10T08:00", 20);
  await copy("b", "BT01");
  const { groups, ...fields } = smallClass("Lớp", "b");
  await CourseModel.create({
    ...fields,
    groups,
    unitCode: "so",
    state: "reported",
    revision: 1,
    author: CLERK,
    startsAt: at("2026-04-01T07:30"),
    createdAt: at("2026-01-01T08:00"),
    figures: {
      invited: 1,
      nominated: 1,
      replaced: 0,
      present: 1,
      absent: 0,
      groups: [],
      units: [{ code: "b", present: 1 }],
    },
  });
});
afterAll(async () => {
  await core.producer.close().catch(() => undefined);
  core.redis.disconnect();
  core.visits.disconnect();
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
});

test("every fact is the sum of the rows it opens, whatever the span and the page", async () => {
  const scope = await scopeOf({ unitCode: ownCode("b") }, at("2026-05-30T23:00"));
  expect(scope.own).toEqual(["b", "a"]);
  const half = spanOf(DAYS);
  const given = new Map<string, number>();
  for (const fact of deps.facts())
    for (const span of [half, { from: half.from, to: at("2026-03-01T00:00") }, { from: half.to, to: half.to }]) {
      const rows = [];
      for (let skip = 0; ; skip += 1) {
        const [row] = await fact.open(scope, span, { skip, limit: 1 });
        if (!row) break;
        rows.push(row);
      }
      const n = await fact.count(scope, span);
      expect([fact.code, rows.reduce((sum, row) => sum + row.n, 0)]).toEqual([fact.code, n]);
      expect(rows.every((row) => row.title !== "" && !row.title.includes(CLERK.name))).toBe(true);
      if (span === half) given.set(fact.code, n);
    }
  expect(Object.fromEntries([...given].filter(([, n]) => n > 0))).toEqual({
    "content.published": 2,
    "broadcasts.sent": 2,
    "broadcasts.reached": 36,
    "packages.received": 1,
    "packages.taken": 1,
    "packages.published": 1,
    "packages.loudspeaker": 2,
    "classes.attended": 1,
  });
});

test("a merge in between: the list is that of the cut-off, facts of a unit that came whole count with it", async () => {
  const id = await openFor(core, "so", DAYS);
  const period = await mustFindPeriod(id);
  expect((await expectedOf(period, at("2026-02-01T08:00"))).map(({ code }) => code)).toEqual(["a", "b", "c"]);
  expect(await freezeList(period, at("2026-05-30T23:59"))).toBe(false);
  expect([await freezeList(period, clock.now()), await freezeList(period, clock.now())]).toEqual([true, false]);
  const frozen = await mustFindPeriod(id);
  expect((await expectedOf(frozen, clock.now())).map(({ code }) => code)).toEqual(["b", "c"]);
  const { figures } = await loadReport(deps, frozen, "b");
  expect(figures.find(({ field }) => field.code === "mxh-dot-gui")?.value).toBe(2);
  for (const code of ["b", "c"]) await handIn(deps, id, code);
  // merged after the cut-off: what was handed in stays, its recount as well, and the successor stands for it
  await UnitModel.updateOne({ _id: "c" }, { $set: { held: [{ code: "b", from: at("2026-06-01T00:00") }] } });
  await UnitModel.updateOne({ _id: "b" }, { $set: { to: at("2026-06-01T00:00") } });
  const scope = await scopeOf({ unitCode: ownCode("c") }, clock.now());
  expect(await unitsAsked(scope, frozen, clock.now())).toEqual(["b", "c"]);
  const rollup = await gatherRollup(frozen, clock.now());
  expect(await rollupFaults(deps, frozen, rollup)).toEqual([]);
  expect(rollup.lines.find(({ code }) => code === "mxh-bai")).toMatchObject({ sum: 2, n: 2 });
  expect(await verifyPeriod(deps, frozen, "", clock.now())).toMatchObject({ reports: 2, problems: [] });
});

test("recounted from raw records alone, a sealed report holds; another record behind the same figure is found", async () => {
  const row = await UnitReportModel.findOne({ unitCode: "b" }).lean();
  const sealed = new Map(row?.seals[0]?.facts.map(({ code, n }) => [code, n]));
  const db = mongoose.connection.db;
  if (!db) throw new Error("not connected");
  const [from, to] = [at("2025-12-01T00:00"), at("2026-05-31T00:00")];
  const units = { unitCode: { $in: ["a", "b"] } };
  const within = { $gte: from, $lt: to };
  expect(sealed.get("content.published")).toBe(
    await db.collection("items").countDocuments({ ...units, "approval.at": within }),
  );
  const runs = await db
    .collection("broadcasts")
    .find({ ...units, startedAt: within })
    .toArray();
  expect(sealed.get("broadcasts.sent")).toBe(runs.length);
  const reached = runs.map(({ counts }) => counts.accepted + counts.received + counts.seen);
  expect(sealed.get("broadcasts.reached")).toBe(reached.reduce((sum: number, n: number) => sum + n, 0));
  await ItemModel.deleteOne({ unitCode: "a" });
  await item("a", "2026-01-11T08:00");
  const period = await mustFindPeriod(row?.periodId ?? "");
  const { problems } = await verifyPeriod(deps, period, "b", clock.now());
  expect(problems).toEqual(["b: content.published is 2 as before, of other records"]);
});

test("a department without units: a list of nobody, sums of nothing, no fault", async () => {
  await unit("so-trong", { kind: "department", parents: [] });
  const period = await mustFindPeriod(await openFor(core, "so-trong", DAYS));
  await freezeList(period, clock.now());
  const rollup = await gatherRollup(await mustFindPeriod(String(period._id)), clock.now());
  expect([rollup.tally.expected, rollup.units, rollup.lines.every(({ sum }) => sum === null)]).toEqual([0, [], true]);
  expect(await rollupFaults(deps, period, rollup)).toEqual([]);
});
