import { readUnits } from "../../units/read-units.ts";
import { withoutLine } from "../../units/unit-columns.ts";

const dayOf = (at: Date): string => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);

/** A list of units → those it would bring in, none while one is refused, and each fault with its line and column. */
export async function* tryUnits(bytes: Buffer): AsyncGenerator<object> {
  const { rows, faults } = readUnits(bytes);
  const taken = rows
    .map(withoutLine)
    .map(({ from, to, ...row }) => ({ ...row, from: dayOf(from), to: to ? dayOf(to) : "" }));
  const where = (line: number, column: string): string =>
    line === 0 ? "file" : column === "" ? `line ${line}` : `line ${line}, column ${column}`;
  yield {
    taken: faults.length > 0 ? [] : taken,
    refused: faults.map(({ line, column, vi }) => ({ where: where(line, column), why: vi })),
  };
}
