import { submission } from "../../../src/period-reports/submission.decision.ts";
import { openPeriod } from "../../../src/period-reports/open-period.ts";
import { PeriodModel } from "../../../src/period-reports/period.model.ts";
import { chainProblems } from "../../../src/period-reports/seal.ts";
import { STARTER } from "../../../src/period-reports/starter-form.ts";
import { fieldsOf } from "../../../src/period-reports/form.ts";
import { periodClosing } from "../../../src/period-reports/closing.decision.ts";
import { findPeriod } from "../../../src/period-reports/period.store.ts";
import { type UnitReport, UnitReportModel } from "../../../src/period-reports/unit-report.model.ts";
import { beginReport, findReportById } from "../../../src/period-reports/unit-report.store.ts";
import { dayKey } from "../../../src/kernel/send-hours.ts";
import { type Cast, type Scenario, WRITER } from "./scenario.ts";

const UNIT = "sao-mai";
const DEPARTMENT = "so-bao-cao";

/** A period whose list is frozen, and the report its one unit has begun. */
async function beginPeriod(cast: Cast): Promise<{ id: string; row: UnitReport }> {
  const day = (n: number): string => dayKey(new Date(cast.clock.now().getTime() + n * 86_400_000));
  const days = { from: day(-30), cutoff: day(-2), due: day(5), strictness: "before" as const };
  const fields = { kind: "request" as const, title: "Báo cáo theo yêu cầu", wish: "Số liệu loa", ...days };
  const { id } = await openPeriod(cast.deps, DEPARTMENT, fields, WRITER);
  const expected = { at: cast.clock.now(), units: [{ code: UNIT, name: "Xã Sao Mai", tier: "" }] };
  await PeriodModel.updateOne({ _id: id }, { $set: { expected } });
  return { id, row: await beginReport(id, UNIT, 1) };
}

export const rollupScenario = (cast: Cast): Scenario => ({
  ...cast.presses(periodClosing, { ...cast.deps, facts: () => [] }, undefined),
  arrange: async () => ({ unitCode: DEPARTMENT, id: (await beginPeriod(cast)).id }),
  async swap({ id }) {
    const value = { code: "bantin-so", label: "Bản tin", kind: "count", fact: null, value: 9, reason: "" };
    const source = { by: WRITER, at: cast.clock.now(), how: "file", note: "tệp", hash: "f", values: [value] };
    await UnitReportModel.updateOne({ periodId: id }, { $set: { source } });
    return /Số bản tin đã phát hành.*nay “9/;
  },
  async shown({ id }) {
    return (await findPeriod(id))?.rollups[0]?.hash ?? "";
  },
  async whole({ id }) {
    const period = await findPeriod(id);
    expect([period?.state, chainProblems(id, period?.rollups ?? [])]).toEqual(["sealed", []]);
    expect(period?.rollups[0]?.by.id).toBe(cast.leader.id);
  },
});

/** A report whose figures stand in its own fields: records give nothing here. */
export const reportScenario = (cast: Cast): Scenario => ({
  ...cast.presses(submission, { ...cast.deps, facts: () => [] }, undefined),
  async arrange() {
    const { row } = await beginPeriod(cast);
    const given = (kind: string) => (kind === "choice" ? "FM" : kind === "yes-no" ? "co" : 0);
    const answers = Object.fromEntries(
      fieldsOf(STARTER).map(({ code, kind }) => [
        code,
        { value: given(kind), was: null, reason: "", by: WRITER.name, at: cast.clock.now() },
      ]),
    );
    const asked = { by: WRITER, at: cast.clock.now() };
    await UnitReportModel.updateOne({ _id: row._id }, { $set: { answers, asked, state: "waiting" } });
    return { unitCode: UNIT, id: row._id };
  },
  async swap({ id }) {
    await UnitReportModel.updateOne({ _id: id }, { $set: { "answers.bantin-so.value": 9 }, $inc: { revision: 1 } });
    return /Số bản tin đã phát hành.*trước “0.*nay “9/;
  },
  async shown({ id }) {
    return (await findReportById(id))?.seals[0]?.hash ?? "";
  },
  async whole({ id }) {
    const row = await findReportById(id);
    expect([row?.state, row?.seals.length, chainProblems(id, row?.seals ?? [])]).toEqual(["submitted", 1, []]);
    expect(row?.seals[0]?.by.id).toBe(cast.leader.id);
  },
});
