declare const ofSession: unique symbol;

/**
 * The unit somebody works for today. What is written today is written under it, and its own record is read by it; no
 * store of facts takes it, because facts of units that came whole to this one stand under theirs.
 */
export type OwnCode = string & { readonly [ofSession]: true };

/** A code that was read from a record or an address: it means exactly that unit. */
export type Code = string & { readonly [ofSession]?: never };

/** What one unit is on a day (`units/scope-of.ts`): whose facts it holds, whom it answers to, who answers to it. */
export interface Scope {
  readonly unit: OwnCode;
  /** the unit, and those that came to it whole */
  readonly own: readonly string[];
  /** nearest first */
  readonly above: readonly string[];
  readonly below: readonly string[];
  /** what a unit that has ended became */
  readonly after: readonly string[];
}

/** Whose facts a store is asked for: everything a scope holds, or those of the one unit a record names. */
export type Whose = Scope | Code;

/** As a filter of a query. One code stays one code, so that the query stays a range of its index. */
export function within(whose: Whose): string | { $in: string[] } {
  if (typeof whose === "string") return whose;
  const [only, ...more] = whose.own;
  return only !== undefined && more.length === 0 ? only : { $in: [...whose.own] };
}

/** What is written today stands under this code. */
export const codeOf = (whose: Whose): OwnCode => (typeof whose === "string" ? ownCode(whose) : whose.unit);

export const holds = (whose: Whose, code: string): boolean =>
  typeof whose === "string" ? whose === code : whose.own.includes(code);

/** As a list of codes. */
export const ownOf = (whose: Whose): string[] => (typeof whose === "string" ? [whose] : [...whose.own]);
export const ownAndAbove = ({ own, above }: Scope): string[] => [...own, ...above];
export const ownAndBelow = ({ own, below }: Scope): string[] => [...own, ...below];

/** Only `scopeOf` and the record a fact is written from say which unit that is. */
export const ownCode = (code: string): OwnCode => code as OwnCode;
