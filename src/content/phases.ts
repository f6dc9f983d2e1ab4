import { formatDate } from "../kernel/dates.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { fold, nfc } from "../kernel/vietnamese.ts";
import type { Campaign, CampaignEvent, Edge } from "./campaign.model.ts";

/** A phase with its days worked out. `to` is the last day; "" = open. */
export interface ResolvedPhase {
  key: string;
  name: string;
  from: string;
  to: string;
}

export interface Conflict {
  /** names the conflict for its settlement */
  subject: string;
  words: string;
  options: { value: string; words: string }[];
  settled: { choice: string; reason: string; by: string; at: Date } | null;
}

const words = (day: string): string => (day ? formatDate(new Date(`${day}T00:00:00+07:00`)) : "không có ngày kết thúc");

/** The day of an edge, or "" when its event has no day yet. */
function dayOf(edge: Edge, events: CampaignEvent[]): string {
  if (edge.event === "") return edge.day;
  const event = events.find(({ key }) => key === edge.event);
  if (!event?.day) return "";
  return dayKey(new Date(new Date(`${event.day}T00:00:00+07:00`).getTime() + edge.offsetDays * 86_400_000));
}

/**
 * Works out every phase and what contradicts itself: two documents that name different ends, a phase that ends before it
 * starts, two phases on the same days. A conflict stays on the page until a person chooses, with a reason (S4-23).
 */
export function resolvePhases(campaign: Pick<Campaign, "phases" | "events" | "settlements">): {
  phases: ResolvedPhase[];
  conflicts: Conflict[];
} {
  const conflicts: Conflict[] = [];
  const settledOf = (subject: string): Conflict["settled"] => {
    const found = campaign.settlements.find((one) => one.subject === subject);
    return found ? { choice: found.choice, reason: found.reason, by: found.by.name, at: found.at } : null;
  };
  const phases = campaign.phases.map((phase): ResolvedPhase => {
    const from = dayOf(phase.start, campaign.events);
    const ends = [...new Set(phase.ends.map((end) => dayOf(end, campaign.events)))];
    let to = ends[0] ?? "";
    if (ends.length > 1) {
      const subject = `end:${phase.key}:${ends.toSorted().join(",")}`;
      const settled = settledOf(subject);
      conflicts.push({
        subject,
        words: `Giai đoạn “${phase.name}” có ${ends.length} ngày kết thúc khác nhau`,
        options: phase.ends.map((end) => {
          const day = dayOf(end, campaign.events);
          return { value: day, words: `${words(day)}${end.document ? ` (${end.document})` : ""}` };
        }),
        settled,
      });
      to = settled?.choice ?? ends.toSorted().at(-1) ?? "";
    }
    if (to !== "" && from !== "" && to < from)
      conflicts.push({
        subject: `order:${phase.key}:${from}:${to}`,
        words: `Giai đoạn “${phase.name}” kết thúc (${words(to)}) trước khi bắt đầu (${words(from)}). Cần sửa ngày`,
        options: [],
        settled: null,
      });
    return { key: phase.key, name: phase.name, from, to };
  });
  for (const [n, phase] of phases.entries())
    for (const other of phases.slice(n + 1)) {
      if (phase.from === "" || other.from === "") continue;
      if ((phase.to !== "" && phase.to < other.from) || (other.to !== "" && other.to < phase.from)) continue;
      const subject = `overlap:${phase.key}:${other.key}`;
      conflicts.push({
        subject,
        words: `“${phase.name}” và “${other.name}” có ngày trùng nhau`,
        options: [
          { value: phase.key, words: `Ngày trùng tính cho “${phase.name}”` },
          { value: other.key, words: `Ngày trùng tính cho “${other.name}”` },
        ],
        settled: settledOf(subject),
      });
    }
  return { phases, conflicts };
}

/** The one phase a day counts in (domain.md S3-14); undefined outside of all. */
export function phaseOn(
  day: string,
  { phases, conflicts }: ReturnType<typeof resolvePhases>,
): ResolvedPhase | undefined {
  const holding = phases.filter(
    (phase) => phase.from !== "" && phase.from <= day && (phase.to === "" || day <= phase.to),
  );
  if (holding.length < 2) return holding[0];
  const chosen = holding.find((phase) =>
    holding.every(
      (other) =>
        other === phase ||
        conflicts.some(
          ({ subject, settled }) =>
            (subject === `overlap:${phase.key}:${other.key}` || subject === `overlap:${other.key}:${phase.key}`) &&
            settled?.choice === phase.key,
        ),
    ),
  );
  // until somebody chose: the phase that started last
  return chosen ?? holding.toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
}

/** Items per topic and phase; an item counts in the phase of its publication day only. */
export function coverageOf(
  campaign: Campaign,
  published: { approval: { at: Date }; belongings: { campaignId: string; topic: string }[] }[],
): { topic: string; name: string; counts: { phase: string; n: number }[]; total: number }[] {
  const resolved = resolvePhases(campaign);
  const id = String(campaign._id);
  return campaign.topics.map(({ key, name }) => {
    const counts = resolved.phases.map((phase) => ({ phase: phase.name, key: phase.key, n: 0 }));
    let total = 0;
    for (const item of published) {
      if (!item.belongings.some((one) => one.campaignId === id && one.topic === key)) continue;
      total += 1;
      const phase = phaseOn(dayKey(item.approval.at), resolved);
      const cell = counts.find((one) => one.key === phase?.key);
      if (cell) cell.n += 1;
    }
    return { topic: key, name, counts: counts.map(({ phase, n }) => ({ phase, n })), total };
  });
}

/** Names written otherwise than the documents fix them: other capitals, marks or words in place (domain.md S3-01). */
export function wrongNames(text: string, names: { name: string; wrong: string[] }[]): string[] {
  const plain = nfc(text).replace(/\s+/g, " ");
  const warnings: string[] = [];
  for (const { name, wrong } of names) {
    const bad = wrong.find((form) => form.trim() !== "" && plain.toLowerCase().includes(nfc(form).toLowerCase()));
    const nearly = !plain.includes(nfc(name)) && ` ${fold(plain)} `.includes(` ${fold(name)} `);
    if (bad) warnings.push(`“${bad}”: tên chính thức là “${name}”`);
    else if (nearly) warnings.push(`Viết đúng tên chính thức: “${name}”`);
  }
  return warnings;
}
