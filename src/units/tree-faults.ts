import type { Column, Fault, ReadRow } from "./unit-columns.ts";

export interface TreeFault extends Fault {
  line: number;
  column: Column;
}

/** The same code twice, an end before its beginning, and units that stand under themselves. */
export function treeFaults(rows: readonly ReadRow[]): TreeFault[] {
  const first = new Map<string, ReadRow>();
  const faults: TreeFault[] = [];
  for (const row of rows) {
    const other = first.get(row.code);
    if (!other) first.set(row.code, row);
    else
      faults.push({
        line: row.line,
        column: "code",
        vi: `mã ${row.code} đã có ở dòng ${other.line}`,
        en: `${row.code} stands in line ${other.line} already`,
      });
    if (row.to && row.to <= row.from)
      faults.push({ line: row.line, column: "to", vi: "phải sau ngày “from”", en: "must be after “from”" });
  }
  const parentOf = new Map([...first].map(([code, { parent }]) => [code, parent]));
  for (const row of first.values()) {
    const circle = circleFrom(row.code, (code) => parentOf.get(code));
    if (circle)
      faults.push({
        line: row.line,
        column: "parent",
        vi: `các đơn vị quản lý lẫn nhau theo vòng: ${circle}`,
        en: `units stand under themselves: ${circle}`,
      });
  }
  return faults;
}

/** The way from a unit back to itself, as it is shown; undefined where the way up ends. */
function circleFrom(code: string, parentOf: (code: string) => string | undefined): string | undefined {
  const way = [code];
  for (let at = parentOf(code); at; at = parentOf(at)) {
    if (at === code) return [...way, code].slice(0, 12).join(" → ");
    if (way.includes(at) || way.length > 40) return undefined;
    way.push(at);
  }
  return undefined;
}
