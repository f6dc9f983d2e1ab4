import type { SignedIn } from "../kernel/console-route.ts";
import { may } from "../kernel/grant.ts";
import { ownAndBelow } from "../kernel/scope.ts";

/** Who sends them tests, at the own unit. */
export const mayNameTesters = (me: Pick<SignedIn, "scope" | "grants">, code: string): boolean =>
  me.scope.unit === code && may(me, "broadcasts.send", { unitCode: code });

/** The card of the own unit, and of those a department looks after. */
export const mayEditUnit = (me: Pick<SignedIn, "scope" | "permissions">, code: string): boolean =>
  me.permissions.includes("units.edit") && ownAndBelow(me.scope).includes(code);
