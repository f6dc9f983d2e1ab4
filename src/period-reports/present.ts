import { formatDate, formatTime } from "../kernel/dates.ts";
import { factByCode, type FactDeps } from "./count-facts.ts";
import { shownValue, writtenValue } from "./field-value.ts";
import { faultsOf, type Figure } from "./figures.ts";
import { reasonName, valueName } from "./fill-report.ts";
import type { Loaded } from "./load-report.ts";
import type { ReportPeriod } from "./period.model.ts";
import { dayWords, daysLeft, dueWords, isLate, KIND_NAMES, spanOf } from "./rules.ts";
import type { Seal } from "./seal.ts";
import { STANDING_WORDS, standingOfRow } from "./standings.ts";
import type { UnitReport } from "./unit-report.model.ts";

export const momentWords = (at: Date): string => `${formatTime(at)}, ${formatDate(at)}`;

export const presentPeriod = (period: ReportPeriod, now: Date) => ({
  id: String(period._id),
  title: period.title,
  wish: period.wish,
  kind: KIND_NAMES[period.kind],
  from: dayWords(period.from),
  cutoff: dayWords(period.cutoff),
  due: dueWords(period),
  isClosed: now >= spanOf(period).to,
  left: isLate(now, period) ? "đã quá hạn" : `còn ${daysLeft(now, period)} ngày`,
  sealed: period.state === "sealed",
});

/** What stands beside the name of a unit's report. */
export function presentStanding(row: UnitReport | null, period: ReportPeriod, now: Date) {
  const standing = standingOfRow(row, period, now);
  const seals = row?.seals ?? [];
  const [first] = seals;
  return {
    ...STANDING_WORDS[standing],
    submitted: first ? momentWords(first.at) : "",
    supplements: Math.max(0, seals.length - 1),
    version: row?.formVersion ?? 0,
    sourceNote: row?.source ? [row.source.note, momentWords(row.source.at)].filter(Boolean).join(", ") : "",
  };
}

const presentFigure = (deps: FactDeps, one: Figure, faults: ReadonlyMap<string, string>) => {
  const { field, fact, value, answer, corrected } = one;
  const known = field.fact === "" ? undefined : factByCode(deps, field.fact);
  return {
    code: field.code,
    label: field.label,
    name: valueName(field.code),
    reasonName: reasonName(field.code),
    kind: field.kind,
    isText: field.kind === "text",
    isNumber: ["count", "decimal", "money"].includes(field.kind),
    choices:
      field.kind === "yes-no"
        ? [
            { key: "co", name: "Có" },
            { key: "khong", name: "Không" },
          ]
        : field.options.map((name) => ({ key: name, name })),
    optional: field.optional,
    written: writtenValue(field, value),
    shown: shownValue(field, value),
    hasFact: fact !== null,
    fact: shownValue(field, fact),
    opens: known ? `Mở ${shownValue(field, fact)} ${known.noun}` : "",
    corrected,
    was: shownValue(field, answer?.was ?? null),
    moved: corrected && answer?.was !== fact,
    reason: answer?.reason ?? "",
    by: answer ? `${answer.by}, ${formatDate(answer.at)}` : "",
    fault: faults.get(field.code) ?? "",
  };
};

/** The form as it is filled, section by section, with what does not agree yet. */
export function presentForm(deps: FactDeps, { form, figures }: Pick<Loaded, "form" | "figures">) {
  const faults = faultsOf(form, figures);
  const byCode = new Map(faults.map(({ code, words }) => [code, words]));
  const shown = new Map(figures.map((one) => [one.field.code, presentFigure(deps, one, byCode)]));
  const sections = form.sections.map(({ title, fields }, n) => {
    const own = fields.flatMap(({ code }) => shown.get(code) ?? []);
    const wrong = own.filter(({ fault }) => fault !== "");
    const empty = wrong.filter(({ fault }) => fault.endsWith(": chưa điền")).length;
    const clash = wrong.length - empty;
    return {
      id: `muc-${n + 1}`,
      title,
      figures: own,
      icon: clash > 0 ? "fail" : empty > 0 ? "ring" : "check",
      word: clash > 0 ? `chưa khớp ${clash}` : empty > 0 ? `chưa điền ${empty} ô` : "đã khớp",
    };
  });
  return { sections, faults, agree: faults.length === 0, done: sections.filter(({ icon }) => icon === "check").length };
}

/** One seal as it is read: its figures, what the records gave, and its hash. */
export const presentSeal = (seal: Seal, before?: Seal) => ({
  n: seal.n,
  title: seal.n === 1 ? "Báo cáo đã nộp" : `Bổ sung lần ${seal.n - 1}`,
  at: momentWords(seal.at),
  by: seal.by.name,
  note: seal.note,
  hash: seal.hash,
  version: seal.formVersion,
  values: seal.values.map((one) => ({
    ...one,
    shown: shownValue(one, one.value),
    recorded: one.fact === null ? "" : shownValue(one, one.fact),
    corrected: one.fact !== null && one.fact !== one.value,
    changed: before !== undefined && before.values.find(({ code }) => code === one.code)?.value !== one.value,
  })),
});
