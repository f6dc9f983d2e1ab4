import { dayKey } from "../kernel/send-hours.ts";
import { COLUMN_NAMES } from "./unit-columns.ts";
import type { UnitRow } from "./read-units.ts";

/** A list of units as it may be brought in again: CSV as Excel opens it with every letter right. */
export function writeUnits(rows: readonly UnitRow[]): string {
  const quoted = (value: string | number): string => `"${String(value).replace(/"/g, '""')}"`;
  const lines = rows.map((row) => {
    const cells = { ...row, from: dayKey(row.from), to: row.to ? dayKey(row.to) : "" };
    return COLUMN_NAMES.map((name) => quoted(cells[name])).join(",");
  });
  return `\uFEFF${[COLUMN_NAMES.join(","), ...lines].join("\r\n")}\r\n`;
}
