import { composeCore } from "../../src/compose.ts";
import { PeriodModel } from "../../src/period-reports/period.model.ts";
import { figuresFile } from "../../src/period-reports/figures-file.ts";
import { mustFindPeriod } from "../../src/period-reports/load-report.ts";
import { takeSourceFile, tellSource } from "../../src/period-reports/source-system.ts";
import { STARTER } from "../../src/period-reports/starter-form.ts";
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
  const units = ["a", "b", "c"].map((code) => ({ code, name: `Xã ${code}`, tier: "" }));
  await PeriodModel.updateOne({ _id: id }, { $set: { expected: { at: clock.at, units }, source: ["a", "b", "c"] } });
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

/** Of the source system, for a unit that has told nothing yet. */
const fileOf = (values: Record<string, unknown>, more: object = {}) => ({
  unit: "c",
  name: "c.json",
  bytes: Buffer.from(
    JSON.stringify({
      kind: "loa-so/bao-cao-dinh-ky/1",
      form: "ttcs",
      version: 1,
      unit: "c",
      from: "2025-12-01",
      cutoff: "2026-05-30",
      values,
      ...more,
    }),
  ),
});
test.each([
  ["parts as a number", { "dtt-gio-tuan": 12.5 }, /dtt-gio-tuan .*Ghi như gõ tay/],
  ["a whole number where parts may be", { "dtt-gio-tuan": 12 }, /dtt-gio-tuan .*Ghi như gõ tay/],
  ["thousands as parts", { "bantin-so": 1.234 }, /bantin-so .*Ghi như gõ tay/],
  ["parts of a whole", { "bantin-so": "1,5" }, /bantin-so .*Ghi số nguyên/],
  ["a figure with its noun", { "bantin-so": "12 lượt" }, /bantin-so .*Ghi số nguyên/],
  ["a day", { "bantin-so": "2026-05-30" }, /bantin-so .*Ghi số nguyên/],
  ["more than any money", { "kp-chi": 9e15 }, /kp-chi .*Số lớn quá/],
  ["true", { "dtt-co": true }, /dtt-co .*Ghi như gõ tay/],
  ["another word for yes", { "dtt-co": "yes" }, /dtt-co .*Chọn Có hoặc Không/],
  ["no choice of the form", { "dtt-cong-nghe": "AM" }, /dtt-cong-nghe .*Chọn một trong/],
  ["a field the form has not", { "bantin-so": 1, "la-so": 2 }, /Mẫu bản 1 không có ô la-so/],
  ["nothing", {}, /chưa có số liệu nào/],
  ["nothing but gaps", { "bantin-so": null }, /chưa có số liệu nào/],
])("a file is refused whole for %s, and begins nothing", async (_, values, why) => {
  const refusal = await takeSourceFile({ clock }, await period(), fileOf(values), CLERK).catch((error) => error);
  expect([refusal.message, ...Object.values(refusal.fields)].join(" ")).toMatch(why);
  expect(await UnitReportModel.countDocuments({ unitCode: "c" })).toBe(0);
});
test("a file under a version this period has not is refused", async () => {
  const file = fileOf({ "bantin-so": 1 }, { version: 2 });
  await expect(takeSourceFile({ clock }, await period(), file, CLERK)).rejects.toThrow("Kỳ này không có mẫu bản 2");
});

test("a file's figures are read as somebody types them", async () => {
  const values = { "bantin-so": "1.234", "tailieu-so": 1234, "dtt-gio-tuan": "1.012,5", "kk-noi-dung": " Một  ý " };
  await takeSourceFile({ clock }, await period(), fileOf(values), CLERK);
  const read = new Map(
    (await UnitReportModel.findOne({ unitCode: "c" }).lean())?.source?.values?.map(({ code, value }) => [code, value]),
  );
  const of = Object.keys(values).map((code) => read.get(code));
  expect(of).toEqual([1234, 1234, 101_250, expect.stringMatching(/^Một\s+ý$/)]);
  // and go out again as they came in
  const form = STARTER;
  const sealed = (await UnitReportModel.findOne({ unitCode: "c" }).lean())?.source?.values ?? [];
  const out = figuresFile(await period(), "c", form, undefined, sealed).values;
  expect([out["bantin-so"], out["dtt-gio-tuan"], out["dtt-co"]]).toEqual([1234, "1.012,5", null]);
});
