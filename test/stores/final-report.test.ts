import mongoose from "mongoose";
import { composeCore } from "../../src/compose.ts";
import { type Campaign, CampaignModel } from "../../src/content/campaign.model.ts";
import { finalFile, finalSheets } from "../../src/period-reports/describe-final.ts";
import { type FinalReport, gatherFinal } from "../../src/period-reports/gather-final.ts";
import { gatherRollup } from "../../src/period-reports/gather-rollup.ts";
import { mustFindPeriod } from "../../src/period-reports/load-report.ts";
import { writePeriodReport } from "../../src/period-reports/write-report.ts";
import { rollupFile, rollupSheets } from "../../src/period-reports/describe.ts";
import { composeRooms } from "../../src/rooms.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { handIn, openFor } from "../support/period-report.ts";
import { testSettings } from "../support/settings.ts";
import { openStore } from "../support/store.ts";

/**
 * The final report of a campaign of 126 units against the raw records, counted again here by code of its own: days as
 * text, units by their table, no fact, no scope, no span of the product.
 */
const UNITS = 126;
const at = (text: string): Date => new Date(`${text}+07:00`);
const clock = { at: at("2026-10-20T08:00"), now: () => new Date(clock.at) };
const settings = testSettings();
const core = composeCore(settings, "test", clock);
const rooms = composeRooms(core);
const deps = { clock, facts: () => rooms.flatMap(({ facts = [] }) => facts) };
openStore(settings);
afterAll(async () => {
  await core.producer.close().catch(() => undefined);
  core.redis.disconnect();
  core.visits.disconnect();
});

/** First and last day of each stage; between the second and the third lie days of none. */
const STAGES = [
  ["2026-06-01", "2026-07-15"],
  ["2026-07-16", "2026-08-20"],
  ["2026-09-01", "2026-10-15"],
] as const;
/** Moments at the edges of the stages and within them. */
const MOMENTS = [
  "2026-05-31T23:59:59.999",
  "2026-06-01T00:00:00.000",
  "2026-07-15T23:59:59.999",
  "2026-07-16T00:00:00.000",
  "2026-08-20T23:59:59.999",
  "2026-08-21T00:00:00.000",
  "2026-08-31T23:59:59.999",
  "2026-09-01T00:00:00.000",
  "2026-10-15T23:59:59.999",
  "2026-10-16T00:00:00.000",
].map(at);
const CODES = Array.from({ length: UNITS }, (_, n) => `xa-${String(n + 1).padStart(3, "0")}`);
/** Ended in the middle of the second stage, came whole to the first of the list. */
const ENDED = "xa-cu";
type Doc = Record<string, unknown>;
const raw = (name: string) => {
  const { db } = mongoose.connection;
  if (!db) throw new Error("not connected");
  return db.collection<Doc>(name);
};
const momentOf = (n: number): Date => MOMENTS[n % MOMENTS.length] ?? clock.at;
const later = (from: Date, hours: number): Date => new Date(from.getTime() + hours * 3_600_000);

let campaign: Campaign;
let report: FinalReport;

beforeAll(async () => {
  const from = at("2025-07-01T00:00");
  const common = { from, to: null, population: 9000, office: "UBND" };
  const parents = [{ code: "so", from, to: null }];
  const merged = at("2026-08-01T00:00");
  await UnitModel.insertMany([
    { ...common, _id: "so", name: "Sở", kind: "department", parents: [] },
    { ...common, _id: ENDED, name: "Xã cũ", kind: "commune", parents, to: merged },
    ...CODES.map((_id, n) => ({
      ...common,
      _id,
      name: _id,
      kind: "commune",
      parents,
      ...(n === 0 ? { held: [{ code: ENDED, from: merged }] } : {}),
    })),
    { ...common, _id: "so-khac", name: "Sở khác", kind: "department", parents: [] },
  ]);
  const edge = (day: string) => ({ day, event: "", offsetDays: 0, document: "Kế hoạch" });
  const made = await CampaignModel.create({
    unitCode: "so",
    level: "province",
    name: "Chiến dịch mẫu",
    topics: [
      { key: "a", name: "Chủ đề A" },
      { key: "b", name: "Chủ đề B" },
    ],
    phases: STAGES.map(([first, last], n) => ({
      key: `g${n}`,
      name: ["Trước", "Trong", "Sau"][n] ?? "",
      start: edge(first),
      ends: [edge(last)],
    })),
    createdAt: from,
  });
  campaign = made.toObject();
  const owners = ["so", ENDED, "so-khac", ...CODES];
  const each = <T>(times: number, of: (unitCode: string, n: number) => T): T[] =>
    owners.flatMap((unitCode, k) => Array.from({ length: times }, (_, n) => of(unitCode, k * 7 + n)));
  const id = String(campaign._id);
  await raw("items").insertMany(
    each(3, (unitCode, n) => ({
      unitCode,
      title: "Tin",
      state: ["approved", "withdrawn", "draft"][n % 3],
      approval: n % 3 === 2 ? null : { by: { id: "x", name: "X" }, at: momentOf(n), fingerprint: "f" },
      belongings: n % 2 === 0 ? [{ campaignId: id, topic: n % 4 === 0 ? "a" : "b" }] : [],
    })),
  );
  await raw("requests").insertMany(
    each(4, (unitCode, n) => ({
      unitCode,
      tracking: `${unitCode}-${n}`,
      once: `${unitCode}-${n}`,
      state: n % 5 === 0 ? "redirected" : n % 2 === 0 ? "answered" : "received",
      receivedAt: momentOf(n),
      answeredAt: n % 5 !== 0 && n % 2 === 0 ? later(momentOf(n), n % 3 === 0 ? 1 : 2000) : null,
      dueAt: later(momentOf(n), 240),
    })),
  );
  await raw("broadcasts").insertMany(
    each(3, (unitCode, n) => ({
      unitCode,
      title: "Đợt",
      units: n % 6 === 0 ? ["xa-001"] : [],
      createdAt: from,
      startedAt: momentOf(n + 1),
      counts: { accepted: n, received: 2, seen: 1, failed: 9 },
    })),
  );
  await raw("package_copies").insertMany(
    each(3, (unitCode, n) => ({
      _id: `${unitCode}.p.BT${n}` as never,
      unitCode,
      packageId: "p",
      code: `BT${n}`,
      title: "Mục",
      pushedAt: momentOf(n),
      decided: n % 2 === 0 ? { by: { id: "x", name: "X" }, at: momentOf(n + 1), unit: unitCode } : null,
      declined: n % 4 === 0 ? { reason: "không hợp" } : null,
      publishedAt: n % 3 === 0 ? momentOf(n + 2) : null,
      publications: [0, 1, 2].map((k) => ({
        kind: k === 2 ? "bang-tin" : "truyen-thanh",
        place: "Đài",
        at: momentOf(n + k),
      })),
    })),
  );
  await raw("classes").insertMany(
    MOMENTS.map((startsAt, n) => ({
      unitCode: "so",
      title: "Lớp",
      state: "reported",
      startsAt,
      createdAt: from,
      figures: { units: ["xa-001", ENDED, `xa-0${n + 10}`].map((code, k) => ({ code, present: (n + k) % 3 })) },
    })),
  );
}, 60_000);

const dayOf = (moment: Date): string => new Date(moment.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
const stageOf = (moment: Date): number =>
  STAGES.findIndex(([first, last]) => dayOf(moment) >= first && dayOf(moment) <= last);
/** Whose figure a record is: nobody's for another department's. */
const ownerOf = (unitCode: unknown): string | undefined =>
  unitCode === ENDED ? "xa-001" : unitCode === "so" || CODES.includes(String(unitCode)) ? String(unitCode) : undefined;

/** code → unit → stage by stage */
type Table = Map<string, Map<string, number[]>>;
async function recount(): Promise<Table> {
  const table: Table = new Map();
  const add = (code: string, unitCode: unknown, moment: unknown, n = 1): void => {
    const owner = ownerOf(unitCode);
    const stage = moment instanceof Date ? stageOf(moment) : -1;
    if (owner === undefined || stage < 0) return;
    const rows = table.get(code) ?? new Map<string, number[]>();
    const cells = rows.get(owner) ?? [0, 0, 0];
    cells[stage] = (cells[stage] ?? 0) + n;
    table.set(code, rows.set(owner, cells));
  };
  for (const { unitCode, approval } of await raw("items").find().toArray())
    add("content.published", unitCode, (approval as { at: Date } | null)?.at);
  for (const one of await raw("requests").find().toArray()) {
    const received = one["receivedAt"] as Date;
    const answered = one["answeredAt"] as Date | null;
    const [, last = ""] = STAGES[stageOf(received)] ?? [];
    const isDone = one["state"] === "redirected" || (answered !== null && dayOf(answered) <= last);
    add("requests.received", one["unitCode"], received);
    add(isDone ? "requests.answered" : "requests.open", one["unitCode"], received);
    if (isDone && (answered === null || answered <= (one["dueAt"] as Date)))
      add("requests.in-time", one["unitCode"], received);
  }
  for (const { unitCode, startedAt, units, counts } of await raw("broadcasts").find().toArray()) {
    if ((units as string[]).length > 0) continue;
    const { accepted, received, seen } = counts as { accepted: number; received: number; seen: number };
    add("broadcasts.sent", unitCode, startedAt);
    add("broadcasts.reached", unitCode, startedAt, accepted + received + seen);
  }
  for (const one of await raw("package_copies").find().toArray()) {
    add("packages.received", one["unitCode"], one["pushedAt"]);
    if (!one["declined"]) add("packages.taken", one["unitCode"], (one["decided"] as { at: Date } | null)?.at);
    add("packages.published", one["unitCode"], one["publishedAt"]);
    for (const { kind, at: played } of one["publications"] as { kind: string; at: Date }[])
      if (kind === "truyen-thanh") add("packages.loudspeaker", one["unitCode"], played);
  }
  for (const { startsAt, figures } of await raw("classes").find().toArray()) {
    const { units } = figures as { units: { code: string; present: number }[] };
    const came = new Set(units.filter(({ present }) => present > 0).map(({ code }) => ownerOf(code)));
    for (const unit of came) add("classes.attended", unit, startsAt);
  }
  return table;
}

test("S4-24: three columns, equal to raw logs: every figure of every unit, and every sum", async () => {
  report = await gatherFinal(deps, campaign, clock.now());
  expect(report.stages.map(({ name }) => name)).toEqual(["Trước", "Trong", "Sau"]);
  expect(report.units.map(({ code }) => code)).toEqual(["so", ...CODES]);
  const table = await recount();
  const wanted = (code: string, unit: string): number[] => table.get(code)?.get(unit) ?? [0, 0, 0];
  for (const unit of report.units)
    for (const [code, n] of Object.entries(unit.figures))
      expect([unit.code, code, n]).toEqual([unit.code, code, wanted(code, unit.code)]);
  const sums = report.lines.filter(({ total }) => total > 0).map(({ code, n }) => [code, n]);
  const added = [...table].map(([code, rows]) => [
    code,
    [0, 1, 2].map((k) => [...rows.values()].reduce((all, cells) => all + (cells[k] ?? 0), 0)),
  ]);
  expect(new Map(sums as [string, number[]][])).toEqual(new Map(added as [string, number[]][]));
  expect(table.size).toBeGreaterThan(9);
});

test("topics of the campaign: what stands published, in the stage of its day", async () => {
  const wanted = { a: [0, 0, 0], b: [0, 0, 0] };
  for (const { unitCode, state, approval, belongings } of await raw("items").find().toArray()) {
    const [belonging] = belongings as { topic: "a" | "b" }[];
    const stage = approval ? stageOf((approval as { at: Date }).at) : -1;
    if (ownerOf(unitCode) === undefined || state !== "approved" || !belonging || stage < 0) continue;
    const cells = wanted[belonging.topic];
    cells[stage] = (cells[stage] ?? 0) + 1;
  }
  expect(Object.fromEntries(report.topics.map(({ code, n }) => [code, n]))).toEqual(wanted);
  expect(report.topics.every(({ n, total }) => n.reduce((all, one) => all + one, 0) === total && total > 0)).toBe(true);
});

const MINUTE = 60_000;
const issuer = { unit: null, above: null, skin: "state" as const, at: clock.at };
test("S4-33: the weekly and the final report of 126 units are ready in less than a minute, from records to files", async () => {
  const begun = performance.now();
  const now = await gatherFinal(deps, campaign, clock.now());
  await writePeriodReport({ format: "xlsx", sheets: finalSheets(now) });
  await writePeriodReport({ format: "docx", file: finalFile(now, issuer) });
  await writePeriodReport({ format: "pdf", file: finalFile(now, issuer) });
  const final = performance.now() - begun;
  const week = { from: "2026-10-12", cutoff: "2026-10-18", due: "2026-10-20" };
  const id = await openFor(core, "so", week, "week");
  for (const code of CODES.slice(0, 3)) await handIn(deps, id, code);
  const again = performance.now();
  const period = await mustFindPeriod(id);
  const rollup = await gatherRollup(period, clock.now());
  await writePeriodReport({ format: "xlsx", sheets: rollupSheets(rollup.lines, rollup.units, "") });
  await writePeriodReport({ format: "docx", file: rollupFile(period, rollup, "", issuer) });
  const weekly = performance.now() - again;
  process.stderr.write(`final report ${final.toFixed(0)} ms, weekly ${weekly.toFixed(0)} ms, of ${UNITS} units\n`);
  expect([rollup.tally.expected, now.units.length]).toEqual([UNITS, UNITS + 1]);
  expect(final).toBeLessThan(MINUTE);
  expect(weekly).toBeLessThan(MINUTE);
});
