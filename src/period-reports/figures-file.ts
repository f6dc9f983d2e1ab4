import { invalid } from "../kernel/errors.ts";
import { readValue, type Value, writtenValue } from "./field-value.ts";
import { faultsOf, figuresOf } from "./figures.ts";
import { type Field, fieldsOf, type Form } from "./form.ts";
import type { ReportPeriod } from "./period.model.ts";
import { type Seal, type SealedValue, sealedValues } from "./seal.ts";

/** The kind of a file of figures, so that another is told from it. */
const KIND = "loa-so/bao-cao-dinh-ky/1";

export interface FiguresFile {
  kind: typeof KIND;
  form: string;
  version: number;
  unit: string;
  from: string;
  cutoff: string;
  /** code → figure: whole ones as numbers, parts as they are typed ("12,5") */
  values: Record<string, Value>;
}

/** Whole figures as numbers, parts as they are typed: hundredths stay inside. */
export const figuresByCode = (values: readonly SealedValue[]): Record<string, Value> =>
  Object.fromEntries(
    values.map((one) => [
      one.code,
      one.kind === "decimal" && one.value !== null ? writtenValue(one, one.value) : one.value,
    ]),
  );

/** A unit's figures by their codes: what another system takes without counting again (S2-13). */
export const figuresFile = (
  period: ReportPeriod,
  unit: string,
  form: Form,
  seal: Seal | undefined,
  values: readonly SealedValue[],
) => ({
  kind: KIND,
  form: form.code,
  version: form.version,
  unit,
  from: period.from,
  cutoff: period.cutoff,
  values: figuresByCode(values),
  details: values,
  seal: seal ? { n: seal.n, at: seal.at, before: seal.before, hash: seal.hash } : null,
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a file says it is, before its figures are read under the form it names. */
export interface GivenFile {
  version: number;
  values: Record<string, unknown>;
}

/** A file of figures from the source system, of this period and this unit. @throws AppError 422 naming what it is not */
export function openFiguresFile(bytes: Uint8Array, wanted: { period: ReportPeriod; unitCode: string }): GivenFile {
  const file = parsed(bytes);
  const { period, unitCode } = wanted;
  if (file["kind"] !== KIND)
    throw refused("Tệp không phải tệp số liệu báo cáo. Xuất tệp JSON của báo cáo rồi chọn lại.");
  if (file["unit"] !== unitCode)
    throw refused(`Tệp là của đơn vị “${String(file["unit"])}”, không phải “${unitCode}”.`);
  if (file["form"] !== period.formCode) throw refused("Tệp theo mẫu khác mẫu của kỳ này.");
  if (file["from"] !== period.from || file["cutoff"] !== period.cutoff)
    throw refused(`Tệp là số liệu từ ${String(file["from"])} đến ${String(file["cutoff"])}, khác kỳ này.`);
  if (!isRecord(file["values"]) || Object.values(file["values"]).every((one) => one === null))
    throw refused("Tệp chưa có số liệu nào.");
  return { version: typeof file["version"] === "number" ? file["version"] : 0, values: file["values"] };
}

/**
 * The figures of a file, each read as if somebody had typed it in its field, under the version the file was made from;
 * totals reconcile. @throws AppError 422 naming the field, or the difference
 */
export function readFigures({ values: given }: GivenFile, form: Form): SealedValue[] {
  const fields = new Map(fieldsOf(form).map((one) => [one.code, one]));
  const unknown = Object.keys(given).filter((code) => !fields.has(code));
  if (unknown.length > 0) throw refused(`Mẫu bản ${form.version} không có ô ${unknown.slice(0, 5).join(", ")}.`);
  const at = new Date(0);
  const answers = Object.fromEntries(
    [...fields.values()].flatMap((field) => {
      const value = asTyped(field, given[field.code] ?? null);
      return value === null ? [] : [[field.code, { value, was: null, reason: "", by: "", at }]];
    }),
  );
  const figures = figuresOf(form, answers, new Map());
  const fault = faultsOf(form, figures).find(({ words }) => !words.endsWith(": chưa điền"));
  if (fault) throw refused(`Số liệu trong tệp không khớp: ${fault.words}.`);
  return sealedValues(figures);
}

/** A number of JSON stands for whole figures alone: with a point in it one reads thousands, the other parts. */
function asTyped(field: Field, value: unknown): Value {
  const typed = field.kind !== "decimal" && Number.isSafeInteger(value) ? String(value) : value;
  const read =
    typed === null
      ? null
      : typeof typed === "string"
        ? readValue(field, typed)
        : { fault: "Ghi như gõ tay, trong ngoặc kép, ví dụ “12,5”" };
  if (typeof read === "object" && read !== null)
    throw refused(`Ô ${field.code} (${field.label}) không đúng kiểu số liệu: ${read.fault}.`);
  return read;
}

const refused = (why: string) => invalid({ file: why });
function parsed(bytes: Uint8Array): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (isRecord(read)) return read;
  } catch {
    // told below, like everything that is no such file
  }
  throw refused("Tệp không đọc được. Chọn tệp JSON xuất từ báo cáo.");
}
