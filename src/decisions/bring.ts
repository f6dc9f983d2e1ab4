import type { BroughtDecision } from "../kernel/room.ts";
import { finishDue } from "./decide.ts";
import type { DecideDeps, Decision } from "./decision.ts";

/** A decision as its room brings it to the house, with what its following work is given. */
export const bring = <S, D extends DecideDeps, W>(decision: Decision<S, D, W>, deps: D): BroughtDecision => ({
  name: decision.name,
  what: decision.what,
  may: decision.may,
  follow: decision.follow ?? null,
  finish: () => finishDue(decision, deps),
});
