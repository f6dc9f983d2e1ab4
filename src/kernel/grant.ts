import type { Permission } from "./permissions.ts";
import { holds, type Scope } from "./scope.ts";

/** What a grant is for: everything of a unit, or one plan or class, whichever unit takes part in it. */
export interface Over {
  kind: "unit" | "plan" | "class";
  id: string;
}

/** A role somebody holds over something from one day to another. The account's own role at its unit is the first. */
export interface Grant {
  role: string;
  over: Over;
  from: Date;
  to: Date | null;
  permissions: readonly Permission[];
}

export const isGrantInForce = ({ from, to }: Pick<Grant, "from" | "to">, now: Date): boolean =>
  from <= now && (to === null || now < to);

/** What an object says about itself to whoever asks whether somebody may. */
export interface Thing {
  unitCode: string;
  planId?: string;
  classId?: string;
}

const covers = ({ kind, id }: Over, thing: Thing, scope: Scope): boolean => {
  if (kind === "plan") return thing.planId === id;
  if (kind === "class") return thing.classId === id;
  return id === thing.unitCode || (id === scope.unit && holds(scope, thing.unitCode));
};

/** May this person do this to this object: only by a grant that is over the object, never by a role alone. */
export const may = (me: { scope: Scope; grants: readonly Grant[] }, permission: Permission, thing: Thing): boolean =>
  me.grants.some(({ permissions, over }) => permissions.includes(permission) && covers(over, thing, me.scope));

/** What somebody may do at the own unit: the permissions routes ask for. */
export function permissionsAt(scope: Scope, grants: readonly Grant[]): readonly Permission[] {
  const here = grants.filter(({ over }) => covers(over, { unitCode: scope.unit }, scope));
  const [only, ...more] = here;
  return only && more.length === 0 ? only.permissions : [...new Set(here.flatMap(({ permissions }) => permissions))];
}
