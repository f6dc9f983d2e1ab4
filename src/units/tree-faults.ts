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
  for (const circle of circlesOf(new Map([...first].map(([code, { parent }]) => [code, parent]))))
    for (const [n, code] of circle.entries()) {
      const shown = [...circle.slice(n), ...circle.slice(0, n), code].slice(0, 12).join(" → ");
      faults.push({
        line: first.get(code)?.line ?? 0,
        column: "parent",
        vi: `các đơn vị quản lý lẫn nhau theo vòng: ${shown}`,
        en: `units stand under themselves: ${shown}`,
      });
    }
  return faults;
}

/** Ways up that lead back to where they began, each once, however long. */
function circlesOf(parentOf: ReadonlyMap<string, string>): string[][] {
  const walked = new Set<string>();
  const circles: string[][] = [];
  for (const start of parentOf.keys()) {
    const way: string[] = [];
    let at: string | undefined = start;
    for (; at && !walked.has(at); at = parentOf.get(at)) {
      walked.add(at);
      way.push(at);
    }
    const back = at ? way.indexOf(at) : -1;
    if (back >= 0) circles.push(way.slice(back));
  }
  return circles;
}
