import { composeCore } from "../../src/compose.ts";
import { liveForm } from "../../src/period-reports/find-form.ts";
import { openReport, saveReport } from "../../src/period-reports/fill-report.ts";
import { loadReport, mustFindPeriod, type ReportDeps } from "../../src/period-reports/load-report.ts";
import { FormModel, PeriodModel } from "../../src/period-reports/period.model.ts";
import { publishForm } from "../../src/period-reports/publish-form.ts";
import { tellSource } from "../../src/period-reports/source-system.ts";
import { STARTER } from "../../src/period-reports/starter-form.ts";
import { UnitReportModel } from "../../src/period-reports/unit-report.model.ts";
import { scopeOf } from "../../src/units/scope-of.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { ownCode } from "../../src/kernel/scope.ts";
import { testSettings } from "../support/settings.ts";
import { CLERK, openFor } from "../support/period-report.ts";
import { openStore } from "../support/store.ts";

/** Versions of forms: whose they are, and what stands under one that nobody published. */
const at = (text: string): Date => new Date(`${text}+07:00`);
const clock = { at: at("2026-06-01T08:00"), now: () => new Date(clock.at) };
const settings = testSettings();
const core = composeCore(settings, "test", clock);
const deps: ReportDeps = { clock, facts: () => [] };
openStore(settings);
afterAll(async () => {
  await core.producer.close().catch(() => undefined);
  core.redis.disconnect();
  core.visits.disconnect();
});
const FROM = at("2025-07-01T00:00");
const DAYS = { from: "2025-12-01", cutoff: "2026-05-30", due: "2026-06-06" };
const text = "bantin-so | Số bản tin | số\nmoi-so | Ô mới | số";
const periods: Record<string, string> = {};
const idOf = (department: string): string => periods[department] ?? "";
const versionOf = async (department: string): Promise<number> => (await mustFindPeriod(idOf(department))).formVersion;

beforeAll(async () => {
  const unit = { office: "Sở", kind: "department" as const, parents: [], from: FROM, to: null, population: 1 };
  await UnitModel.create({ ...unit, _id: "so-cu", name: "Sở cũ", to: at("2026-03-01T00:00") });
  await UnitModel.create({ ...unit, _id: "so", name: "Sở", held: [{ code: "so-cu", from: at("2026-03-01T00:00") }] });
  await UnitModel.create({ ...unit, _id: "so-khac", name: "Sở khác" });
  for (const code of ["so-cu", "so", "so-khac"]) {
    periods[code] = await openFor(core, code, DAYS);
    const expected = { at: clock.at, units: [{ code: "xa", name: "Xã", tier: "" }] };
    await PeriodModel.updateOne({ _id: idOf(code) }, { $set: { expected, source: ["xa"] } });
  }
});

test("a published version is live for the department's own periods, not for those of one that came to it", async () => {
  const scope = await scopeOf({ unitCode: ownCode("so") }, clock.at);
  expect(scope.own).toEqual(["so", "so-cu"]);
  await publishForm(deps, scope, { version: 1, title: "Mẫu", text }, CLERK);
  expect([await versionOf("so"), await versionOf("so-cu"), await versionOf("so-khac")]).toEqual([2, 1, 1]);
  expect([(await liveForm("so")).version, (await liveForm("so-khac")).version]).toEqual([2, 1]);
  // what came with the other department is still filled
  expect((await loadReport(deps, await mustFindPeriod(idOf("so-cu")), "xa")).form).toEqual(STARTER);
});

test.each([99, 2, -1, 1.5])("nothing begins under version %s, which this period has not", async (formVersion) => {
  const period = await mustFindPeriod(idOf("so-khac"));
  const typed = { revision: 0, formVersion, note: "", fields: { "v-bantin-so": "7" } };
  await expect(saveReport(deps, period, "xa", typed, CLERK)).rejects.toThrow("Kỳ này không có mẫu bản");
  expect(await UnitReportModel.countDocuments({ periodId: idOf("so-khac") })).toBe(0);
});

test("a period whose own version is gone begins no report either", async () => {
  await PeriodModel.updateOne({ _id: idOf("so-cu") }, { $set: { formVersion: 5 } });
  const period = await mustFindPeriod(idOf("so-cu"));
  await expect(openReport(deps, period, "xa")).rejects.toThrow("Kỳ này không có mẫu bản 5");
  await expect(tellSource(deps, period, { unit: "xa", note: "" }, CLERK)).rejects.toThrow("Kỳ này không có mẫu bản 5");
  expect(await UnitReportModel.countDocuments({ periodId: idOf("so-cu") })).toBe(0);
});

test("a tick of the department pins no form: who opens it later has the version of that moment", async () => {
  const period = await mustFindPeriod(idOf("so-khac"));
  await tellSource(deps, period, { unit: "xa", note: "" }, CLERK);
  await publishForm(deps, "so-khac", { version: 1, title: "Mẫu", text }, CLERK);
  await openReport(deps, await mustFindPeriod(idOf("so-khac")), "xa");
  expect((await UnitReportModel.findOne({ periodId: idOf("so-khac") }).lean())?.formVersion).toBe(2);
  expect(await FormModel.countDocuments()).toBe(2);
});
