import { lookAndDecide } from "../decisions/decide.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Outside } from "../outside/task.ts";
import { importRef, unitsImport } from "./import.decision.ts";
import { problemsOf, type UnitFault } from "./read-units.ts";
import { type ReadRow, withoutLine } from "./unit-columns.ts";
import { DEFAULT_TOPICS } from "./unit.model.ts";
import { findUnit, findUnits, type NamedUnit, visibleUnitCodes } from "./unit.store.ts";
import { readUnitsTask } from "./unit.tasks.ts";

export type ImportResult = { ok: true; count: number } | { ok: false; problems: string[]; faults: UnitFault[] };

/** Whoever has the server and the file. */
const OPERATOR = { id: "operator", name: "Quản trị máy chủ" };

/** An official who brings a list brings it for the own department and no other. */
export interface Importer {
  id: string;
  name: string;
  unitCode: string;
}

/** Reads all or nothing: one bad line and no unit is changed; every bad line is named. */
export async function importUnits(
  deps: { clock: Clock; outside: Outside },
  csv: Uint8Array | string,
  by?: Importer,
): Promise<ImportResult> {
  const { rows, faults } = await deps.outside.run(readUnitsTask, csv);
  const foreign = by ? await foreignFaults(rows, by.unitCode, deps.clock.now()) : [];
  const all = [...faults, ...foreign, ...(await parentFaults(rows))].toSorted((a, b) => a.line - b.line);
  if (all.length > 0) return { ok: false, problems: problemsOf(all), faults: all };
  const units = rows.map(toUnit);
  await lookAndDecide(unitsImport, deps, {
    unitCode: "",
    id: importRef(units),
    by: by ? { id: by.id, name: by.name } : OPERATOR,
    wish: units,
  });
  return { ok: true, count: rows.length };
}

/** Rows that are none of this department's: another's unit, a unit that would stand elsewhere, a department. */
async function foreignFaults(rows: readonly ReadRow[], own: string, now: Date): Promise<UnitFault[]> {
  const mine = new Set(await visibleUnitCodes(own, now));
  const there = new Set((await findUnits(rows.map((row) => row.code))).map((unit) => unit._id));
  const named = new Set(rows.map((row) => row.code));
  return rows.flatMap(({ line, code, kind, parent }): UnitFault[] => {
    if (there.has(code) && !mine.has(code))
      return [{ line, column: "code", vi: `${code} không thuộc Sở của Ông/Bà`, en: `${code} is another's` }];
    if ((kind === "department") !== (code === own))
      return [{ line, column: "kind", vi: `chỉ ${own} là Sở trong danh sách này`, en: `only ${own} is a department` }];
    if (code === own ? parent === "" : mine.has(parent) || (named.has(parent) && !there.has(parent))) return [];
    const [vi, en] =
      code === own ? ["để trống ở dòng của Sở", "leave empty"] : [`ghi ${own} hoặc đơn vị thuộc ${own}`, "not below"];
    return [{ line, column: "parent", vi, en }];
  });
}

/** Parents that nobody knows, and ways up that lead through units we have back into the file. */
async function parentFaults(rows: readonly ReadRow[]): Promise<UnitFault[]> {
  const inFile = new Map(rows.map((row) => [row.code, row.parent]));
  const found: UnitFault[] = [];
  const known = new Map<string, string[] | undefined>();
  const parentsOf = async (code: string): Promise<string[] | undefined> => {
    const named = inFile.get(code);
    if (named !== undefined) return named === "" ? [] : [named];
    if (!known.has(code))
      known.set(
        code,
        (await findUnit(code))?.parents.map((one) => one.code),
      );
    return known.get(code);
  };
  for (const { line, code, parent } of rows) {
    const say = (vi: string, en: string) => found.push({ line, column: "parent", vi, en });
    if (parent === "") continue;
    if ((await parentsOf(parent)) === undefined) {
      say(`không có đơn vị ${parent} trong tệp hay trong hệ thống`, `${parent} is not known`);
      continue;
    }
    if (inFile.has(parent)) continue;
    const above = new Set([parent]);
    for (const one of above) for (const next of (await parentsOf(one)) ?? []) above.add(next);
    if (above.has(code))
      say(`${parent} đang ở dưới ${code} trong hệ thống`, `${parent} stands under ${code} in the store`);
  }
  return found;
}

const toUnit = ({ code, parent, ...row }: ReadRow): NamedUnit => ({
  ...withoutLine(row),
  _id: code,
  parents: parent ? [{ code: parent, from: row.from, to: row.to }] : [],
  topics: DEFAULT_TOPICS,
  contact: { address: "", hours: "", phone: "", dutyPhone: "" },
});
