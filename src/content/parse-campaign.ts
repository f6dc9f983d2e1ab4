import { parseLocal } from "../kernel/dates.ts";
import type { FieldErrors } from "../kernel/errors.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { fold, nfc } from "../kernel/vietnamese.ts";
import type { Campaign, CampaignEvent, Edge, NamedEnd, Phase, Topic } from "./campaign.model.ts";

const keyOf = (name: string): string => fold(name).replace(/ /g, "-").slice(0, 60);
const linesOf = (text: string): string[] =>
  nfc(text)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
const parseDay = (text: string): string | undefined => {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  if (!match) return undefined;
  const [, d = "", m = "", y = ""] = match;
  const at = parseLocal(`${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`);
  return at ? dayKey(at) : undefined;
};
const showDay = (day: string): string => day.split("-").toReversed().join("/");

/** "Khai mạc Đại hội tỉnh = 25/9/2025", one a line; the day may be missing. */
function parseEvents(text: string): CampaignEvent[] | string {
  const events: CampaignEvent[] = [];
  for (const line of linesOf(text)) {
    const [name = "", day = ""] = line.split("=").map((part) => part.trim());
    const parsed = day === "" ? "" : parseDay(day);
    if (name === "" || parsed === undefined) return `Dòng “${line}”: ghi tên = ngày/tháng/năm`;
    events.push({ key: keyOf(name), name, day: parsed });
  }
  return events;
}

function parseEdge(text: string, events: CampaignEvent[]): Edge | undefined {
  const day = parseDay(text);
  if (day) return { day, event: "", offsetDays: 0 };
  const match = /^(.+?)\s*([+-]\s*\d{1,3})?$/.exec(text.trim());
  const event = events.find(({ name }) => fold(name) === fold(match?.[1] ?? ""));
  return event ? { day: "", event: event.key, offsetDays: Number((match?.[2] ?? "0").replace(/\s/g, "")) } : undefined;
}

/**
 * "Tên | bắt đầu | kết thúc", one a line. A day is 25/9/2025 or an event with days before or after it ("Khai mạc -1");
 * no end = open; several ends are divided by ";" and may name their document in brackets.
 */
function parsePhases(text: string, events: CampaignEvent[]): Phase[] | string {
  const phases: Phase[] = [];
  for (const line of linesOf(text)) {
    const [name = "", start = "", end = ""] = line.split("|").map((part) => part.trim());
    const from = parseEdge(start, events);
    if (name === "" || !from) return `Dòng “${line}”: ghi tên | ngày bắt đầu | ngày kết thúc`;
    const ends: NamedEnd[] = [];
    for (const part of end
      .split(";")
      .map((one) => one.trim())
      .filter(Boolean)) {
      const match = /^(.*?)(?:\(([^)]*)\))?$/.exec(part);
      const edge = parseEdge(match?.[1]?.trim() ?? "", events);
      if (!edge) return `Dòng “${line}”: ngày kết thúc “${part}” chưa đúng`;
      ends.push({ ...edge, document: match?.[2]?.trim() ?? "" });
    }
    phases.push({ key: keyOf(name), name, start: from, ends });
  }
  return phases;
}

const parseTopics = (text: string): Topic[] =>
  linesOf(text)
    .slice(0, 60)
    .map((name) => ({ key: keyOf(name), name }));

const showEdge = (edge: Edge, events: CampaignEvent[]): string => {
  if (edge.event === "") return showDay(edge.day);
  const name = events.find(({ key }) => key === edge.event)?.name ?? edge.event;
  return edge.offsetDays === 0 ? name : `${name} ${edge.offsetDays > 0 ? "+" : "-"}${Math.abs(edge.offsetDays)}`;
};

/** A campaign's lists as the form shows them; parsing gives the same lists again. */
export const showLists = (campaign: Pick<Campaign, "events" | "phases" | "topics">) => ({
  events: campaign.events.map((event) => (event.day ? `${event.name} = ${showDay(event.day)}` : event.name)).join("\n"),
  phases: campaign.phases
    .map((phase) => {
      const ends = phase.ends.map(
        (end) => `${showEdge(end, campaign.events)}${end.document ? ` (${end.document})` : ""}`,
      );
      return `${phase.name} | ${showEdge(phase.start, campaign.events)} | ${ends.join(" ; ")}`.trim();
    })
    .join("\n"),
  topics: campaign.topics.map((topic) => topic.name).join("\n"),
});

export function parseLists(given: { events: string; phases: string; topics: string }): {
  lists: Pick<Campaign, "events" | "phases" | "topics">;
  errors: FieldErrors;
} {
  const errors: FieldErrors = {};
  const events = parseEvents(given.events);
  if (typeof events === "string") errors["events"] = events;
  const known = typeof events === "string" ? [] : events;
  const phases = parsePhases(given.phases, known);
  if (typeof phases === "string" && !errors["events"]) errors["phases"] = phases;
  return {
    lists: { events: known, phases: typeof phases === "string" ? [] : phases, topics: parseTopics(given.topics) },
    errors,
  };
}
