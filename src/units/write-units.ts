import { COLUMN_NAMES } from "./unit-columns.ts";
import type { UnitRow } from "./read-units.ts";

const dayOf = (at: Date): string => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);

/** A list of units as it may be brought in again: CSV as Excel opens it with every letter right. */
export function writeUnits(rows: readonly UnitRow[]): string {
  const quoted = (value: string | number): string => `"${String(value).replace(/"/g, '""')}"`;
  const lines = rows.map((row) => {
    const cells = { ...row, from: dayOf(row.from), to: row.to ? dayOf(row.to) : "" };
    return COLUMN_NAMES.map((name) => quoted(cells[name])).join(",");
  });
  return `\uFEFF${[COLUMN_NAMES.join(","), ...lines].join("\r\n")}\r\n`;
}
