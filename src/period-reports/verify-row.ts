import type { ReportPeriod } from "./period.model.ts";
import { spanOf } from "./rules.ts";
import { printOfAnswers, printOfSource, sealProblems } from "./seal.ts";
import { reportId, type UnitReport } from "./unit-report.model.ts";

/** One thing that must hold of a stored report, and what is said where it does not. */
type Rule = readonly [holds: boolean, words: string];
const broken = (subject: string, rules: readonly Rule[]): string[] =>
  rules.flatMap(([holds, words]) => (holds ? [] : [`${subject}: ${words}`]));

/** What stands in a report beside its seals and must agree with them, field by field. For operators, in English. */
export function rowProblems(period: ReportPeriod, row: UnitReport): string[] {
  const { _id, seals, state, source } = row;
  const [first] = seals;
  const times = seals.map(({ at }) => Number(at));
  return [
    ...sealProblems(_id, period, seals),
    ...broken(_id, [
      [
        row.periodId === String(period._id) && _id === reportId(row.periodId, row.unitCode),
        "stands under another name",
      ],
      [state !== "submitted" || seals.length > 0, "is handed in without a seal"],
      [seals.every(({ formVersion }) => formVersion === row.formVersion), "the form's version is not the sealed one"],
      [times.every((at, k) => k === 0 || at >= (times[k - 1] ?? 0)), "seals are not in the order of time"],
      [!first || first.at >= spanOf(period).to, "was sealed before its figures were closed"],
      [!first || !row.openedAt || row.openedAt <= first.at, "was opened after it was sealed"],
      [
        !source || source.hash === printOfSource(_id, source),
        "what was told of the source system is not what was told",
      ],
      [
        period.expected?.units.some(({ code }) => code === row.unitCode) !== false || !first,
        "is of no unit on the list",
      ],
    ]),
    ...(state === "submitted" ? standingProblems(row) : []),
  ];
}

/** While nothing is filled beside it, a report is exactly what its last seal says. */
function standingProblems({ _id, seals, answers, asked, returned, note }: UnitReport): string[] {
  const last = seals.at(-1);
  if (!last) return [];
  const same = asked?.by.id === last.askedBy.id && asked.by.name === last.askedBy.name;
  return broken(_id, [
    [printOfAnswers(answers) === last.answers, "what was typed is not what was sealed"],
    [same, "who asked is not who is sealed"],
    [asked !== null && asked.at <= last.at, "was asked for after it was sealed"],
    [returned === null, "was sent back after it was sealed"],
    [last.n === 1 || note === last.note, "why it is supplemented is not what was sealed"],
  ]);
}
