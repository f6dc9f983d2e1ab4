import type { Node } from "./matching.ts";
import type { Scale } from "./place-words.ts";

/** Numbers of the nodes that share the most telling words with a text, the nearest first. */
export type Finder = (plain: string) => number[];

/** A word that stands in more places than this tells nothing about any of them. */
const MOST_PLACES = 60;
const MOST_FOUND = 12;
/** So many of a text's rarest words find its neighbours. */
const ASKED_TOKENS = 16;

/** So that a version of thousands of places is compared with a few candidates each, not everybody with everybody. */
export function finderOf(scale: Scale, nodes: readonly Node[], among: readonly number[]): Finder {
  const places = new Map<number, number[]>();
  for (const n of among)
    for (const text of nodes[n]?.texts ?? [])
      for (const token of scale.weigh(text).tokens) {
        const there = places.get(token);
        if (!there) places.set(token, [n]);
        else if (there.at(-1) !== n) there.push(n);
      }
  return (plain) => {
    const rows = scale
      .weigh(plain)
      .tokens.map((token) => places.get(token) ?? [])
      .filter((there) => there.length > 0 && there.length <= MOST_PLACES)
      .toSorted((a, b) => a.length - b.length)
      .slice(0, ASKED_TOKENS);
    const score = new Map<number, number>();
    for (const there of rows) for (const n of there) score.set(n, (score.get(n) ?? 0) + 1 / there.length);
    return [...score.entries()]
      .toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, MOST_FOUND)
      .map(([n]) => n);
  };
}
