import type { Clock } from "../kernel/clock.ts";
import type { Permission } from "../kernel/permissions.ts";
import type { Whose } from "../kernel/scope.ts";

export interface Person {
  id: string;
  name: string;
}

/** What a decision covers, as the page showed it: a name people read → the words. Compared part by part. */
export type Parts = Readonly<Record<string, string>>;

/** One person's yes, bound to what was on the screen. */
export interface Key {
  by: Person;
  at: Date;
  fingerprint: string;
}

export interface DecideDeps {
  clock: Clock;
}

/** How long who decided has to do what follows, before the sweep does it: both at once would do it twice. */
const OWN_MS = 5000;
/** What was decided before this moment is the sweep's. */
export const beforeOwn = (now: Date): Date => new Date(now.getTime() - OWN_MS);

/** What follows a decision: work that is found by state, so that a cut leaves nothing undone; safe to run again. */
export interface Follow<D> {
  /** ids of what was decided, {@link beforeOwn}, and is not finished */
  due(deps: D): Promise<string[]>;
  finish(deps: D, id: string): Promise<void>;
}

/**
 * One kind of decision, whole: about what, who may and who may not, what is looked at, the one write that decides, and
 * what follows. @typeParam S what is decided about @typeParam W what the person adds (a ground, a note)
 */
export interface Decision<S, D extends DecideDeps = DecideDeps, W = undefined> {
  name: string;
  /** what a page calls it when it is not there: "nội dung này" */
  what: string;
  /** the console asks for it at every page that decides */
  may: Permission;
  /** checks the six digits that go with it; null where none are asked for */
  sixDigits: ((deps: D, officialId: string, code: string) => Promise<boolean>) | null;
  /** how many persons must say yes, all different */
  keys(subject: S): number;
  /** who said yes so far; kept when it is decided, so that a press whose answer was lost is known again */
  given(subject: S): readonly Key[];
  /** whether what was decided is what this press asks for; without it a press is only told by who and on what */
  sameWish?(subject: S, wish: W): boolean;
  /** ids of those who may not: authors, who proposed it */
  notBy(subject: S): readonly string[];
  notByWords: string;
  load(deps: D, whose: Whose, id: string): Promise<S | null>;
  isOpen(subject: S, now: Date): boolean;
  closedWords: string;
  covers(subject: S): Parts;
  /** where what is approved has a fingerprint of its own that is printed and published */
  fingerprint?(subject: S): string;
  /** @throws AppError for what may not be decided as it is */
  check?(deps: D, subject: S, wish: W, by: Person): Promise<void> | void;
  /**
   * The one write. Its filter carries the state and the revision of `subject`, its change the frozen content or its hash;
   * `last` when this key completes the decision. False when the subject was changed meanwhile.
   */
  apply(deps: D, subject: S, wish: W, key: Key & { last: boolean }): Promise<boolean>;
  follow?: Follow<D>;
}

export const defineDecision = <S, D extends DecideDeps = DecideDeps, W = undefined>(
  decision: Decision<S, D, W>,
): Decision<S, D, W> => decision;

/** One person is enough. */
export const oneKey = (): number => 1;
/** Whoever has the permission may. */
export const nobody = (): readonly string[] => [];
