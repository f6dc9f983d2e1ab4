import { composeCore } from "../../src/compose.ts";
import { PeriodModel } from "../../src/period-reports/period.model.ts";
import { mustFindPeriod } from "../../src/period-reports/load-report.ts";
import { takeSourceFile, tellSource } from "../../src/period-reports/source-system.ts";
import { reportId, UnitReportModel } from "../../src/period-reports/unit-report.model.ts";
import { noteSource, saveSourceFile } from "../../src/period-reports/unit-report.store.ts";
import { testSettings } from "../support/settings.ts";
import { CLERK, openFor } from "../support/period-report.ts";
import { openStore } from "../support/store.ts";

/** What is told of the source system beside what was handed in here. */
const at = (text: string): Date => new Date(`${text}+07:00`);
const clock = { at: at("2026-06-10T08:00"), now: () => new Date(clock.at) };
const settings = testSettings();
const core = composeCore(settings, "test", clock);
openStore(settings);
afterAll(async () => {
  await core.producer.close().catch(() => undefined);
  core.redis.disconnect();
  core.visits.disconnect();
});

let id = "";
beforeAll(async () => {
  id = await openFor(core, "so", { from: "2025-12-01", cutoff: "2026-05-30", due: "2026-06-06" });
  const units = ["a", "b"].map((code) => ({ code, name: `Xã ${code}`, tier: "" }));
  await PeriodModel.updateOne({ _id: id }, { $set: { expected: { at: clock.at, units }, source: ["a", "b"] } });
});
const period = () => mustFindPeriod(id);
const told = { by: CLERK, at: clock.at, how: "tick" as const, note: "", hash: "" };

test("a tick that meets a report handed in in the same moment changes nothing, and says so", async () => {
  await tellSource({ clock }, await period(), { unit: "a", note: "" }, CLERK);
  await tellSource({ clock }, await period(), { unit: "a", note: "lần hai" }, CLERK);
  const _id = reportId(id, "b");
  await UnitReportModel.create({ _id, periodId: id, unitCode: "b", formVersion: 1, state: "submitted", revision: 3 });
  await UnitReportModel.updateOne({ _id }, { $set: { seals: [{ n: 1, at: at("2026-06-08T08:00"), hash: "h" }] } });
  expect([await noteSource(_id, told), await saveSourceFile(_id, { ...told, how: "file" })]).toEqual([false, false]);
  await expect(tellSource({ clock }, await period(), { unit: "b", note: "" }, CLERK)).rejects.toThrow("đã nộp báo cáo");
  const file = { unit: "b", name: "b.json", bytes: Buffer.from("{}") };
  await expect(takeSourceFile({ clock }, await period(), file, CLERK)).rejects.toThrow("đã nộp báo cáo");
  expect((await UnitReportModel.findById(_id).lean())?.source).toBeNull();
});
