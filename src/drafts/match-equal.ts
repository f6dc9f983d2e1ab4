import type { Matching } from "./matching.ts";

/**
 * Places whose words are equal, letter by letter but for signs and case. Unique ones are the same place wherever they
 * stand; of several equal ones the surroundings say which is which, then their order. Runs until nothing new is found.
 * @param wordings 1 = the newest wording of each place, more = what it said in any version
 */
export function matchEqual(all: Matching, wordings: "newest" | "any"): void {
  const groups = groupByWords(all, wordings);
  for (let round = 0; round < 6; round += 1) {
    let found = 0;
    for (const group of groups) found += settle(all, group, false);
    if (found === 0) break;
  }
  for (const group of groups) settle(all, group, true);
}

interface Group {
  old: number[];
  now: number[];
}

function groupByWords(all: Matching, wordings: "newest" | "any"): Group[] {
  const groups = new Map<string, Group>();
  for (const [n, node] of all.now.entries()) {
    const [text = ""] = node.texts;
    if (text === "") continue;
    const group = groups.get(text) ?? { old: [], now: [] };
    group.now.push(n);
    groups.set(text, group);
  }
  for (const [n, node] of all.old.entries()) {
    if (wordings === "newest" && !node.current) continue;
    const texts = wordings === "newest" ? node.texts.slice(0, 1) : node.texts;
    for (const text of texts) groups.get(text)?.old.push(n);
  }
  return [...groups.values()].filter((group) => group.old.length > 0);
}

/** Beyond so many pairs of one text (thousands of rows "…") only their order is asked. */
const MOST_PAIRS = 40_000;

function settle(all: Matching, group: Group, last: boolean): number {
  const old = group.old.filter((n) => all.isOldFree(n));
  const now = group.now.filter((n) => all.isNowFree(n));
  const [onlyOld, onlyNow] = [old[0], now[0]];
  if (onlyOld === undefined || onlyNow === undefined) return 0;
  if (old.length === 1 && now.length === 1) return isSafe(all, onlyOld, onlyNow, last) ? put(all, onlyOld, onlyNow) : 0;
  if (old.length * now.length > MOST_PAIRS) return last ? inOrder(all, old, now) : 0;
  const pairs = old
    .flatMap((o) => now.map((n) => ({ o, n, score: scoreOf(all, o, n) })))
    .toSorted((a, b) => b.score - a.score || Math.abs(a.o - a.n) - Math.abs(b.o - b.n));
  let found = 0;
  for (const { o, n, score } of pairs) {
    if (!all.isFree(o, n)) continue;
    if (!last && (score < CLEAR || pairs.some((other) => isRival(all, other, o, n, score)))) continue;
    if (last && score < 0 && (all.old[o]?.words ?? 0) < FEW_WORDS) continue;
    found += put(all, o, n);
  }
  return found;
}

/** As strong as one agreeing parent and one agreeing neighbour. */
const CLEAR = 3;
const isRival = (all: Matching, other: { o: number; n: number; score: number }, o: number, n: number, score: number) =>
  (other.o === o) !== (other.n === n) && other.score >= score && all.isFree(other.o, other.n);

/** Few words that a later text may say about something else: they count as the same place only where something around them agrees. */
const FEW_WORDS = 6;
function isSafe(all: Matching, old: number, now: number, last: boolean): boolean {
  if ((all.old[old]?.words ?? 0) >= FEW_WORDS) return true;
  const { parent, before, after, children } = all.around(old, now);
  if (parent === 1 || before === 1 || after === 1 || children > 0) return true;
  // its surroundings are there, only elsewhere: it was moved. When they are gone or new, nobody knows yet
  return last && parent === -1;
}

function scoreOf(all: Matching, old: number, now: number): number {
  const { parent, before, after, children, code } = all.around(old, now);
  return 2 * parent + before + after + 2 * Math.max(0, children) + (code ? 0.5 : 0);
}

function put(all: Matching, old: number, now: number): number {
  all.match(old, now);
  return all.earlierOf(now) === old ? 1 : 0;
}

function inOrder(all: Matching, old: readonly number[], now: readonly number[]): number {
  let found = 0;
  for (const [n, o] of old.entries()) {
    const there = now[n];
    if (there !== undefined) found += put(all, o, there);
  }
  return found;
}
