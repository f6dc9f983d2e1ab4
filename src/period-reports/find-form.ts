import { notFound } from "../kernel/errors.ts";
import type { Form } from "./form.ts";
import { findForm, lastForm } from "./period.store.ts";
import { readForm } from "./read-form.ts";
import { STARTER, STARTER_CODE } from "./starter-form.ts";

/** A version of a department's form; the first of the starter is everybody's. */
export async function formOf(department: string, code: string, version: number): Promise<Form> {
  if (code === STARTER_CODE && version === STARTER.version) return STARTER;
  const row = await findForm(department, code, version);
  if (!row) throw notFound("mẫu báo cáo này");
  return readForm(row.text, row);
}

/** The version live today. */
export async function liveForm(department: string, code = STARTER_CODE): Promise<Form> {
  const row = await lastForm(department, code);
  if (row) return readForm(row.text, row);
  if (code !== STARTER_CODE) throw notFound("mẫu báo cáo này");
  return STARTER;
}
