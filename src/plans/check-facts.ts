import { rowsBy } from "../kernel/rows-by.ts";
import { formatNumber, formatOfficialDate, parseLocal } from "../kernel/dates.ts";
import type { CheckFacts } from "./known-facts.ts";
import type { Citation, Finding, PlanClass, PlanReading, PlanTask } from "./reading.ts";
import { eventOf, pointAt } from "./time-points.ts";

/** Sums of groups against the places a class has (S1-05). */
export function checkQuotas(classes: readonly PlanClass[]): Finding[] {
  return classes.flatMap(({ groups, capacity, line }) => {
    const sum = groups.reduce((total, one) => total + one.people, 0);
    if (groups.length === 0 || capacity === 0 || sum === capacity) return [];
    const parts = groups.map((one) => formatNumber(one.people)).join(" + ");
    const [is, wanted] = [formatNumber(sum), formatNumber(capacity)];
    return [
      {
        id: `quotas:${parts}:${capacity}`,
        kind: "quotas",
        lines: [line, ...groups.map((one) => one.line)],
        says: `${parts}${groups.length > 1 ? ` = ${is}` : ""}, nhưng số lượng ghi ${wanted} người.`,
        choices: [`Theo tổng đối tượng: ${is} người`, `Theo số lượng ghi: ${wanted} người`],
      },
    ];
  });
}

/** One number cited with two days of the same year cannot both be right. */
export function checkBaseDates(citations: readonly Citation[]): Finding[] {
  const rows = rowsBy(
    citations.filter((one) => one.number !== "" && one.day !== ""),
    (one) => `${one.number.toUpperCase()}|${one.day.slice(0, 4)}`,
  );
  return [...rows.values()].flatMap((row) => {
    const [first] = row;
    if (!first || row.length < 2) return [];
    const days = row.map(({ day }) => formatOfficialDate(parseLocal(day) ?? new Date(0)));
    return [
      {
        id: `base-dates:${first.number}:${days.join("|")}`,
        kind: "base-dates",
        lines: row.flatMap((one) => one.lines),
        says: `${first.number} được dẫn với ${row.length} ngày khác nhau: ${days.join(", ")}.`,
        choices: days,
      },
    ];
  });
}

const years = (words: string): number[] =>
  [...words.matchAll(/năm\s+(20\d{2})(?!\s*[-–]\s*\d)/giu)].map((one) => Number(one[1]));

/** Money of a year that is over before a phase begins, or before the plan's own end. */
export function checkMoneyYear(read: Omit<PlanReading, "findings">, { events }: CheckFacts): Finding[] {
  const money = read.funding.flatMap(({ words, line }) => years(words).map((year) => ({ year, line })));
  const last = money.toSorted((a, b) => b.year - a.year)[0];
  if (!last) return [];
  return read.phases.flatMap((phase) => {
    const starts = startYear(phase.name, events);
    if (starts === undefined || starts.year <= last.year) return [];
    return [
      {
        id: `money-year:${phase.code}:${last.year}`,
        kind: "money-year",
        lines: [last.line, phase.line],
        says: `Kinh phí ghi năm ${last.year}, nhưng “${phase.name}” bắt đầu năm ${starts.year} (${starts.why}).`,
        choices: [],
      },
    ];
  });
}

/** When a phase begins, as its name says it: a year of its own, or after a meeting whose days are known. */
function startYear(name: string, events: CheckFacts["events"]): { year: number; why: string } | undefined {
  const after = /(?:^|[\s:])sau\s+([^:;,.]*)/iu.exec(name)?.[1];
  const begins = after ?? /(?:^|[\s:])từ\s+([^:;,.]*?)(?=\s(?:đến|tới)\s|$)/iu.exec(name)?.[1];
  if (begins === undefined) return undefined;
  const point = pointAt(begins);
  if (!point) return undefined;
  if (point.day !== "") return { year: Number(point.day.slice(0, 4)), why: point.words };
  const known = events.find((one) => one.event === eventOf(begins.replace(/\s+(?:đến|tới)\s.*$/iu, "")));
  return known ? { year: Number(known.to.slice(0, 4)), why: known.source } : undefined;
}

/** Tasks nobody is named for, and tasks without a deadline, together by owner: a person settles a row, not a hundred lines. */
export function checkOwners(tasks: readonly PlanTask[]): Finding[] {
  const alone = tasks.filter((one) => one.owner === "");
  const open = rowsBy(
    tasks.filter((one) => one.owner !== "" && one.deadline === ""),
    (one) => one.owner,
  );
  const late = [...open].map(
    ([owner, row]): Finding => ({
      id: `no-deadline:${owner}:${row.map((one) => one.code).join(",")}`,
      kind: "no-deadline",
      lines: row.map((one) => one.line),
      says: `${owner}: ${row.length} việc chưa ghi thời hạn.`,
      choices: ["Làm trong thời gian của Kế hoạch", "Ghi hạn ở từng việc"],
    }),
  );
  if (alone.length === 0) return late;
  const says = `${alone.length} việc chưa rõ ai làm.`;
  return [
    {
      id: `no-owner:${alone.map((one) => one.code).join(",")}`,
      kind: "no-owner",
      lines: alone.map((one) => one.line),
      says,
      choices: [],
    },
    ...late,
  ];
}
