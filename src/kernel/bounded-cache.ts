export interface BoundedCache<T> {
  /** what was made before, what is being made, or what `make` makes now; a failure is not kept */
  get(key: string, make: () => Promise<T>): Promise<T>;
}

/**
 * Keeps what is dear to make and asked for again: at most so many, for so long. Who asks while it is being made waits
 * for the same one, so that a hundred people who ask at once cost one.
 */
export function createCache<T>(most: number, ms: number): BoundedCache<T> {
  const kept = new Map<string, { made: Promise<T>; until: number }>();
  return {
    get(key, make) {
      const found = kept.get(key);
      if (found && performance.now() < found.until) return found.made;
      const made = make();
      kept.delete(key);
      kept.set(key, { made, until: performance.now() + ms });
      const oldest = kept.keys().next().value;
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
      made.catch(() => {
        if (kept.get(key)?.made === made) kept.delete(key);
      });
      return made;
    },
  };
}
