import type { Tint } from "../kernel/room.ts";
import { expectedOf } from "./expected.ts";
import type { Expected, ReportPeriod } from "./period.model.ts";
import { type Standing, standingOf, type Tally, tallyOf } from "./rules.ts";
import type { UnitReport } from "./unit-report.model.ts";
import { listReports } from "./unit-report.store.ts";

/** Icon, word, tint: always three (ui-next.md §1). */
export const STANDING_WORDS: Readonly<Record<Standing, { word: string; icon: string; tint: Tint | "" }>> = {
  unopened: { word: "Chưa mở mẫu", icon: "ring", tint: "" },
  filling: { word: "Đang điền", icon: "correct", tint: "" },
  waiting: { word: "Đã trình", icon: "clock", tint: "gold" },
  "on-time": { word: "Đã nộp, khoá", icon: "lock", tint: "good" },
  late: { word: "Nộp muộn", icon: "warn", tint: "gold" },
  source: { word: "Đã báo cáo trên HTTT nguồn", icon: "link", tint: "good" },
  missing: { word: "Quá hạn, chưa nộp", icon: "fail", tint: "danger" },
};

const knownOf = (row: UnitReport) => ({
  openedAt: row.openedAt,
  isWaiting: row.state === "waiting",
  submittedAt: row.seals[0]?.at ?? null,
  sourceAt: row.source?.at ?? null,
});
/** Of one report; null for one nobody has opened. */
export const standingOfRow = (row: UnitReport | null, period: ReportPeriod, now: Date): Standing =>
  standingOf(row ? knownOf(row) : null, period, now);

export interface UnitStanding extends Expected {
  row: UnitReport | null;
  standing: Standing;
}
/** Every expected unit with its standing: the one list of pages, reminders and exports. */
export async function standingsOf(
  period: ReportPeriod,
  now: Date,
): Promise<{ units: UnitStanding[]; tally: Tally; stray: UnitReport[] }> {
  const [expected, rows] = [await expectedOf(period, now), await listReports(String(period._id))];
  const byUnit = new Map(rows.map((row) => [row.unitCode, row]));
  const units = expected.map((one) => {
    const row = byUnit.get(one.code) ?? null;
    return { ...one, row, standing: standingOfRow(row, period, now) };
  });
  const listed = new Set(expected.map(({ code }) => code));
  return {
    units,
    tally: tallyOf(units.map(({ standing }) => standing)),
    // begun by units that have ended since: shown, never counted
    stray: rows.filter(({ unitCode }) => !listed.has(unitCode)),
  };
}
