import type { Person } from "../decisions/decision.ts";
import { conflict, type FieldErrors, invalid } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { inOneLine } from "../reports/printable.ts";
import { readValue, type Value } from "./field-value.ts";
import { answerOf, type Answers, faultsOf, figureOf } from "./figures.ts";
import { formOf, formToBegin } from "./find-form.ts";
import { countFacts, factsOf } from "./count-facts.ts";
import { fieldsOf } from "./form.ts";
import { countedScope, loadReport, type ReportDeps } from "./load-report.ts";
import type { ReportPeriod } from "./period.model.ts";
import { spanOf } from "./rules.ts";
import type { UnitReport } from "./unit-report.model.ts";
import {
  askLeader,
  beginReport,
  findReport,
  isUntouched,
  noteReportOpened,
  reopenReport,
  returnReport,
  saveAnswers,
} from "./unit-report.store.ts";

/** Fields of a form are called so, that no code of a department meets a name of ours. */
export const valueName = (code: string): string => `v-${code}`;
export const reasonName = (code: string): string => `r-${code}`;
const MOST_REASON = 500;

const changed = () => conflict("Người khác vừa lưu báo cáo này. Xem chỗ khác nhau rồi bấm lại.");

/** Whoever may fill it has opened it; the form of this moment is the report's from now on. */
export async function openReport(deps: ReportDeps, period: ReportPeriod, unitCode: string): Promise<UnitReport> {
  const before = await findReport(String(period._id), unitCode);
  if (before?.openedAt) return before;
  // looked for before anything is written: no report stands under a form nobody has
  const { version } = await formToBegin(
    period,
    before && !isUntouched(before) ? before.formVersion : period.formVersion,
  );
  const row = await beginReport(String(period._id), unitCode, version);
  await noteReportOpened(row, version, deps.clock.now());
  return row;
}

export interface Typed {
  revision: number;
  /** of the form the page or the file was made from */
  formVersion: number;
  fields: Readonly<Record<string, string>>;
  note: string;
}

/**
 * What was typed, field by field, under the version it was typed in: one that moved or went since keeps its code and is
 * kept. A figure that differs from the records' needs a reason. @throws AppError 409, 422 by field
 */
export async function saveReport(
  deps: ReportDeps,
  period: ReportPeriod,
  unitCode: string,
  typed: Typed,
  by: Person,
): Promise<UnitReport> {
  const { version } = await formToBegin(period, typed.formVersion || period.formVersion);
  const row = await beginReport(String(period._id), unitCode, version);
  if (row.state === "waiting") throw conflict("Báo cáo đang chờ lãnh đạo. Lãnh đạo trả lại thì mới sửa được.");
  if (row.state === "submitted") throw conflict("Báo cáo đã nộp và khoá. Muốn thêm, bấm Bổ sung.");
  if (row.revision !== typed.revision) throw changed();
  const { answers, faults } = await takeTyped(deps, period, row, typed, by);
  const note = nfc(inOneLine(typed.note)).trim().slice(0, MOST_REASON);
  if (Object.keys(faults).length > 0) throw invalid(faults);
  if (!(await saveAnswers(row, { answers, note }))) throw changed();
  return row;
}

async function takeTyped(
  deps: ReportDeps,
  period: ReportPeriod,
  row: UnitReport,
  typed: Typed,
  by: Person,
): Promise<{ answers: Answers & UnitReport["answers"]; faults: FieldErrors }> {
  const form = await formOf(period.unitCode, period.formCode, typed.formVersion || row.formVersion);
  const scope = await countedScope(row.unitCode, period);
  const counted = await countFacts(deps, factsOf(form), scope, spanOf(period));
  const answers = { ...row.answers };
  const faults: FieldErrors = {};
  for (const field of fieldsOf(form)) {
    const words = typed.fields[valueName(field.code)];
    if (words === undefined) continue;
    const value = readValue(field, words);
    if (isFault(value)) {
      faults[valueName(field.code)] = value.fault;
      continue;
    }
    const reason = nfc(inOneLine(typed.fields[reasonName(field.code)] ?? ""))
      .trim()
      .slice(0, MOST_REASON);
    const taken = answerOf(figureOf(field, row.answers, counted), { value, reason }, by.name, deps.clock.now());
    if ("fault" in taken) faults[reasonName(field.code)] = taken.fault;
    else if (taken.answer) answers[field.code] = taken.answer;
    else delete answers[field.code];
  }
  return { answers, faults };
}
const isFault = (value: Value | { fault: string }): value is { fault: string } =>
  typeof value === "object" && value !== null;

/** To the leader, when all agree and the figures are closed. @throws AppError 409, 422 naming each place */
export async function askForLeader(
  deps: ReportDeps,
  period: ReportPeriod,
  row: UnitReport,
  revision: number,
  by: Person,
): Promise<void> {
  const now = deps.clock.now();
  if (row.state !== "filling" || row.revision !== revision) throw changed();
  if (now < spanOf(period).to) throw conflict("Số liệu chưa chốt. Trình được từ ngày sau ngày chốt số liệu.");
  if (row.seals.length > 0 && row.note.length < 5)
    throw invalid({ note: "Ghi vì sao bổ sung, ít nhất 5 chữ, rồi bấm Lưu và kiểm tra" });
  const { form, figures } = await loadReport(deps, period, row.unitCode);
  const faults = faultsOf(form, figures);
  if (faults.length > 0) throw invalid(Object.fromEntries(faults.map(({ code, words }) => [valueName(code), words])));
  if (!(await askLeader(row, { by, at: now }))) throw changed();
}

export async function sendBack(row: UnitReport, reason: string, by: Person, at: Date): Promise<void> {
  const words = nfc(inOneLine(reason)).trim();
  if (words.length < 5) throw invalid({ reason: "Ghi chỗ cần sửa, ít nhất 5 chữ" });
  if (!(await returnReport(row, { by, at, reason: words.slice(0, MOST_REASON) }))) throw changed();
}

/** What was handed in stays as it is; a supplement is filled beside it. */
export async function beginSupplement(row: UnitReport): Promise<void> {
  if (!(await reopenReport(row))) throw conflict("Báo cáo chưa nộp nên chưa có gì để bổ sung.");
}
