import { type Became, Lineage, type Since } from "./lineage.ts";
import type { NamePeriod, ParentPeriod, Unit } from "./unit.model.ts";
import type { ChangeTerms, Standing as Stood } from "./unit-change.model.ts";

/** What the history says of a unit, with days: true on every day, whenever it is asked. */
export interface DatedFacts {
  to: Date | null;
  parents: ParentPeriod[];
  held: Since[];
  divided: Since[];
  became: Became[];
}
type Standing = Pick<Unit, "_id" | "to" | "parents">;

const covers = (period: ParentPeriod, day: Date): boolean => period.from <= day && (!period.to || day < period.to);

/** From a day on it answers to another; what comes later stays. */
function withParent(parents: readonly ParentPeriod[], code: string, day: Date): ParentPeriod[] {
  const at = parents.find((period) => covers(period, day));
  const rest = parents.filter((period) => period !== at);
  if (at && +at.from === +day) return sorted([...rest, { ...at, code }]);
  const next = { code, from: day, to: at ? at.to : (nextAfter(parents, day) ?? null) };
  return sorted([...rest, ...(at ? [{ ...at, to: day }] : []), next]);
}
const sorted = (parents: ParentPeriod[]): ParentPeriod[] => parents.toSorted((a, b) => +a.from - +b.from);
const nextAfter = (parents: readonly ParentPeriod[], day: Date): Date | undefined =>
  parents
    .map(({ from }) => from)
    .filter((from) => from > day)
    .toSorted((a, b) => +a - +b)[0];

/** Nothing after the day. */
const closedAt = (parents: readonly ParentPeriod[], day: Date): ParentPeriod[] =>
  parents
    .filter(({ from }) => from < day)
    .map((period) => (period.to && period.to <= day ? period : { ...period, to: day }));

/** To whom a unit that begins answers: what the change says, else whoever the units it is made of answered to. */
export function firstParent(code: string, change: ChangeTerms, units: readonly Standing[]): string | undefined {
  const said = change.moves.find((move) => move.code === code)?.parent;
  if (said !== undefined) return said;
  const before = new Date(+change.day - 1);
  for (const source of change.parts.filter((part) => part.to === code).map(({ from }) => from)) {
    const parent = units.find((unit) => unit._id === source)?.parents.find((period) => covers(period, before))?.code;
    if (parent !== undefined)
      return change.parts.find((part) => part.from === parent && part.share === "all")?.to ?? parent;
  }
  return undefined;
}

/** How one change moves a unit in the tree; made again it gives the same. */
function movedBy(unit: Standing, change: ChangeTerms): Pick<DatedFacts, "to" | "parents"> {
  const { day, parts, moves } = change;
  if (parts.some((part) => part.from === unit._id)) return { to: day, parents: closedAt(unit.parents, day) };
  const said = moves.find((move) => move.code === unit._id)?.parent;
  const parent = unit.parents.find((period) => covers(period, day))?.code;
  const whole = parts.find((part) => part.from === parent && part.share === "all")?.to;
  const next = said ?? whole;
  const isOver = unit.to !== null && unit.to <= day;
  return {
    to: unit.to,
    parents: next === undefined || isOver ? [...unit.parents] : withParent(unit.parents, next, day),
  };
}

/** A unit that begins with the change, as its place in the tree goes. */
export const foundedBy = (change: ChangeTerms, units: readonly Standing[]): (Standing & { from: Date })[] =>
  change.founds.map(({ code }) => {
    const parent = firstParent(code, change, units);
    const parents = parent === undefined ? [] : [{ code: parent, from: change.day, to: null }];
    return { _id: code, from: change.day, to: null, parents };
  });

/** The tree once the change holds, on this day and all later ones. */
export const treeAfter = (units: readonly (Standing & { from: Date })[], change: ChangeTerms) => [
  ...units.map((unit) => ({ ...unit, ...movedBy(unit, change) })),
  ...foundedBy(change, units),
];

const sameDays = (a: readonly Since[] = [], b: readonly Since[] = []): boolean =>
  a.length === b.length && a.every((one, n) => one.code === b[n]?.code && +one.from === +(b[n]?.from ?? 0));

/** Units whose dated facts are other after `change`; `changes` is the whole history with it. */
export function datedEffects(
  units: readonly (Standing & Partial<DatedFacts>)[],
  change: ChangeTerms,
  changes: readonly ChangeTerms[],
): (DatedFacts & { _id: string })[] {
  const lineage = new Lineage(changes);
  return units.flatMap((unit) => {
    const moved = movedBy(unit, change);
    const facts = {
      _id: unit._id,
      ...moved,
      held: lineage.heldBy(unit._id),
      divided: lineage.dividedInto(unit._id),
      became: lineage.becameAt(unit._id),
    };
    const same =
      +(unit.to ?? 0) === +(facts.to ?? 0) &&
      JSON.stringify(unit.parents) === JSON.stringify(facts.parents) &&
      sameDays(unit.held, facts.held) &&
      sameDays(unit.divided, facts.divided) &&
      sameDays(unit.became, facts.became);
    return same ? [] : [facts];
  });
}

/** Never in force, and its code stays taken. */
const neverBegun = (unit: Standing & { from: Date }): Pick<DatedFacts, "to" | "parents"> => ({
  to: unit.from,
  parents: unit.parents.map((period) => ({ ...period, to: period.from })),
});

/**
 * Units whose dated facts are other once `cancelled` falls away; `changes` is what holds without it. Those it had ended
 * or moved stand as they were, those it would have made never begin.
 */
export function undoneEffects(
  units: readonly (Standing & Partial<DatedFacts> & { from: Date })[],
  cancelled: ChangeTerms & { was?: readonly Stood[] },
  changes: readonly ChangeTerms[],
): (DatedFacts & { _id: string })[] {
  const lineage = new Lineage(changes);
  const named = new Set([
    ...(cancelled.was ?? []).map(({ _id }) => _id),
    ...cancelled.founds.map(({ code }) => code),
    ...cancelled.parts.flatMap(({ from, to }) => [from, to]),
  ]);
  return units.flatMap((unit) => {
    const held = lineage.heldBy(unit._id);
    const divided = lineage.dividedInto(unit._id);
    // who held what the cancelled one would have brought is named by it, or stands further on in the history
    if (!named.has(unit._id) && sameDays(unit.held, held) && sameDays(unit.divided, divided)) return [];
    const was = cancelled.was?.find((one) => one._id === unit._id);
    const isNew = cancelled.founds.some(({ code }) => code === unit._id);
    const place = isNew ? neverBegun(unit) : { to: (was ?? unit).to, parents: (was ?? unit).parents };
    return [{ _id: unit._id, ...place, held, divided, became: lineage.becameAt(unit._id) }];
  });
}

type Named = Pick<Unit, "name" | "office" | "kind" | "from"> & { formerNames?: readonly NamePeriod[] };

/** A unit as it was called on a day. */
export function calledOn(unit: Named, day: Date): Pick<Unit, "name" | "office" | "kind"> {
  const { name, office, kind } = unit.formerNames?.find(({ from, to }) => from <= day && day < to) ?? unit;
  return { name, office, kind };
}

/** The names of a unit once it is called something else from a day on; a name that comes later still comes. */
export function renamed(
  unit: Named,
  next: Pick<Unit, "name" | "office" | "kind">,
  day: Date,
): Pick<Unit, "name" | "office" | "kind"> & { formerNames: NamePeriod[] } {
  const { name, office, kind } = unit;
  const former = [...(unit.formerNames ?? [])];
  const starts = former.at(-1)?.to ?? unit.from;
  const fresh = { name: next.name, office: next.office, kind: next.kind };
  const at = former.find((one) => one.from <= day && day < one.to);
  if (at) {
    const rest = former.filter((one) => one !== at);
    const before = +at.from === +day ? [] : [{ ...at, to: day }];
    const periods = [...rest, ...before, { ...fresh, from: day, to: at.to }].toSorted((a, b) => +a.from - +b.from);
    return { name, office, kind, formerNames: periods };
  }
  if (+starts === +day) return { ...fresh, formerNames: former };
  return { ...fresh, formerNames: [...former, { name, office, kind, from: starts, to: day }] };
}
