import { composeCore } from "../../src/compose.ts";
import { decide, lookAt } from "../../src/decisions/decide.ts";
import { periodClosing } from "../../src/period-reports/closing.decision.ts";
import { freezeList } from "../../src/period-reports/expected.ts";
import { mustFindPeriod, type ReportDeps } from "../../src/period-reports/load-report.ts";
import { FormModel, PeriodModel } from "../../src/period-reports/period.model.ts";
import { noteForwarded } from "../../src/period-reports/period.store.ts";
import { publishForm } from "../../src/period-reports/publish-form.ts";
import { tellSource } from "../../src/period-reports/source-system.ts";
import { UnitReportModel } from "../../src/period-reports/unit-report.model.ts";
import { verifyPeriod } from "../../src/period-reports/verify-report.ts";
import { RequestModel } from "../../src/requests/request.model.ts";
import { composeRooms } from "../../src/rooms.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { CHIEF, CLERK, handIn, openFor } from "../support/period-report.ts";
import { testSettings } from "../support/settings.ts";
import { openStore } from "../support/store.ts";

/** Whatever somebody changes in the database itself, a recount names it. */
const at = (text: string): Date => new Date(`${text}+07:00`);
const clock = { at: at("2026-06-01T08:00"), now: () => new Date(clock.at) };
const settings = testSettings();
const core = composeCore(settings, "test", clock);
const rooms = composeRooms(core);
const deps: ReportDeps = { clock, facts: () => rooms.flatMap(({ facts = [] }) => facts) };
openStore(settings);
afterAll(async () => {
  await core.producer.close().catch(() => undefined);
  core.redis.disconnect();
  core.visits.disconnect();
});

const FROM = at("2025-07-01T00:00");
const COMMUNES = ["a", "b", "c", "d"];
const request = (n: number, unitCode: string) =>
  RequestModel.create({
    unitCode,
    tracking: `t${n}`,
    once: `o${n}`,
    channel: "web",
    body: "x",
    state: "received",
    receivedAt: at("2026-03-01T08:00"),
    dueAt: at("2026-06-30T00:00"),
  });
let id = "";
const problems = async (): Promise<string[]> =>
  (await verifyPeriod(deps, await mustFindPeriod(id), "", clock.now())).problems;

beforeAll(async () => {
  const unit = { office: "UBND", from: FROM, to: null, population: 1000 };
  await UnitModel.create({ ...unit, _id: "so", name: "Sở", kind: "department", parents: [] });
  const parents = [{ code: "so", from: FROM, to: null }];
  for (const code of COMMUNES) await UnitModel.create({ ...unit, _id: code, name: code, kind: "commune", parents });
  for (let n = 0; n < 4; n += 1) await request(n, n < 3 ? "a" : "b");
  const text =
    "# 1\npa-nhan | Đã nhận | số | requests.received\nbantin-so | Bản tin | số\nkk | Khó khăn | chữ | không bắt buộc";
  await publishForm(deps, "so", { version: 1, title: "Mẫu", text }, CLERK);
  id = await openFor(core, "so", { from: "2025-12-01", cutoff: "2026-05-30", due: "2026-06-06" });
  await freezeList(await mustFindPeriod(id), clock.now());
  await PeriodModel.updateOne({ _id: id }, { $set: { source: ["c"] } });
  await handIn(deps, id, "a", { "bantin-so": 4, "pa-nhan": 7 });
  clock.at = at("2026-06-02T08:00");
  await handIn(deps, id, "a", { "bantin-so": 5, "pa-nhan": 8 });
  await handIn(deps, id, "b");
  await tellSource({ clock }, await mustFindPeriod(id), { unit: "c", note: "đã xem" }, CLERK);
  clock.at = at("2026-06-07T08:00");
  await handIn(deps, id, "d");
  const seen = await lookAt(periodClosing, deps, "so", id);
  await decide(periodClosing, deps, { unitCode: "so", id, seen, by: CHIEF_OF, wish: undefined });
  const period = await mustFindPeriod(id);
  const hash = period.rollups[0]?.hash ?? "";
  await noteForwarded(period, { by: CLERK, at: clock.now(), note: "tệp", hash });
});
const CHIEF_OF = { ...CHIEF, id: "chief-of-the-department" };

test("what nobody touched holds", async () => {
  expect(await problems()).toEqual([]);
});

const ELSEWHERE = { id: "x", name: "Người khác" };
type Change = Record<string, unknown>;
/** Stored fields of a report that was handed in and supplemented, and a value nobody gave them. */
const REPORT: [string, Change][] = [
  ["a value", { "seals.1.values.1.value": 6 }],
  ["what the records gave", { "seals.1.values.0.fact": 8 }],
  ["a reason", { "seals.1.values.0.reason": "lý do khác" }],
  ["a label", { "seals.1.values.0.label": "Đã nhận hết" }],
  ["a fact's count", { "seals.1.facts.0.n": 8 }],
  ["the print of the records", { "seals.1.facts.0.rows": "0" }],
  ["the facts", { "seals.1.facts": [] }],
  ["the first report's value", { "seals.0.values.1.value": 6 }],
  ["the time", { "seals.0.at": at("2026-05-31T08:00") }],
  ["the time of a supplement", { "seals.1.at": at("2026-06-01T09:00") }],
  ["who handed in", { "seals.0.by": ELSEWHERE }],
  ["who asked", { "seals.1.askedBy": ELSEWHERE }],
  ["why it was supplemented", { "seals.1.note": "khác" }],
  ["the form's version", { "seals.1.formVersion": 1 }],
  ["the period it was sealed for", { "seals.0.asked.due": "2026-07-01" }],
  ["what the leader saw", { "seals.1.fingerprint": "0" }],
  ["the tie to the first", { "seals.1.before": "" }],
  ["the hash", { "seals.0.hash": "0" }],
  ["an answer", { "answers.bantin-so.value": 9 }],
  ["an answer's reason", { "answers.pa-nhan.reason": "khác" }],
  ["who corrected", { "answers.pa-nhan.by": ELSEWHERE.name }],
  ["what was corrected", { "answers.pa-nhan.was": 4 }],
  ["when it was corrected", { "answers.pa-nhan.at": at("2026-05-31T08:00") }],
  ["the answers", { answers: {} }],
  ["the note beside the seal", { note: "khác" }],
  ["who asked, beside the seal", { "asked.by": ELSEWHERE }],
  ["when it was asked", { "asked.at": at("2026-06-20T08:00") }],
  ["that it was sent back", { returned: { by: ELSEWHERE, at: at("2026-06-01T08:00"), reason: "sửa" } }],
  ["the version beside the seal", { formVersion: 1 }],
  ["when it was opened", { openedAt: at("2026-06-20T08:00") }],
  ["whose it is", { unitCode: "e" }],
  ["of which period", { periodId: "khac" }],
  ["all seals", { seals: [] }],
  ["that it was handed in at all", { seals: [], state: "filling" }],
];
const SOURCE: [string, Change][] = [
  ["the tick", { source: null }],
  ["a tick's time", { "source.at": at("2026-06-01T08:00") }],
  ["who ticked", { "source.by": ELSEWHERE }],
  ["a tick's note", { "source.note": "khác" }],
  ["a tick made a file", { "source.how": "file" }],
  ["figures put under a tick", { "source.values": [{ code: "bantin-so", value: 9 }] }],
];
const PERIOD: [string, Change][] = [
  ["a sum", { "rollups.0.values.1.sum": 6 }],
  ["a standing", { "rollups.0.units.3.standing": "on-time" }],
  ["the tally", { "rollups.0.tally.late": 0 }],
  ["the hash of a report in it", { "rollups.0.units.0.hash": "0" }],
  ["who sealed", { "rollups.0.by": ELSEWHERE }],
  ["when it was sealed", { "rollups.0.at": at("2026-06-06T08:00") }],
  ["the seal of the sums", { rollups: [] }],
  ["a name on the list", { "expected.units.0.name": "Xã khác" }],
  ["a tier of the list", { "expected.units.0.tier": "Phòng" }],
  ["when the list was frozen", { "expected.at": at("2026-06-02T08:00") }],
  ["the due day", { due: "2026-06-09" }],
  ["how due is meant", { strictness: "through" }],
  ["the cut-off", { cutoff: "2026-05-29" }],
  ["the first day", { from: "2025-12-02" }],
  ["the title", { title: "Khác" }],
  ["the wish", { wish: "Khác" }],
  ["the state", { state: "open" }],
  ["what was forwarded", { "forwarded.hash": "0" }],
];

test.each(REPORT)("a report: %s", async (_, change) => {
  const row = await UnitReportModel.findOne({ unitCode: "a" }).lean();
  await UnitReportModel.updateOne({ _id: row?._id ?? "" }, { $set: change });
  expect(await problems()).not.toEqual([]);
  await UnitReportModel.replaceOne({ _id: row?._id ?? "" }, row ?? {});
  expect(await problems()).toEqual([]);
});
test.each(SOURCE)("what was told of the source system: %s", async (_, change) => {
  const row = await UnitReportModel.findOne({ unitCode: "c" }).lean();
  await UnitReportModel.updateOne({ _id: row?._id ?? "" }, { $set: change });
  expect(await problems()).not.toEqual([]);
  await UnitReportModel.replaceOne({ _id: row?._id ?? "" }, row ?? {});
  expect(await problems()).toEqual([]);
});
test.each(PERIOD)("a period: %s", async (_, change) => {
  const period = await PeriodModel.findById(id).lean();
  await PeriodModel.updateOne({ _id: id }, { $set: change });
  expect(await problems()).not.toEqual([]);
  await PeriodModel.replaceOne({ _id: id }, period ?? {});
  expect(await problems()).toEqual([]);
});

test("seals in another order, the last one gone, a report gone, a unit off the list", async () => {
  const row = await UnitReportModel.findOne({ unitCode: "a" }).lean();
  const period = await PeriodModel.findById(id).lean();
  if (!row || !period?.expected) throw new Error("nothing is handed in");
  for (const seals of [row.seals.toReversed(), row.seals.slice(0, 1), row.seals.slice(1)]) {
    await UnitReportModel.updateOne({ _id: row._id }, { $set: { seals } });
    expect(await problems()).not.toEqual([]);
  }
  await UnitReportModel.deleteOne({ _id: row._id });
  expect(await problems()).not.toEqual([]);
  await UnitReportModel.create(row);
  const [, ...units] = period.expected.units;
  for (const list of [units, period.expected.units.toReversed()]) {
    await PeriodModel.updateOne({ _id: id }, { $set: { "expected.units": list } });
    expect(await problems()).not.toEqual([]);
  }
  await PeriodModel.replaceOne({ _id: id }, period);
  expect(await problems()).toEqual([]);
});

test("a form whose words were changed after it was filled", async () => {
  const form = await FormModel.findOne({ unitCode: "so" }).lean();
  for (const text of [
    form?.text.replace("Bản tin", "Bản tin in"),
    form?.text.replace("requests.received", "requests.open"),
    form?.text.replace(/\nkk .*/, ""),
  ]) {
    await FormModel.updateOne({ _id: form?._id ?? "" }, { $set: { text: text ?? "" } });
    expect([text, await problems()]).not.toEqual([text, []]);
  }
  await FormModel.updateOne({ _id: form?._id ?? "" }, { $set: { text: form?.text ?? "" } });
  expect(await problems()).toEqual([]);
});
