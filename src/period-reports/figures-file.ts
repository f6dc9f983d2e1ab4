import { canonical } from "../decisions/compare.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { invalid } from "../kernel/errors.ts";
import { type Value } from "./field-value.ts";
import { faultsOf, figuresOf } from "./figures.ts";
import { fieldsOf, type Form, isSummed } from "./form.ts";
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
  /** code → figure; hundredths are written as decimals nowhere: what was sealed is what stands here */
  values: Record<string, Value>;
}

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
  values: Object.fromEntries(values.map(({ code, value }) => [code, value])),
  details: values,
  seal: seal ? { n: seal.n, at: seal.at, before: seal.before, hash: seal.hash } : null,
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A file of figures from the source system: of this period, this unit and a form we know, every figure of its kind, and
 * totals that reconcile. @throws AppError 422 naming what does not, with the difference
 */
export function readFiguresFile(
  bytes: Uint8Array,
  wanted: { period: ReportPeriod; unitCode: string; form: Form },
): { values: SealedValue[]; hash: string } {
  const file = parsed(bytes);
  const { period, unitCode, form } = wanted;
  if (file["kind"] !== KIND)
    throw refused("Tệp không phải tệp số liệu báo cáo. Xuất tệp JSON của báo cáo rồi chọn lại.");
  if (file["unit"] !== unitCode)
    throw refused(`Tệp là của đơn vị “${String(file["unit"])}”, không phải “${unitCode}”.`);
  if (file["form"] !== form.code) throw refused("Tệp theo mẫu khác mẫu của kỳ này.");
  if (file["from"] !== period.from || file["cutoff"] !== period.cutoff)
    throw refused(`Tệp là số liệu từ ${String(file["from"])} đến ${String(file["cutoff"])}, khác kỳ này.`);
  const given = isRecord(file["values"]) ? file["values"] : {};
  const at = new Date(0);
  const answers = Object.fromEntries(
    fieldsOf(form).flatMap((field) => {
      if (!Object.hasOwn(given, field.code)) return [];
      const value = given[field.code];
      if (!isValue(field.kind, value)) throw refused(`Ô ${field.code} (${field.label}) không đúng kiểu số liệu.`);
      return value === null ? [] : [[field.code, { value, was: null, reason: "", by: "", at }]];
    }),
  );
  const figures = figuresOf(form, answers, new Map());
  const fault = faultsOf(form, figures).find(({ words }) => !words.endsWith(": chưa điền"));
  if (fault) throw refused(`Số liệu trong tệp không khớp: ${fault.words}.`);
  const values = sealedValues(figures);
  return { values, hash: sha256Hex(canonical(values)) };
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
const isValue = (kind: SealedValue["kind"], value: unknown): value is Value =>
  value === null ||
  (isSummed(kind)
    ? typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    : typeof value === "string" && value.length <= 5000);
