import { invalid } from "../kernel/errors.ts";
import { rowOf } from "../kernel/table.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { type Check, type Field, type FieldKind, type Form, fieldsOf, isSummed, type Section } from "./form.ts";

export const KIND_WORDS = {
  số: "count",
  "số lẻ": "decimal",
  tiền: "money",
  "có/không": "yes-no",
  chữ: "text",
} satisfies Record<string, FieldKind>;
export const OPTIONAL = "không bắt buộc";
const CODE = /^[a-z][a-z\d]*(?:-[a-z\d]+)*$/;
/** A form that no screen holds is no form. */
const MOST_FIELDS = 120;

type Head = Pick<Form, "code" | "version" | "title">;

/**
 * A form as a department writes it, a line a field: `mã | tên | kiểu | số liệu có sẵn`, `# tên mục`, `a = b + c`,
 * `a <= b`. @throws AppError 422 naming the line and what to write
 */
export function readForm(text: string, head: Head): Form {
  const faults: string[] = [];
  const sections: Section[] = [];
  const checks: Check[] = [];
  for (const [n, raw] of nfc(text).split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const fault = takeLine(line, sections, checks);
    if (fault !== "") faults.push(`Dòng ${n + 1}: ${fault}`);
  }
  const form: Form = { ...head, sections: sections.filter(({ fields }) => fields.length > 0), checks };
  faults.push(...formFaults(form));
  if (faults.length > 0) throw invalid({ text: faults.slice(0, 5).join(" ") });
  return form;
}

function takeLine(line: string, sections: Section[], checks: Check[]): string {
  if (line.startsWith("#")) {
    sections.push({ title: line.replace(/^#+\s*/, ""), fields: [] });
    return "";
  }
  if (line.includes("|")) {
    const field = fieldOf(line);
    if (typeof field === "string") return field;
    if (sections.length === 0) sections.push({ title: "1. Số liệu", fields: [] });
    sections.at(-1)?.fields.push(field);
    return "";
  }
  const check = checkOf(line);
  if (!check) return "ghi “mã | tên | kiểu”, “# tên mục”, “a = b + c” hoặc “a <= b”.";
  checks.push(check);
  return "";
}

export function fieldOf(line: string): Field | string {
  const [code = "", label = "", word = "", ...more] = line.split("|").map((one) => one.trim());
  if (!CODE.test(code)) return `mã “${code}” chỉ gồm chữ thường không dấu, số và gạch nối.`;
  if (label === "" || label.length > 200) return `mã ${code} cần tên, nhiều nhất 200 chữ.`;
  const [, list] = /^chọn:\s*(.+)$/.exec(word) ?? [];
  const options = (list ?? "")
    .split(";")
    .map((one) => one.trim())
    .filter(Boolean);
  const kind = list === undefined ? rowOf(KIND_WORDS, word) : "choice";
  if (!kind || (kind === "choice" && options.length < 2))
    return `kiểu “${word}” chưa có; dùng số, số lẻ, tiền, có/không, chữ hoặc “chọn: a; b”.`;
  const fact = more.find((one) => one !== "" && one !== OPTIONAL) ?? "";
  if (fact !== "" && kind !== "count") return `chỉ ô kiểu “số” tự điền được từ ${fact}.`;
  return { code, label, kind, fact, optional: more.includes(OPTIONAL), options };
}

export function checkOf(line: string): Check | undefined {
  const [, part, whole] = /^([a-z\d-]+)\s*(?:<=|≤)\s*([a-z\d-]+)$/.exec(line) ?? [];
  if (part && whole) return { kind: "at-most", part, whole };
  const [, total, parts] = /^([a-z\d-]+)\s*=\s*([a-z\d-]+(?:\s*\+\s*[a-z\d-]+)+)$/.exec(line) ?? [];
  return total && parts ? { kind: "sum", total, parts: parts.split("+").map((one) => one.trim()) } : undefined;
}

function formFaults(form: Form): string[] {
  const fields = fieldsOf(form);
  const codes = fields.map(({ code }) => code);
  const double = codes.filter((code, n) => codes.indexOf(code) !== n);
  const summed = new Set(fields.filter(({ kind }) => isSummed(kind)).map(({ code }) => code));
  const named = form.checks.flatMap((one) => (one.kind === "sum" ? [one.total, ...one.parts] : [one.part, one.whole]));
  const unknown = [...new Set(named.filter((code) => !summed.has(code)))];
  return [
    ...(fields.length === 0 ? ["Mẫu chưa có ô nào."] : []),
    ...(fields.length > MOST_FIELDS ? [`Mẫu có ${fields.length} ô, nhiều nhất ${MOST_FIELDS}.`] : []),
    ...(double.length > 0 ? [`Mã dùng hai lần: ${[...new Set(double)].join(", ")}.`] : []),
    ...(unknown.length > 0 ? [`Phép đối chiếu nêu mã không phải ô số: ${unknown.join(", ")}.`] : []),
  ];
}

/**
 * What a new version may not do to the one before: a code keeps its kind for ever, because sealed reports and roll-ups
 * add it up under its code. A field may move, be renamed or go.
 */
export function versionFaults(before: Form, after: Form): string[] {
  const was = new Map(fieldsOf(before).map((one) => [one.code, one.kind]));
  return fieldsOf(after)
    .filter(({ code, kind }) => was.has(code) && was.get(code) !== kind)
    .map(({ code }) => `Mã ${code} đã dùng cho kiểu khác ở bản ${before.version}. Đặt mã mới cho ô này.`);
}

const WORD_OF = Object.fromEntries(Object.entries(KIND_WORDS).map(([word, kind]) => [kind, word]));
/** The same text again, for who writes the next version. */
export const formText = (form: Form): string =>
  [
    ...form.sections.flatMap(({ title, fields }) => [
      `# ${title}`,
      ...fields.map(({ code, label, kind, fact, optional, options }) =>
        [
          code,
          label,
          kind === "choice" ? `chọn: ${options.join("; ")}` : WORD_OF[kind],
          ...(fact === "" ? [] : [fact]),
          ...(optional ? [OPTIONAL] : []),
        ].join(" | "),
      ),
    ]),
    ...form.checks.map((one) =>
      one.kind === "sum" ? `${one.total} = ${one.parts.join(" + ")}` : `${one.part} <= ${one.whole}`,
    ),
  ].join("\n");
