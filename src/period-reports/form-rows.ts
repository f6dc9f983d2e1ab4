import { type FieldErrors, invalid } from "../kernel/errors.ts";
import { rowOf } from "../kernel/table.ts";
import { type FieldKind, type Form } from "./form.ts";
import { checkOf, fieldOf, KIND_WORDS, OPTIONAL } from "./read-form.ts";

/** A field as a row of a page: its section is said where it begins. */
export interface FieldRow {
  section: string;
  code: string;
  label: string;
  kind: string;
  /** of a choice, parted by ";" */
  options: string;
  fact: string;
  need: string;
}
/** Figures that must agree, as a row: `right` names one code, or several parted by commas. */
export interface CheckRow {
  left: string;
  op: string;
  right: string;
}

export const KIND_NAMES: Readonly<Record<FieldKind, string>> = {
  count: "Số đếm",
  decimal: "Số lẻ",
  money: "Tiền, đồng",
  "yes-no": "Có/không",
  choice: "Chọn một",
  text: "Chữ",
};
export const OP_NAMES = { sum: "bằng tổng các ô", "at-most": "không lớn hơn ô" } as const;
const wordOf = Object.fromEntries(Object.entries(KIND_WORDS).map(([word, kind]) => [kind, word]));
const EMPTY: FieldRow = { section: "", code: "", label: "", kind: "count", options: "", fact: "", need: "" };

/** The rows of a form, one empty of each more; reading them gives the same form again. */
export function rowsOfForm({ sections, checks }: Form): { fields: FieldRow[]; checks: CheckRow[] } {
  const fields = sections.flatMap(({ title, fields: own }) =>
    own.map(({ code, label, kind, options, fact, optional }, n) => ({
      section: n === 0 ? title : "",
      code,
      label,
      kind,
      options: options.join("; "),
      fact,
      need: optional ? "khong" : "",
    })),
  );
  const named = checks.map((one) =>
    one.kind === "sum"
      ? { left: one.total, op: "sum", right: one.parts.join(", ") }
      : { left: one.part, op: "at-most", right: one.whole },
  );
  return { fields: [...fields, EMPTY], checks: [...named, { left: "", op: "sum", right: "" }] };
}

function lineOf(row: FieldRow): string {
  const word = row.kind === "choice" ? `chọn: ${row.options}` : (rowOf(wordOf, row.kind) ?? row.kind);
  return [row.code, row.label, word, row.fact, row.need === "" ? "" : OPTIONAL].join(" | ");
}

/** The text a form is kept as. @throws AppError 422 by field and row */
export function textOfRows(given: { fields: readonly FieldRow[]; checks: readonly CheckRow[] }): string {
  const errors: FieldErrors = {};
  const fields = given.fields.flatMap((row, n) => {
    if (row.section + row.code + row.label === "") return [];
    const bar = [row.section, row.code, row.label, row.options].some((one) => one.includes("|"));
    const read = bar ? "không dùng dấu |." : fieldOf(lineOf(row));
    if (typeof read === "string") errors[`fieldCode.${n}`] = `Ô, dòng ${n + 1}: ${read}`;
    return [...(row.section === "" ? [] : [`# ${row.section}`]), lineOf(row)];
  });
  const checks = given.checks.flatMap(({ left, op, right }, n) => {
    if (left + right === "") return [];
    const parts = right.split(/[,;\s]+/).filter(Boolean);
    const line = op === "sum" ? `${left} = ${parts.join(" + ")}` : `${left} <= ${parts.join(" + ")}`;
    if (!checkOf(line))
      errors[`checkLeft.${n}`] =
        `Đối chiếu, dòng ${n + 1}: ghi mã một ô, rồi ${op === "sum" ? "mã từ hai ô" : "mã một ô"}, cách nhau bằng dấu phẩy`;
    return [line];
  });
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return [...fields, ...checks].join("\n");
}
