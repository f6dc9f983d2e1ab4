/** Seeded chance for scenarios: the same seed plays the same day (mulberry32). */
export function dice(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  const shuffle = <T>(things: readonly T[]): T[] =>
    things
      .map((thing) => ({ thing, order: next() }))
      .toSorted((a, b) => a.order - b.order)
      .map(({ thing }) => thing);
  const pick = (texts: readonly string[]): string => texts[below(texts.length)] ?? "";
  return { next, below, shuffle, pick };
}
