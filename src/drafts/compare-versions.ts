import { diffArrays } from "diff";
import { fold } from "../kernel/vietnamese.ts";
import { type WordPart, wordDiff } from "../kernel/word-diff.ts";
import type { Position } from "./draft.model.ts";

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

/** More than so many places put in or taken out is another document: then only equal codes go on. */
const MOST_MOVED = 200;
const SAME_PLACE = 0.5;

/**
 * Gives the positions of a new version the ids of the old ones they go on from, so that comments stay where they were
 * made: first what is equal or nearly so in order, then what has the same code.
 */
export function keepIds(before: readonly Position[], after: readonly Position[]): Position[] {
  const idOf = new Map<Position, string>();
  const used = new Set<string>();
  let left = 0;
  let right = 0;
  const parts = diffArrays([...before], [...after], {
    comparator: (a, b) => likeness(a.text, b.text) > SAME_PLACE,
    maxEditLength: MOST_MOVED,
  });
  for (const part of parts ?? []) {
    if (part.removed) left += part.count;
    else if (part.added) right += part.count;
    else
      for (let n = 0; n < part.count; n += 1) {
        const [old, now] = [before[left + n], after[right + n]];
        if (old && now) {
          idOf.set(now, old.id);
          used.add(old.id);
        }
      }
    if (!part.removed && !part.added) {
      left += part.count;
      right += part.count;
    }
  }
  const byCode = new Map(before.map((position) => [position.code, position.id]));
  return after.map((position) => {
    const kept = idOf.get(position) ?? byCode.get(position.code);
    if (kept === undefined || (idOf.get(position) === undefined && used.has(kept))) return position;
    used.add(kept);
    return { ...position, id: kept };
  });
}

export interface Change {
  kind: "same" | "changed" | "added" | "removed";
  code: string;
  words: WordPart[];
}

/** Two long documents that share little take no longer than this; what is left is shown whole. */
const COMPARE_MS = 2500;

/** What differs between two versions, place by place, word by word. */
export function compareVersions(before: readonly Position[], after: readonly Position[]): Change[] {
  const old = new Map(before.map((position) => [position.id, position]));
  const seen = new Set<string>();
  const wordsOf = wordDiff(COMPARE_MS);
  const changes: Change[] = after.map((position) => {
    const was = old.get(position.id);
    seen.add(position.id);
    if (!was) return { kind: "added", code: position.code, words: [{ text: position.text, kind: "added" }] };
    if (was.text === position.text)
      return { kind: "same", code: position.code, words: [{ text: position.text, kind: "same" }] };
    return { kind: "changed", code: position.code, words: wordsOf(was.text, position.text) };
  });
  for (const position of before)
    if (!seen.has(position.id))
      changes.push({ kind: "removed", code: position.code, words: [{ text: position.text, kind: "removed" }] });
  return changes;
}
