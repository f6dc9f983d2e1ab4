import { type Finder, finderOf } from "./find-near.ts";
import type { Matching, Node } from "./matching.ts";

/** A place of which so much went into one part goes on there; below it, it is gone and the parts say where they come from. */
const HEIR = 0.8;
/** Parts of one text hold so much of it together, and so much of each stands in it. */
const COVERED = 0.85;
/** A text of fewer words is too easily found within another. */
const LEAST_WORDS = 4;
const MOST_PARTS = 6;

/** Finds places that were cut into several, and several that were joined into one. */
export function findSplits(all: Matching): void {
  const now = beginningsOf(all, all.now, all.freeNow());
  for (const whole of all.freeOld()) {
    const parts = partsOf(all, all.old, whole, all.now, now, (n) => all.isNowFree(n));
    if (parts.length > 1) settleSplit(all, whole, parts);
  }
  const old = beginningsOf(all, all.old, all.freeOld());
  for (const whole of all.freeNow()) {
    const parts = partsOf(all, all.now, whole, all.old, old, (n) => all.isOldFree(n));
    if (parts.length > 1) settleMerge(all, whole, parts);
  }
}

const startOf = (text: string): string => text.split(" ", 3).join(" ");

/** Places that begin as a text does, then those that share telling words with it. */
function beginningsOf(all: Matching, nodes: readonly Node[], among: readonly number[]): Finder {
  const near = finderOf(all.scale, nodes, among);
  const byStart = new Map<string, number[]>();
  for (const n of among) {
    const start = startOf(textOf(nodes[n]));
    byStart.set(start, [...(byStart.get(start) ?? []), n]);
  }
  return (text) => [...new Set([...(byStart.get(startOf(text)) ?? []).slice(0, 50), ...near(text)])];
}

const textOf = (node: Node | undefined): string => node?.texts[0] ?? "";

/** A run of neighbours on the other side that make up the whole; [] when there is none. */
function partsOf(
  all: Matching,
  wholes: readonly Node[],
  whole: number,
  others: readonly Node[],
  finder: Finder,
  isFree: (n: number) => boolean,
): number[] {
  const text = textOf(wholes[whole]);
  if ((wholes[whole]?.words ?? 0) < 2 * LEAST_WORDS) return [];
  const near = finder(text).filter(isFree);
  for (const first of near) {
    const exact = runThatSpells(text, others, first, isFree);
    if (exact.length > 1) return exact;
  }
  for (const first of near) {
    const run = runThatCovers(all, text, others, first, isFree);
    if (run.length > 1) return run;
  }
  return [];
}

function runThatSpells(text: string, others: readonly Node[], first: number, isFree: (n: number) => boolean): number[] {
  const run: number[] = [];
  let rest = text;
  for (let at = first; run.length < MOST_PARTS && rest !== "" && isFree(at); at = others[at]?.after ?? -1) {
    const part = textOf(others[at]);
    if (part === "" || (rest !== part && !rest.startsWith(`${part} `))) break;
    run.push(at);
    rest = rest.slice(part.length).trim();
  }
  return rest === "" ? run : [];
}

function runThatCovers(
  all: Matching,
  text: string,
  others: readonly Node[],
  first: number,
  isFree: (n: number) => boolean,
): number[] {
  const whole = all.scale.weigh(text);
  const run: number[] = [];
  let words = "";
  for (let at = first; run.length < MOST_PARTS && isFree(at); at = others[at]?.after ?? -1) {
    const part = textOf(others[at]);
    if ((others[at]?.words ?? 0) < LEAST_WORDS || all.scale.within(all.scale.weigh(part), whole) < COVERED) break;
    run.push(at);
    words = `${words} ${part}`.trim();
  }
  return run.length > 1 && all.scale.within(whole, all.scale.weigh(words)) >= COVERED ? run : [];
}

const shareOf = (all: Matching, part: string, whole: string): number =>
  all.scale.within(all.scale.weigh(whole), all.scale.weigh(part));

function settleSplit(all: Matching, whole: number, parts: readonly number[]): void {
  const heir = parts.find((part) => shareOf(all, textOf(all.now[part]), textOf(all.old[whole])) >= HEIR);
  if (heir !== undefined) all.match(whole, heir);
  for (const part of parts)
    if (part !== heir) {
      all.comesFrom(part, whole);
      all.close(undefined, part);
    }
  if (heir === undefined) all.close(whole, undefined);
}

function settleMerge(all: Matching, whole: number, parts: readonly number[]): void {
  const heir = parts.find((part) => shareOf(all, textOf(all.old[part]), textOf(all.now[whole])) >= HEIR);
  if (heir !== undefined) all.match(heir, whole);
  for (const part of parts)
    if (part !== heir) {
      all.comesFrom(whole, part);
      all.close(part, undefined);
    }
  if (heir === undefined) all.close(undefined, whole);
}
