import { parseLocal } from "../kernel/dates.ts";
import type { FieldErrors } from "../kernel/errors.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { fold, nfc } from "../kernel/vietnamese.ts";
import type { Campaign, CampaignEvent, Edge, Phase, Topic } from "./campaign.model.ts";

const keyOf = (name: string): string => fold(name).replace(/ /g, "-").slice(0, 60);
const linesOf = (text: string): string[] =>
  nfc(text)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
const parseDay = (text: string): string | undefined => {
  const [, d = "", m = "", y = ""] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim()) ?? [];
  const at = parseLocal(y === "" ? text.trim() : `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`);
  return at ? dayKey(at) : undefined;
};
const showDay = (day: string): string => day.split("-").toReversed().join("/");

/** Rows of a form; empty ones are left out, so are days that are not there yet. */
function readEvents(rows: CampaignRows["events"], errors: FieldErrors): CampaignEvent[] {
  return rows.flatMap(({ name, day }, n) => {
    if (name + day === "") return [];
    const at = day === "" ? "" : parseDay(day);
    if (name === "") errors[`eventName.${n}`] = `Sự kiện, dòng ${n + 1}: cần tên`;
    if (at === undefined) errors[`eventDay.${n}`] = `Sự kiện, dòng ${n + 1}: ngày “${day}” chưa đúng`;
    return [{ key: keyOf(name), name: nfc(name), day: at ?? "" }];
  });
}

function parseEdge(text: string, events: CampaignEvent[]): Edge | undefined {
  if (text.trim() === "") return undefined;
  const day = parseDay(text);
  if (day) return { day, event: "", offsetDays: 0 };
  const match = /^(.+?)\s*([+-]\s*\d{1,3})?$/.exec(text.trim());
  const event = events.find(({ name }) => fold(name) === fold(match?.[1] ?? ""));
  return event ? { day: "", event: event.key, offsetDays: Number((match?.[2] ?? "0").replace(/\s/g, "")) } : undefined;
}

/**
 * A day is 25/9/2025 or an event with days before or after it ("Khai mạc -1"); no end = open. A row with the name of the
 * row above and no start is one more end of the same phase, by another document.
 */
function readPhases(rows: CampaignRows["phases"], events: CampaignEvent[], errors: FieldErrors): Phase[] {
  const phases: Phase[] = [];
  for (const [n, { name, from, to, document }] of rows.entries()) {
    if (name + from + to + document === "") continue;
    const wrong = (field: string, what: string): string =>
      (errors[`${field}.${n}`] = `Giai đoạn, dòng ${n + 1}: ${what}`);
    const [start, end, above] = [parseEdge(from, events), parseEdge(to, events), phases.at(-1)];
    const more = from === "" && above?.key === keyOf(name) ? above : undefined;
    if (name === "") wrong("phaseName", "cần tên");
    if (!start && !more) wrong("phaseFrom", dayHelp(from));
    if (to !== "" && !end) wrong("phaseTo", dayHelp(to));
    const ends = end ? [{ ...end, document: nfc(document) }] : [];
    if (more) more.ends = [...more.ends, ...ends];
    else if (start) phases.push({ key: keyOf(name), name: nfc(name), start, ends });
  }
  return phases;
}
const dayHelp = (text: string): string =>
  `ngày “${text}” chưa đúng. Ghi như 25/9/2025, hoặc tên một sự kiện ở trên, thêm số ngày nếu cần, như Khai mạc -1`;

const parseTopics = (text: string): Topic[] =>
  linesOf(text)
    .slice(0, 60)
    .map((name) => ({ key: keyOf(name), name }));

const showEdge = (edge: Edge, events: CampaignEvent[]): string => {
  if (edge.event === "") return showDay(edge.day);
  const name = events.find(({ key }) => key === edge.event)?.name ?? edge.event;
  return edge.offsetDays === 0 ? name : `${name} ${edge.offsetDays > 0 ? "+" : "-"}${Math.abs(edge.offsetDays)}`;
};

/** The lists of a campaign as a form shows and sends them; a phase with several ends has a row for each. */
export interface CampaignRows {
  events: readonly { name: string; day: string }[];
  phases: readonly { name: string; from: string; to: string; document: string }[];
  topics: string;
}

/** Reading them gives the same lists again. */
export const showLists = ({
  events,
  phases,
  topics,
}: Pick<Campaign, "events" | "phases" | "topics">): CampaignRows => ({
  events: events.map(({ name, day }) => ({ name, day })),
  phases: phases.flatMap(({ name, start, ends }) => {
    const [first = { to: "", document: "" }, ...others] = ends.map((end) => ({
      to: showEdge(end, events),
      document: end.document,
    }));
    return [{ name, from: showEdge(start, events), ...first }, ...others.map((end) => ({ name, from: "", ...end }))];
  }),
  topics: topics.map((topic) => topic.name).join("\n"),
});

export function readLists(rows: CampaignRows): {
  lists: Pick<Campaign, "events" | "phases" | "topics">;
  errors: FieldErrors;
} {
  const errors: FieldErrors = {};
  const events = readEvents(rows.events, errors);
  return {
    lists: { events, phases: readPhases(rows.phases, events, errors), topics: parseTopics(rows.topics) },
    errors,
  };
}
