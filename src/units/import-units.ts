import { lookAndDecide } from "../decisions/decide.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Outside } from "../outside/task.ts";
import { importRef, unitsImport } from "./import.decision.ts";
import type { UnitRow } from "./read-units.ts";
import { DEFAULT_TOPICS } from "./unit.model.ts";
import { findUnit, type NamedUnit } from "./unit.store.ts";
import { readUnitsTask } from "./unit.tasks.ts";

export type ImportResult = { ok: true; count: number } | { ok: false; problems: string[] };

/** Whoever has the server and the file. */
const OPERATOR = { id: "operator", name: "Quản trị máy chủ" };

/** Reads all or nothing: one bad line and no unit is changed; every bad line is named. */
export async function importUnits(deps: { clock: Clock; outside: Outside }, csv: string): Promise<ImportResult> {
  const { rows, problems } = await deps.outside.run(readUnitsTask, csv);
  const known = new Set(rows.map((row) => row.code));
  for (const row of rows)
    if (row.parent && !known.has(row.parent) && !(await findUnit(row.parent)))
      problems.push(`${row.code}: parent ${row.parent} is not known`);
  if (problems.length > 0) return { ok: false, problems };
  const units = rows.map(toUnit);
  if (units.length > 0)
    await lookAndDecide(unitsImport, deps, { unitCode: "", id: importRef(units), by: OPERATOR, wish: units });
  return { ok: true, count: rows.length };
}

const toUnit = ({ code, parent, ...row }: UnitRow): NamedUnit => ({
  ...row,
  _id: code,
  parents: parent ? [{ code: parent, from: row.from, to: row.to }] : [],
  topics: DEFAULT_TOPICS,
  contact: { address: "", hours: "", phone: "", dutyPhone: "" },
});
