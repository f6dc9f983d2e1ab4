import { fold } from "../kernel/vietnamese.ts";

/** Pairs of neighbouring words, each with how often it stands there; kept while a text is compared again and again. */
const known = new Map<string, ReadonlyMap<string, number>>();
function pairsOf(text: string): ReadonlyMap<string, number> {
  const kept = known.get(text);
  if (kept) return kept;
  const words = fold(text).split(" ");
  const found = new Map<string, number>();
  for (let n = 0; n < Math.max(1, words.length - 1); n += 1) {
    const pair = `${words[n]} ${words[n + 1] ?? ""}`;
    found.set(pair, (found.get(pair) ?? 0) + 1);
  }
  if (known.size > 12_000) known.clear();
  known.set(text, found);
  return found;
}

const sizeOf = (pairs: ReadonlyMap<string, number>): number => [...pairs.values()].reduce((sum, n) => sum + n, 0);

/** Share of word pairs two texts have in common, 0 to 1 (Dice). */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const [left, right] = [pairsOf(a), pairsOf(b)];
  let common = 0;
  for (const [pair, n] of left) common += Math.min(n, right.get(pair) ?? 0);
  return (2 * common) / Math.max(1, sizeOf(left) + sizeOf(right));
}
