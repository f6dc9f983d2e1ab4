import { formatOfficialDate, parseLocal } from "../kernel/dates.ts";
import type { CheckFacts } from "./known-facts.ts";
import type { End, Finding, PlanReading } from "./reading.ts";

/** The same end however it is said; what nobody dated stays itself. */
const keyOf = (end: End): string => (end.day === "" ? end.event : end.day);
const distinct = (ends: readonly End[]): End[] => [...new Map(ends.map((one) => [keyOf(one), one])).values()];

/** Where a plan says when it ends, and does not say the same (S4-23): one finding with every end, until one is chosen. */
export function checkEnds({ phases, ends }: Pick<PlanReading, "phases" | "ends">, { events }: CheckFacts): Finding[] {
  const dated = (end: End): End => {
    const known = end.day === "" ? events.find((one) => one.event === end.event) : undefined;
    return known ? { ...end, day: known.to } : end;
  };
  const found: Finding[] = [];
  const whole = distinct(ends);
  const inPhases = phases.map((phase) => ({ ...phase, all: distinct(phase.ends) }));
  const torn = inPhases.filter((one) => one.all.length > 1);
  const last = whole
    .map(dated)
    .flatMap(({ day }) => (day === "" ? [] : [day]))
    .toSorted()
    .at(-1);
  const beyond = last === undefined ? [] : inPhases.filter((one) => one.all.some((end) => dated(end).day > last));
  const involved = [...new Set([...torn, ...beyond])].flatMap((one) => one.all);
  const lastPhase = inPhases.at(-1);
  // an event nobody dated ends the last phase while the plan itself names a day: they may differ
  const open =
    whole.length > 0 && involved.length === 0 && lastPhase && lastPhase.all.some((end) => dated(end).day === "")
      ? lastPhase.all
      : [];
  const wholeIn = whole.length > 1 || involved.length > 0 || open.length > 0 ? whole : [];
  const all = distinct([...involved, ...open, ...wholeIn]);
  if (all.length > 1) found.push(findingOf(all));
  return found;
}

function findingOf(ends: readonly End[]): Finding {
  const inOrder = ends.toSorted((a, b) => a.line - b.line);
  const shown = inOrder.map(({ words, line }) => `“${words}” (dòng ${line})`);
  return {
    id: `ends:${inOrder.map(keyOf).join("|")}`,
    kind: "ends",
    lines: [...new Set(inOrder.map((one) => one.line))],
    says: `Kế hoạch nêu ${ends.length} mốc kết thúc khác nhau: ${shown.join("; ")}. Chọn một mốc và ghi lý do.`,
    choices: inOrder.map((end) => `${end.words}, dòng ${end.line}${dayNote(end)}`),
  };
}
const dayNote = ({ day, words }: End): string => {
  const at = day === "" ? undefined : parseLocal(day);
  const shown = at ? formatOfficialDate(at) : "";
  return shown === "" || words.includes(shown) ? "" : ` (${shown})`;
};
