import { lookAndDecide } from "../decisions/decide.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Outside } from "../outside/task.ts";
import { importRef, unitsImport } from "./import.decision.ts";
import { problemsOf, type UnitFault } from "./read-units.ts";
import { type ReadRow, withoutLine } from "./unit-columns.ts";
import { DEFAULT_TOPICS, type Unit } from "./unit.model.ts";
import { findUnit, findUnits, type NamedUnit, visibleUnitCodes } from "./unit.store.ts";
import { readUnitsTask } from "./unit.tasks.ts";
import { isDepartment } from "./kinds.ts";
import { formatDate } from "../kernel/dates.ts";

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
  const known = new Map((await findUnits(rows.map((row) => row.code))).map((unit) => [unit._id, unit]));
  const all = [...faults, ...foreign, ...(await parentFaults(rows)), ...historyFaults(rows, known)].toSorted(
    (a, b) => a.line - b.line,
  );
  if (all.length > 0) return { ok: false, problems: problemsOf(all), faults: all };
  const units = rows.map((row) => toUnit(row, known.get(row.code)));
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
  const known = await findUnits(rows.map((row) => row.code));
  const there = new Set(known.map((unit) => unit._id));
  const mine = new Set([...(await visibleUnitCodes(own, now)), ...(await listStandingUnder(own, known, now))]);
  const named = new Set(rows.map((row) => row.code));
  return rows.flatMap(({ line, code, kind, parent }): UnitFault[] => {
    if (there.has(code) && !mine.has(code))
      return [{ line, column: "code", vi: `${code} không thuộc Sở của Ông/Bà`, en: `${code} is another's` }];
    if (isDepartment({ kind }) !== (code === own))
      return [{ line, column: "kind", vi: `chỉ ${own} là Sở trong danh sách này`, en: `only ${own} is a department` }];
    if (code === own ? parent === "" : mine.has(parent) || (named.has(parent) && !there.has(parent))) return [];
    const [vi, en] =
      code === own ? ["để trống ở dòng của Sở", "leave empty"] : [`ghi ${own} hoặc đơn vị thuộc ${own}`, "not below"];
    return [{ line, column: "parent", vi, en }];
  });
}

/**
 * Of these units those that stand under a department, over whatever lies between: today, or where they last stood or
 * will stand when they are over or yet to come. A list that was brought once can be brought again.
 */
async function listStandingUnder(own: string, units: readonly Unit[], now: Date): Promise<string[]> {
  const found = new Map<string, Unit | null>(units.map((unit) => [unit._id, unit]));
  const isUnder = async (unit: Unit): Promise<boolean> => {
    const way = new Set<string>();
    for (let at: Unit | null = unit; at && !isDepartment(at) && !way.has(at._id); ) {
      way.add(at._id);
      const above = parentOn(at, now);
      if (above === own) return true;
      if (!found.has(above)) found.set(above, above === "" ? null : await findUnit(above));
      at = found.get(above) ?? null;
    }
    return false;
  };
  const under: string[] = [];
  for (const unit of units) if (await isUnder(unit)) under.push(unit._id);
  return under;
}

function parentOn({ parents }: Unit, on: Date): string {
  const inTurn = parents.toSorted((a, b) => a.from.getTime() - b.from.getTime());
  return (inTurn.find((one) => one.from <= on && (!one.to || one.to > on)) ?? inTurn.at(-1))?.code ?? "";
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

/** A list is no word against what was decided: an end, a name or a superior that has a history stays as it stands. */
function historyFaults(rows: readonly ReadRow[], known: ReadonlyMap<string, Unit>): UnitFault[] {
  return rows.flatMap((row): UnitFault[] => {
    const unit = known.get(row.code);
    const superior = unit?.parents.at(-1)?.code ?? "";
    const say = (column: UnitFault["column"], vi: string, en: string): UnitFault => ({
      line: row.line,
      column,
      vi,
      en,
    });
    if (!unit) return [];
    return [
      ...(unit.became.length > 0 && unit.to && Number(row.to ?? 0) !== unit.to.getTime()
        ? [
            say(
              "to",
              `${unit.name} đã được quyết định kết thúc từ ${formatDate(unit.to)}`,
              `${row.code} ends otherwise`,
            ),
          ]
        : []),
      ...(unit.formerNames.length > 0 && row.name !== unit.name
        ? [say("name", `đơn vị mã ${row.code} nay tên ${unit.name}`, `${row.code} was renamed to ${unit.name}`)]
        : []),
      ...(unit.parents.length > 1 && row.parent !== superior
        ? [say("parent", `${unit.name} nay thuộc ${superior}`, `${row.code} stands under ${superior}`)]
        : []),
    ];
  });
}

const parentsOfRow = ({ parent, from, to }: ReadRow, known: Unit | undefined): NamedUnit["parents"] => {
  if (known && known.parents.length > 1) return known.parents;
  return parent ? [{ code: parent, from, to }] : [];
};

const toUnit = ({ code, parent, ...row }: ReadRow, known: Unit | undefined): NamedUnit => ({
  ...withoutLine(row),
  _id: code,
  parents: parentsOfRow({ code, parent, ...row }, known),
  topics: DEFAULT_TOPICS,
  contact: { address: "", hours: "", phone: "", dutyPhone: "" },
});
