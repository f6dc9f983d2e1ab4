/**
 * Does something for each of them in turn. One that fails keeps no other from its turn: what cannot be done of one
 * unit, row or kind must not stand before all that came after it. The first failure is thrown at the end, so that
 * whoever runs this logs it and comes again. Returns how many there were.
 */
export async function eachAlone<T>(
  all: Iterable<T> | AsyncIterable<T>,
  work: (one: T) => Promise<unknown>,
): Promise<number> {
  const failures: unknown[] = [];
  let n = 0;
  for await (const one of all) {
    n += 1;
    try {
      await work(one);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return n;
}
