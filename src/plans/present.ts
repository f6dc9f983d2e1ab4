import { formatDate, formatOfficialDate, parseLocal } from "../kernel/dates.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { findingsOf } from "./plan-faults.ts";
import type { Plan, PlanKind, PlanState } from "./plan.model.ts";
import type { PlanRow } from "./plan.store.ts";
import type { Citation, FindingKind, PlanReading } from "./reading.ts";

export const KIND_NAMES: Readonly<Record<PlanKind, string>> = { KH: "Kế hoạch", CV: "Công văn", HD: "Hướng dẫn" };
const STATE_NAMES: Readonly<Record<PlanState, string>> = {
  draft: "Nháp",
  reviewed: "Đã rà soát",
  signed: "Đã ký",
  issued: "Đã ban hành",
};
const FINDING_NAMES: Readonly<Record<FindingKind, string>> = {
  numbering: "Đánh số",
  ends: "Mốc kết thúc",
  quotas: "Chỉ tiêu",
  names: "Tên gọi",
  repeated: "Lặp chữ",
  "no-owner": "Chưa rõ ai làm",
  "no-deadline": "Chưa có hạn",
  "money-year": "Năm kinh phí",
  "base-dates": "Ngày căn cứ",
};

const officialDay = (day: string): string => {
  const at = parseLocal(day);
  return at ? formatOfficialDate(at) : "";
};

export const presentRow = (plan: PlanRow) => ({
  id: String(plan._id),
  title: plan.title,
  kindName: KIND_NAMES[plan.kind],
  state: plan.state,
  stateName: STATE_NAMES[plan.state],
  number: plan.number === "" ? "chưa có số" : plan.number,
  day: officialDay(plan.day),
  author: plan.author.name,
});

/** "Quyết định số 592/QĐ-SVHTT ngày 04/6/2025 của …": a ground as it is printed; what it lacks is said. */
export function citationLine({ kind, number, day, organ, title, round }: Citation): string {
  if (number === "") return `${title} (không ghi số, ngày)`;
  const at = officialDay(day);
  const parts = [`${kind === "" ? "Văn bản" : kind} số ${number}`, at === "" ? "(không ghi ngày)" : `ngày ${at}`];
  if (organ !== "") parts.push(`của ${organ}`);
  if (title !== "") parts.push(`về ${title}`);
  if (round !== "") parts.push(`(đợt ${round})`);
  return parts.join(" ");
}

const findingRows = (plan: Plan) =>
  findingsOf(plan).map((one) => ({
    ...one,
    kindName: FINDING_NAMES[one.kind],
    where: `dòng ${one.lines.join(", ")}`,
    by: one.settled ? `${one.settled.by.name}, ${formatDate(one.settled.at)}` : "",
    said: one.settled ? [one.settled.choice, one.settled.reason].filter(Boolean).join(". ") : "",
  }));

/** How much and how often: phases, classes, rates, days figures are closed at. */
const countsOf = (reading: PlanReading) => ({
  phases: reading.phases.map((one) => ({
    name: one.name,
    topics: one.topics.length,
    ends: one.ends.map((end) => end.words).join("; "),
    rows: one.topics.map((topic) => topic.words),
  })),
  classes: reading.classes.map((one) => ({
    capacity: one.capacity,
    groups: one.groups.map((group) => `${group.people} (${group.name})`).join(" + "),
    when: one.when,
    days: String(one.halfDays / 2).replace(".", ","),
    venue: one.venue,
    topics: one.topics.length,
  })),
  rates: [...reading.cadences, ...reading.targets].map((one) => ({
    words: `${one.from === one.to ? one.from : `${one.from}–${one.to}`} ${one.what}/${one.per}`,
    phase: reading.phases.find((phase) => phase.code === one.phase)?.name ?? "",
    where: `dòng ${one.line}`,
  })),
  cutOffs: reading.cutOffs.map((one) => ({ asOf: one.asOf, due: officialDay(one.due), where: `dòng ${one.line}` })),
  catalogue: reading.catalogue?.entries ?? 0,
});

/** One plan as its page shows it. */
export function presentPlan(plan: Plan, now: Date) {
  const { reading } = plan;
  const findings = findingRows(plan);
  const bases = reading.citations.filter((one) => one.base);
  const others = reading.citations.filter((one) => !one.base);
  const asRow = (one: Citation) => ({ words: citationLine(one), where: `dòng ${one.lines.join(", ")}` });
  const done = new Map(plan.done.map((one) => [one.code, one]));
  const today = dayKey(now);
  return {
    title: plan.title,
    kindName: KIND_NAMES[plan.kind],
    state: plan.state,
    stateName: STATE_NAMES[plan.state],
    number: plan.number,
    day: officialDay(plan.day),
    author: plan.author.name,
    source: plan.source,
    lines: plan.lines.length,
    steps: [
      { name: "Rà soát", key: plan.reviewed },
      { name: "Ký", key: plan.signing },
      { name: "Ban hành", key: plan.issued },
    ].flatMap(({ name, key }) => (key ? [{ name, by: key.by.name, at: key.at }] : [])),
    open: findings.filter((one) => !one.settled),
    settled: findings.filter((one) => one.settled),
    bases: bases.map(asRow),
    others: others.map(asRow),
    funding: reading.funding.map((one) => ({ words: one.words, where: `dòng ${one.line}` })),
    aims: reading.aims.map((one) => one.words),
    ...countsOf(reading),
    recipients: reading.recipients.map((one) => `${one.name}${one.purpose === "" ? "" : ` (${one.purpose})`}`),
    tasks: reading.tasks.map((one) => {
      const tick = done.get(one.code);
      return {
        code: one.code,
        words: one.words,
        owner: one.owner === "" ? "chưa rõ ai làm" : one.owner,
        due: one.day === "" ? (one.deadline === "" ? "chưa có hạn" : one.deadline) : officialDay(one.day),
        late: one.day !== "" && one.day < today && !tick,
        done: tick ? `${tick.by.name}, ${formatDate(tick.at)}${tick.note === "" ? "" : `: ${tick.note}`}` : "",
      };
    }),
  };
}
