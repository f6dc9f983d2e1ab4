import { type Check, type Field, fieldsOf, type Form } from "./form.ts";
import { shownValue, type Value } from "./field-value.ts";

/** What somebody put in place of a figure, or where there is none. */
export interface Answer {
  value: Value;
  /** what the records gave when it was corrected; null where they give nothing */
  was: number | null;
  reason: string;
  by: string;
  at: Date;
}
export type Answers = Readonly<Record<string, Answer>>;
/** Code of a fact → what the records give. */
export type Counted = ReadonlyMap<string, number>;

/** One field as it stands: what records give, what somebody put in its place, and why. */
export interface Figure {
  field: Field;
  fact: number | null;
  value: Value;
  answer: Answer | null;
  corrected: boolean;
}

export function figureOf(field: Field, answers: Answers, counted: Counted): Figure {
  const fact = field.fact === "" ? null : (counted.get(field.fact) ?? null);
  const answer = answers[field.code] ?? null;
  return { field, fact, value: answer ? answer.value : fact, answer, corrected: answer !== null && fact !== null };
}
export const figuresOf = (form: Pick<Form, "sections">, answers: Answers, counted: Counted): Figure[] =>
  fieldsOf(form).map((field) => figureOf(field, answers, counted));

export interface Fault {
  code: string;
  words: string;
}

/** What keeps a report from being handed in: empty fields, and figures that do not agree, with the difference. */
export function faultsOf(form: Form, figures: readonly Figure[]): Fault[] {
  const of = new Map(figures.map((one) => [one.field.code, one]));
  const empty = figures
    .filter(({ field, value }) => value === null && !field.optional)
    .map(({ field }) => ({ code: field.code, words: `${field.label}: chưa điền` }));
  return [...empty, ...form.checks.flatMap((check) => checkFault(check, of))];
}

function checkFault(check: Check, of: ReadonlyMap<string, Figure>): Fault[] {
  const n = (code: string): number | null => {
    const value = of.get(code)?.value;
    return typeof value === "number" ? value : null;
  };
  const words = (code: string, value = n(code)): string => {
    const field = of.get(code)?.field;
    return field ? shownValue(field, value) : "";
  };
  const label = (code: string): string => of.get(code)?.field.label ?? code;
  if (check.kind === "at-most") {
    const [part, whole] = [n(check.part), n(check.whole)];
    return part === null || whole === null || part <= whole
      ? []
      : [
          {
            code: check.part,
            words: `${label(check.part)} ${words(check.part)}, nhiều hơn ${label(check.whole)} ${words(check.whole)}`,
          },
        ];
  }
  const [total, parts] = [n(check.total), check.parts.map(n)];
  if (total === null || parts.some((one) => one === null)) return [];
  const sum = parts.reduce<number>((all, one) => all + (one ?? 0), 0);
  if (sum === total) return [];
  const gap = words(check.total, Math.abs(sum - total));
  return [
    {
      code: check.total,
      words: `${check.parts.map((code) => words(code)).join(" + ")} = ${words(check.total, sum)}, ${sum < total ? "thiếu" : "thừa"} ${gap} so với ${words(check.total)} (${label(check.total)})`,
    },
  ];
}

/** A typed value beside what the records give: kept as a correction only where it differs. */
export function answerOf(
  figure: Figure,
  typed: { value: Value; reason: string },
  by: string,
  at: Date,
): { answer: Answer | null } | { fault: string } {
  const { fact } = figure;
  if (fact === null)
    return { answer: typed.value === null ? null : { value: typed.value, was: null, reason: "", by, at } };
  if (typed.value === null || typed.value === fact) return { answer: null };
  const same = figure.answer?.value === typed.value && figure.answer.reason === typed.reason;
  if (same) return { answer: figure.answer };
  if (typed.reason.length < 5) return { fault: "Ghi lý do sửa số tự điền, ít nhất 5 chữ" };
  return { answer: { value: typed.value, was: fact, reason: typed.reason, by, at } };
}
