type Options = Readonly<Record<string, unknown>>;

/** Seconds after which an index deletes; undefined: it deletes nothing. */
export function deadlineOf(options: Options): number | undefined {
  const seconds = options["expireAfterSeconds"] ?? options["expires"];
  return seconds === undefined ? undefined : Number(seconds);
}

/**
 * An index that deletes by age and that no model names (any more, or with another age) would go on deleting: it goes
 * before the indexes are made. Others of the operator's own stay.
 */
export function isStrangeDeadline(index: { key: object } & Options, wanted: readonly [object, Options][]): boolean {
  const seconds = deadlineOf(index);
  return (
    seconds !== undefined &&
    !wanted.some(
      ([key, options]) => JSON.stringify(key) === JSON.stringify(index.key) && deadlineOf(options) === seconds,
    )
  );
}
