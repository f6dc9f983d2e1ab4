import { canonical } from "../decisions/compare.ts";
import type { Person } from "../decisions/decision.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import type { FactRow } from "../kernel/fact.ts";
import type { Answers, Figure } from "./figures.ts";
import type { FieldKind } from "./form.ts";
import type { Value } from "./field-value.ts";
import type { PeriodDays } from "./rules.ts";

/** One figure as it was handed in: the records' own, what stands instead, and why. */
export interface SealedValue {
  code: string;
  label: string;
  kind: FieldKind;
  fact: number | null;
  value: Value;
  reason: string;
}
/** What the records gave then, and a print of which records they were. */
export interface SealedFact {
  code: string;
  n: number;
  rows: string;
}

/** A link of a chain: never changed, tied to the one before. */
export interface Chained {
  /** 1 = the first, the others are supplements */
  n: number;
  /** hash of the one before; "" for the first */
  before: string;
  hash: string;
}
/** What a department asked for, as every file prints it above the figures. */
export type Asked = PeriodDays & { title: string; wish: string; formCode: string };
export const askedOf = ({ title, wish, formCode, from, cutoff, due, strictness }: Asked): Asked => ({
  title,
  wish,
  formCode,
  from,
  cutoff,
  due,
  strictness,
});
interface OfPeriod extends Chained {
  asked: Asked;
}
/** A report as it was handed in, or what was added to it later. */
export interface Seal extends OfPeriod {
  at: Date;
  by: Person;
  askedBy: Person;
  formVersion: number;
  /** why it is supplemented; "" for the first */
  note: string;
  values: SealedValue[];
  facts: SealedFact[];
  /** print of what was typed, by whom and when */
  answers: string;
  /** of what was on the leader's screen */
  fingerprint: string;
}

export const sealedValues = (figures: readonly Figure[]): SealedValue[] =>
  figures.map(({ field, fact, value, answer }) => ({
    code: field.code,
    label: field.label,
    kind: field.kind,
    fact,
    value,
    reason: answer?.reason ?? "",
  }));

/** Which records make a figure, whatever order they come in. */
export const printOfRows = (rows: readonly Pick<FactRow, "id" | "n">[]): string =>
  sha256Hex(canonical(rows.map(({ id, n }) => [id, n]).toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1))));

/** What was typed in a report, with who, when and why. */
export const printOfAnswers = (answers: Answers): string => sha256Hex(canonical(answers));
/** What was told of the source system, of whose report. */
export const printOfSource = (subject: string, { by, at, how, note, values }: Told): string =>
  sha256Hex(canonical([subject, by, at, how, note, values ?? []]));
interface Told {
  by: Person;
  at: Date;
  how: string;
  note: string;
  values?: readonly SealedValue[];
}
/** The list of who reports, as it was frozen. */
export const printOfList = (periodId: string, { at, units }: { at: Date; units: readonly Listed[] }): string =>
  sha256Hex(canonical([periodId, at, units.map(({ code, name, tier }) => [code, name, tier])]));
interface Listed {
  code: string;
  name: string;
  tier: string;
}

/** Of everything but the hash itself, and of whose report it is. @param subject period and unit */
const hashOf = (subject: string, seal: Chained): string => sha256Hex(canonical([subject, { ...seal, hash: "" }]));

/** Ties a new seal to those before it. */
export function nextSeal<T extends object>(subject: string, before: readonly Chained[], content: T): T & Chained {
  const last = before.at(-1);
  const open = { ...content, n: (last?.n ?? 0) + 1, before: last?.hash ?? "", hash: "" };
  return { ...open, hash: hashOf(subject, open) };
}

/** What does not hold in a chain of seals, in words an operator understands; [] when all does. */
export function chainProblems(subject: string, seals: readonly Chained[]): string[] {
  return seals.flatMap((seal, k) => [
    ...(seal.n === k + 1 ? [] : [`${subject}: seal ${seal.n} stands at place ${k + 1}`]),
    ...(seal.before === (seals[k - 1]?.hash ?? "")
      ? []
      : [`${subject}: seal ${seal.n} does not follow the one before`]),
    ...(seal.hash === hashOf(subject, seal) ? [] : [`${subject}: seal ${seal.n} is not what was sealed`]),
  ]);
}

/** The same, and whether each seal is of the period as it stands. */
export const sealProblems = (subject: string, period: Asked, seals: readonly OfPeriod[]): string[] => [
  ...chainProblems(subject, seals),
  ...seals.flatMap(({ n, asked }) =>
    canonical(asked) === canonical(askedOf(period)) ? [] : [`${subject}: the period is not the one of seal ${n}`],
  ),
];
