import { formatDate } from "../kernel/dates.ts";
import type { Scope } from "../kernel/scope.ts";
import { byVietnamese } from "../kernel/vietnamese.ts";
import type { Became, Since } from "./lineage.ts";
import type { Unit } from "./unit.model.ts";
import { findUnits, isInForce, listUnits } from "./unit.store.ts";

/** One line of a list of units: whose facts stand in it, and what history says of it. */
export interface UnitLine {
  code: string;
  name: string;
  /** the unit, and those that came to it whole */
  codes: string[];
  /** a unit that was divided: its facts are on this line of their own, never split by share */
  divided: boolean;
  /** "gồm Xã Sao Mai từ 01/01/2027", "" when nothing happened */
  words: string;
}

type Told = Pick<Unit, "_id" | "name" | "to" | "held" | "divided" | "became">;
const DIVIDED = "đơn vị cũ, đã chia";
const until = <T extends Since>(since: readonly T[], day: Date): T[] => since.filter(({ from }) => from <= day);
const joined = (names: readonly string[]): string => names.join(", ");

/** Several units that came on one day are named once with it: "gồm A, B từ 01/01/2027". */
function byDay(verb: string, since: readonly Since[], nameOf: (code: string) => string): string[] {
  const dates = [...new Set(since.map(({ from }) => +from))].toSorted((a, b) => a - b);
  return dates.map((at) => {
    const names = since.filter(({ from }) => +from === at).map(({ code }) => nameOf(code));
    return `${verb} ${joined(names)} từ ${formatDate(new Date(at))}`;
  });
}

/** What became of a unit that has ended, and what a successor came of: the line every list shows beside its name. */
export function historyWords(unit: Told, day: Date, nameOf: (code: string) => string): string {
  const became: Became[] = unit.to && unit.to <= day ? until(unit.became, day) : [];
  const [only, ...more] = became;
  const ended =
    only && more.length > 0 ? `${DIVIDED}: nay thuộc ${joined(became.map(({ code }) => nameOf(code)))}` : "";
  return [
    only && more.length === 0 ? `nay là ${nameOf(only.code)}` : ended,
    ...byDay("gồm", until(unit.held, day), nameOf),
    ...byDay("tách từ", until(unit.divided, day), nameOf),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** The same for one unit, its relatives looked up. */
export async function historyOf(unit: Told, day: Date): Promise<string> {
  const codes = [...unit.held, ...unit.divided, ...unit.became].map(({ code }) => code);
  if (codes.length === 0) return "";
  const names = new Map((await findUnits([...new Set(codes)])).map((one) => [one._id, one.name]));
  return historyWords(unit, day, (code) => names.get(code) ?? code);
}

/**
 * The lines in which figures of the units below stand on a day: the units of that day, each with those that came whole,
 * and on lines of their own those that were divided or ended without a successor. Every code is in exactly one line.
 */
export async function linesBelow({ unit: own, own: held, below }: Scope, day: Date): Promise<UnitLine[]> {
  const units = await listUnits();
  const nameOf = (code: string): string => units.find((unit) => unit._id === code)?.name ?? code;
  const taken = new Set<string>();
  const lineOf = (unit: Unit): UnitLine => {
    const codes = [unit._id, ...until(unit.held, day).map(({ code }) => code)].filter((code) => !taken.has(code));
    for (const code of codes) taken.add(code);
    const divided = !isInForce(unit, day);
    return { code: unit._id, name: unit.name, codes, divided, words: historyWords(unit, day, nameOf) };
  };
  const standing = units.filter(({ _id }) => below.includes(_id)).map(lineOf);
  const ended = units
    .filter(({ _id, to, parents }) => _id !== own && to && to <= day && held.includes(parents.at(-1)?.code ?? ""))
    // one that ended later may hold one that ended earlier
    .toSorted((a, b) => Number(b.to) - Number(a.to));
  const apart = ended
    .filter(({ _id }) => !taken.has(_id))
    .flatMap((unit) => (taken.has(unit._id) ? [] : [lineOf(unit)]));
  return [...standing, ...apart].toSorted(
    (a, b) => Number(a.divided) - Number(b.divided) || byVietnamese(a.name, b.name),
  );
}

/** A line as a table names it. */
export const nameOfLine = ({ name, words }: Pick<UnitLine, "name" | "words">): string =>
  words === "" ? name : `${name} (${words})`;
