import { type Stance, STANCES } from "../comments/comment.model.ts";
import { type Tally, tally } from "../comments/comment.store.ts";
import { isCounted } from "../comments/rules.ts";
import { aboutOf, type Place } from "../drafts/list-places.ts";
import type { Source } from "./gather-report.ts";

export interface MatrixRow {
  place: string;
  by: Record<Stance, number>;
  total: number;
}

/** Opinions by place and stance, in the order of the draft, and their sum. */
export async function matrixOf(source: Source): Promise<MatrixRow[]> {
  const rows = (await tally(String(source.draft._id))).filter(isCounted);
  const line = (place: string, here: readonly Tally[]): MatrixRow => {
    const at = (stance: Stance): number =>
      here.filter((row) => row.stance === stance).reduce((sum, row) => sum + row.n, 0);
    const by = Object.fromEntries(STANCES.map((stance) => [stance, at(stance)])) as Record<Stance, number>;
    return { place, by, total: STANCES.reduce((sum, stance) => sum + by[stance], 0) };
  };
  // a place that had other words has a line for each of its wordings
  const linesOf = (position: Place | undefined): MatrixRow[] => {
    const byWording = new Map<string, { code: string; rows: Tally[] }>();
    for (const row of rows.filter((one) => one.position === (position?.id ?? ""))) {
      const { key, code } = aboutOf(source.draft, position, row.version);
      const known = byWording.get(key) ?? { code, rows: [] };
      known.rows.push(row);
      byWording.set(key, known);
    }
    return [...byWording.values()].map(({ code, rows: here }) => line(code, here));
  };
  return [...linesOf(undefined), ...source.positions.flatMap(linesOf), line("Cộng", rows)];
}
