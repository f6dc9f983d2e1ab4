import { conflict, notFound } from "../kernel/errors.ts";
import type { Form } from "./form.ts";
import type { ReportPeriod } from "./period.model.ts";
import { findForm, lastForm } from "./period.store.ts";
import { readForm } from "./read-form.ts";
import { STARTER, STARTER_CODE } from "./starter-form.ts";

async function published(department: string, code: string, version: number): Promise<Form | null> {
  if (code === STARTER_CODE && version === STARTER.version) return STARTER;
  const row = await findForm(department, code, version);
  return row && readForm(row.text, row);
}

/** A version of a department's form; the first of the starter is everybody's. */
export async function formOf(department: string, code: string, version: number): Promise<Form> {
  const form = await published(department, code, version);
  if (!form) throw notFound("mẫu báo cáo này");
  return form;
}

/** The form a report of this period begins with. @throws AppError 409 for a version this period has not (yet) */
export async function formToBegin(
  { unitCode, formCode, formVersion }: Pick<ReportPeriod, "unitCode" | "formCode" | "formVersion">,
  version: number,
): Promise<Form> {
  const form = version > formVersion ? null : await published(unitCode, formCode, version);
  if (!form) throw conflict(`Kỳ này không có mẫu bản ${version}. Mở lại trang báo cáo rồi điền tiếp.`);
  return form;
}

/** The version live today. */
export async function liveForm(department: string, code = STARTER_CODE): Promise<Form> {
  const row = await lastForm(department, code);
  if (row) return readForm(row.text, row);
  if (code !== STARTER_CODE) throw notFound("mẫu báo cáo này");
  return STARTER;
}
