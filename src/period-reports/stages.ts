import { days } from "../kernel/clock.ts";
import type { Campaign } from "../content/campaign.model.ts";
import { phaseOn, resolvePhases } from "../content/phases.ts";
import { conflict } from "../kernel/errors.ts";
import type { Span } from "../kernel/fact.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { dayAfter, dayWords, spanOf } from "./rules.ts";

/** Before, during, after: a final report has a column for each (S4-24). */
const STAGES = 3;
/** Longer than any campaign of a province; beyond it a day is a slip of the hand. */
const MOST_DAYS = 3700;

/** A stage of a campaign with the days that count in it. */
export interface Stage {
  key: string;
  name: string;
  /** "từ 01/6/2026 đến hết 15/7/2026"; an open end counts through today */
  words: string;
  spans: Span[];
}

/**
 * Each day counts in the one stage `phaseOn` says, none beyond today. @throws AppError 409 saying what the campaign lacks:
 * three stages, a first day for each, a choice where days contradict each other
 */
export function stagesOf(campaign: Campaign, now: Date): Stage[] {
  const resolved = resolvePhases(campaign);
  const { phases, conflicts } = resolved;
  if (phases.length !== STAGES)
    throw conflict(
      `Chiến dịch có ${phases.length} giai đoạn; báo cáo tổng kết cần đủ ba giai đoạn: trước, trong, sau. Sửa chiến dịch rồi mở lại.`,
    );
  const open = conflicts.find(({ settled }) => settled === null);
  if (open) throw conflict(`${open.words}. Chọn ở trang chiến dịch rồi mở lại báo cáo tổng kết.`);
  const blank = phases.find(({ from }) => from === "");
  if (blank) throw conflict(`Giai đoạn “${blank.name}” chưa có ngày bắt đầu. Sửa chiến dịch rồi mở lại.`);
  const today = dayKey(now);
  const first = phases.map(({ from }) => from).toSorted()[0] ?? today;
  const ends = phases.map(({ to }) => (to === "" || to > today ? today : to));
  const last = ends.toSorted().at(-1) ?? today;
  const counted = new Map<string, string[]>(phases.map(({ key }) => [key, []]));
  if (daysBetween(first, last) > MOST_DAYS) throw conflict("Chiến dịch dài quá mười năm. Xem lại ngày các giai đoạn.");
  for (let day = first; day <= last; day = dayAfter(day)) counted.get(phaseOn(day, resolved)?.key ?? "")?.push(day);
  return phases.map(({ key, name, from, to }) => ({
    key,
    name,
    words: to === "" ? `từ ${dayWords(from)}, chưa kết thúc` : `từ ${dayWords(from)} đến hết ${dayWords(to)}`,
    spans: spansOf(counted.get(key) ?? []),
  }));
}
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / days(1);

/** Days one after the other are one span. */
function spansOf(listed: readonly string[]): Span[] {
  const runs: { from: string; cutoff: string }[] = [];
  for (const day of listed) {
    const run = runs.at(-1);
    if (run && dayAfter(run.cutoff) === day) run.cutoff = day;
    else runs.push({ from: day, cutoff: day });
  }
  return runs.map(spanOf);
}
