import type { Whose } from "./scope.ts";

/** Moments from `from` on and before `to`. */
export interface Span {
  from: Date;
  to: Date;
}

/** One thing that was recorded and is counted: what a figure opens. Never a person, never a resident's words. */
export interface FactRow {
  /** of the record: a recount can say which one is new or gone */
  id: string;
  at: Date;
  /** whose record it is; none where one record stands for several units, each of which is counted by itself */
  unit?: string;
  title: string;
  /** what it adds to the figure */
  n: number;
  /** where it is looked at; "" for nowhere */
  path: string;
}

/** A figure that records give by themselves. `count` is the sum of `n` over all rows `open` gives, in every span. */
export interface Fact {
  /** stable for ever: forms and sealed reports name it */
  code: string;
  name: string;
  /** what its rows are, in the words of a button: "đợt gửi" */
  noun: string;
  count(whose: Whose, span: Span): Promise<number>;
  /** the latest first */
  open(whose: Whose, span: Span, page: { skip: number; limit: number }): Promise<FactRow[]>;
}

/** A fact whose rows are read whole: a unit has hundreds of them in a year, not thousands. */
export const factOfRows = (
  said: Pick<Fact, "code" | "name" | "noun">,
  rows: (whose: Whose, span: Span) => Promise<FactRow[]>,
): Fact => ({
  ...said,
  count: async (whose, span) => (await rows(whose, span)).reduce((sum, { n }) => sum + n, 0),
  open: async (whose, span, { skip, limit }) =>
    (await rows(whose, span))
      .toSorted((a, b) => Number(b.at) - Number(a.at) || (a.id < b.id ? -1 : 1))
      .slice(skip, skip + limit),
});

/** As a filter of a query on a field that holds a moment. */
export const duringSpan = ({ from, to }: Span): { $gte: Date; $lt: Date } => ({ $gte: from, $lt: to });
