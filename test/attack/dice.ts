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
  const shuffle = <T>(things: T[]): T[] => {
    const left = things.splice(0);
    while (left.length > 0) things.push(...left.splice(below(left.length), 1));
    return things;
  };
  const pick = <T>(things: readonly T[]): T => {
    const [one] = things.slice(below(things.length));
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  };
  return { next, below, shuffle, pick };
}
