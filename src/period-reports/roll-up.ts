import type { Person } from "../decisions/decision.ts";
import { shownValue } from "./field-value.ts";
import { type FieldKind, fieldsOf, type Form, isSummed } from "./form.ts";
import type { Standing, Tally } from "./rules.ts";
import type { Asked, Chained, SealedValue } from "./seal.ts";

/** What one unit's last seal, or its file from the source system, says. */
export interface UnitValues {
  code: string;
  name: string;
  tier: string;
  standing: Standing;
  /** of the seal that is added up; "" for a unit that reported elsewhere or not at all */
  hash: string;
  formVersion: number;
  values: readonly SealedValue[];
}

export interface RollupLine {
  code: string;
  label: string;
  kind: FieldKind;
  /** null where nothing is added up */
  sum: number | null;
  /** what the records gave, of the same units */
  fact: number | null;
  /** units that say something */
  n: number;
  /** of a choice: how many said what */
  said: Record<string, number>;
}

/** The roll-up as a department sealed it. */
export interface RollupSeal extends Chained {
  asked: Asked;
  at: Date;
  by: Person;
  tally: Tally;
  units: { code: string; name: string; standing: Standing; hash: string }[];
  values: RollupLine[];
  fingerprint: string;
}

/**
 * Each field added up over the units that answered it, in the order of the live form; fields of earlier versions follow,
 * under their own codes. A unit without an answer adds nothing and is not counted as a zero.
 */
export function rollUp(form: Form, units: readonly UnitValues[]): RollupLine[] {
  const live = fieldsOf(form).map(({ code, label, kind }) => ({ code, label, kind }));
  const known = new Set(live.map(({ code }) => code));
  const older = new Map(
    units.flatMap(({ values }) => values.filter(({ code }) => !known.has(code)).map((one) => [one.code, one] as const)),
  );
  return [...live, ...[...older.values()].map(({ code, label, kind }) => ({ code, label, kind }))].map((field) => {
    const answers = units.flatMap(({ values }) =>
      values.filter(({ code, value }) => code === field.code && value !== null),
    );
    const facts = answers.filter(({ fact }) => fact !== null);
    const said: Record<string, number> = {};
    if (field.kind === "yes-no" || field.kind === "choice")
      for (const { value } of answers) {
        const word = shownValue(field, value);
        said[word] = (said[word] ?? 0) + 1;
      }
    const total = (of: readonly (number | string | null)[]): number =>
      of.reduce<number>((sum, one) => sum + (typeof one === "number" ? one : 0), 0);
    return {
      ...field,
      sum: isSummed(field.kind) && answers.length > 0 ? total(answers.map(({ value }) => value)) : null,
      fact: facts.length > 0 ? total(facts.map(({ fact }) => fact)) : null,
      n: answers.length,
      said,
    };
  });
}

/** Subtotals of a middle tier, where there is one: they add up to the whole. */
export function tiersOf(units: readonly UnitValues[]): string[] {
  return [...new Set(units.map(({ tier }) => tier))].filter((tier) => tier !== "");
}

/** Where a total is not the sum of its units: named with the difference. [] when all reconcile. */
export function totalFaults(lines: readonly RollupLine[], units: readonly UnitValues[]): string[] {
  return lines.flatMap((line) => {
    if (line.sum === null) return [];
    const sum = units.reduce((all, { values }) => {
      const value = values.find(({ code }) => code === line.code)?.value;
      return all + (typeof value === "number" ? value : 0);
    }, 0);
    return sum === line.sum
      ? []
      : [
          `${line.label}: các đơn vị cộng ${shownValue(line, sum)}, tổng hợp ghi ${shownValue(line, line.sum)}, lệch ${shownValue(line, Math.abs(sum - line.sum))}`,
        ];
  });
}

/** Per 1,000 people, with the range chance alone would give (Poisson, 95 %, Byar): small units differ much by nothing. */
export function perThousand(n: number, people: number): { low: number; mean: number; high: number } | null {
  if (people <= 0) return null;
  const z = 1.96;
  const low = n === 0 ? 0 : n * (1 - 1 / (9 * n) - z / (3 * Math.sqrt(n))) ** 3;
  const high = (n + 1) * (1 - 1 / (9 * (n + 1)) + z / (3 * Math.sqrt(n + 1))) ** 3;
  const rate = (value: number): number => (value / people) * 1000;
  return { low: rate(Math.max(0, low)), mean: rate(n), high: rate(high) };
}
