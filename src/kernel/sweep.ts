/**
 * Something looked after every so often by one process of all: what a crash, a flushed Redis or time left to do, found
 * by state in MongoDB. A failing turn is logged and the next comes.
 */
export interface Sweep {
  name: string;
  everyMs: number;
  /** a finding → what the status page calls it */
  finds: Readonly<Record<string, string>>;
  /** how much of each was found */
  run(): Promise<Readonly<Record<string, number>>>;
}

/** Ties what is found to its words. */
export const sweep = <K extends string>(one: {
  name: string;
  everyMs: number;
  finds: Readonly<Record<K, string>>;
  run(): Promise<Readonly<Record<K, number>>>;
}): Sweep => one;

/** A sweep that finds nothing worth telling. */
export const tend = (name: string, everyMs: number, work: () => Promise<unknown>): Sweep => ({
  name,
  everyMs,
  finds: {},
  async run() {
    await work();
    return {};
  },
});

const HOUR_MS = 3_600_000;
/** Lets go of what was kept long enough (domain.md §5-11). */
export const retention = <K extends string>(
  room: string,
  finds: Readonly<Record<K, string>>,
  run: () => Promise<Readonly<Record<K, number>>>,
): Sweep => sweep({ name: `${room}-retention`, everyMs: HOUR_MS, finds, run });
