/** Rows of one page of a list, and where the pages beside it begin. */
export interface PageOf<Row> {
  rows: readonly Row[];
  from: number;
  /** undefined = this is the first, the last */
  before: number | undefined;
  after: number | undefined;
}

/**
 * As many rows as fit: a form of long texts must stay small enough to be sent, so letters count as well as rows. One row
 * always fits. @param from any number; what lies outside shows the last page
 */
export function pageOf<Row>(
  all: readonly Row[],
  from: number,
  most: { rows: number; letters: number },
  lettersOf: (row: Row) => number,
): PageOf<Row> {
  const start = Math.max(0, Math.min(from, all.length - 1));
  const reach = (step: 1 | -1, first: number): number => {
    let letters = 0;
    let n = 0;
    for (let at = first; at >= 0 && at < all.length && n < most.rows; at += step, n += 1) {
      const row = all[at];
      letters += row === undefined ? 0 : lettersOf(row);
      if (n > 0 && letters > most.letters) break;
    }
    return n;
  };
  const end = start + reach(1, start);
  return {
    rows: all.slice(start, end),
    from: start,
    before: start === 0 ? undefined : start - reach(-1, start - 1),
    after: end < all.length ? end : undefined,
  };
}
