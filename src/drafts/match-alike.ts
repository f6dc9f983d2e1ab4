import { finderOf } from "./find-near.ts";
import type { Matching, Surroundings } from "./matching.ts";
import type { Weighed } from "./place-words.ts";

/** Two places of which nobody can say without reading whether they are the same. */
export interface Unsure {
  old: number;
  now: number;
  likeness: number;
}

/** What the words of a pair say; measured over the labelled pairs and their traps (docs/adr/0016). */
interface Pair extends Unsure {
  /** 0 to 1: taken out and something else put in; words only added or only left out replace nothing */
  replaced: number;
  /** what stands before the first ":" or "|": 1 the same, −1 another, 0 none or one goes on from the other */
  head: -1 | 0 | 1;
  /** the first two words are the same */
  start: boolean;
  around: Surroundings;
}

/** By so much the best must be better than the next best. */
const MARGIN = 0.1;
/** From here on a person is asked; with less around it that agrees, from a little higher on. */
const ASKED = 0.34;
/** Fewer words than this say too little by themselves. */
const FEW_WORDS = 5;
/** The most that may be replaced in a place that is still the same. */
const MOST_REPLACED = 0.17;

/** Places whose words changed. The sure ones again and again: each that is found tells more about its neighbours. */
export function matchAlike(all: Matching): Unsure[] {
  let pairs = firstPairs(all);
  for (let round = 0; round < 6; round += 1) {
    const rivals = rivalsOf(pairs);
    const sure = pairs.filter((pair) => isSure(all, pair) && rivals(pair) <= strength(pair) - MARGIN);
    if (sure.length === 0) break;
    for (const { old, now } of sure) all.match(old, now);
    pairs = pairs
      .filter((pair) => all.isFree(pair.old, pair.now))
      .map((pair) => ({ ...pair, around: all.around(pair.old, pair.now) }));
  }
  return askable(pairs);
}

function firstPairs(all: Matching): Pair[] {
  const near = finderOf(all.scale, all.old, all.freeOld());
  return all.freeNow().flatMap((now) => {
    const [text = ""] = all.now[now]?.texts ?? [];
    if (text === "") return labelsAlone(all, now);
    const mine = all.scale.weigh(text);
    return near(text)
      .filter((old) => all.isFree(old, now))
      .map((old) => pairOf(all, old, now, mine))
      .filter((pair) => pair.likeness >= ASKED / 2);
  });
}

function pairOf(all: Matching, oldAt: number, nowAt: number, mine: Weighed): Pair {
  const [old, now] = [all.old[oldAt], all.now[nowAt]];
  let best = { likeness: 0, replaced: 1, text: "" };
  for (const text of old?.texts ?? []) {
    const weighed = all.scale.weigh(text);
    const likeness = all.scale.likeness(weighed, mine);
    if (likeness > best.likeness) best = { likeness, text, replaced: all.scale.replaced(weighed, mine) };
  }
  const [was, is] = [old?.head ?? "", now?.head ?? ""];
  const goesOn = was === "" || is === "" || was.startsWith(is) || is.startsWith(was);
  return {
    old: oldAt,
    now: nowAt,
    likeness: best.likeness,
    replaced: best.replaced,
    head: was !== "" && was === is ? 1 : goesOn ? 0 : -1,
    start: startOf(best.text) === startOf(now?.texts[0] ?? ""),
    around: all.around(oldAt, nowAt),
  };
}
const startOf = (plain: string): string => plain.split(" ", 2).join(" ");

/** A label alone ("Chương II", its title in the next line) has no words: it is where what stands within it is. */
function labelsAlone(all: Matching, now: number): Pair[] {
  const label = all.now[now]?.label;
  return all
    .freeOld()
    .filter((old) => all.old[old]?.texts[0] === "" && all.isFree(old, now))
    .map((old): Pair => {
      const likeness = all.old[old]?.label === label ? 0.6 : 0.5;
      return { old, now, likeness, replaced: 0, head: 0, start: true, around: all.around(old, now) };
    });
}

const agreeing = ({ parent, before, after, children, code }: Surroundings): number =>
  (parent === 1 ? 1 : 0) +
  (before === 1 ? 1 : 0) +
  (after === 1 ? 1 : 0) +
  (children >= 0.5 ? 2 : 0) +
  (code && parent !== -1 ? 0.5 : 0) -
  (parent === -1 ? 1 : 0);

function isSure(all: Matching, pair: Pair): boolean {
  const { likeness, replaced, head, start, around } = pair;
  const [was, is] = [all.old[pair.old], all.now[pair.now]];
  if (!was || !is || head === -1 || (was.kind === "chu-thich") !== (is.kind === "chu-thich")) return false;
  if (is.words === 0) return around.after === 1 || around.children >= 0.5;
  const agrees = agreeing(around);
  const few = Math.min(was.words, is.words) < FEW_WORDS;
  if (likeness > 0.99) return agrees >= 1 || !few;
  if (!was.current) return !few && start && likeness >= 0.8 && replaced <= MOST_REPLACED;
  // the same item of the same heading with another value
  if (head === 1 && around.parent === 1 && Math.max(around.before, around.after) === 1) return likeness >= ASKED;
  if (replaced > MOST_REPLACED) return false;
  // a heading whose places are all still there
  if (around.children >= 0.75) return likeness >= 0.5;
  // a few words to which some were added, or of which some were left out, where they stood
  if (few) return agrees >= 2 && likeness >= (head === 1 ? 0.6 : ASKED) && (head === 1 || (start && replaced === 0));
  if (start || head === 1) return likeness >= 0.75 ? agrees >= 0 : likeness >= 0.56 && agrees >= 1;
  return likeness >= 0.85 && replaced <= 0.08 && agrees >= 2;
}

const strength = (pair: Pair): number => pair.likeness + 0.05 * agreeing(pair.around) + 0.2 * pair.head;

/** Strength of the best other pair that the old or the new place of a pair could be in. */
function rivalsOf(pairs: readonly Pair[]): (mine: Pair) => number {
  const best = { old: new Map<number, Pair[]>(), now: new Map<number, Pair[]>() };
  for (const side of ["old", "now"] as const)
    for (const pair of pairs) {
      // the two strongest are enough: one of them may be the pair that asks
      const top = [...(best[side].get(pair[side]) ?? []), pair].toSorted((a, b) => strength(b) - strength(a));
      best[side].set(pair[side], top.slice(0, 2));
    }
  return (mine) =>
    Math.max(
      0,
      ...(["old", "now"] as const).flatMap((side) =>
        (best[side].get(mine[side]) ?? []).filter((other) => other !== mine).map(strength),
      ),
    );
}

/** What is left and alike enough to be looked at, each place once, the likest first. */
function askable(pairs: readonly Pair[]): Unsure[] {
  const [old, now] = [new Set<number>(), new Set<number>()];
  return pairs
    .filter((pair) => pair.likeness >= (agreeing(pair.around) >= 2 ? ASKED : ASKED + 0.1))
    .toSorted((a, b) => strength(b) - strength(a))
    .filter((pair) => {
      if (old.has(pair.old) || now.has(pair.now)) return false;
      old.add(pair.old);
      now.add(pair.now);
      return true;
    })
    .map(({ old: o, now: n, likeness }) => ({ old: o, now: n, likeness }));
}
