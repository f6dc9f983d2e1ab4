import type { ReadGroup } from "./read-comments.ts";
import { likeness } from "./word-pairs.ts";

export interface Proposal {
  from: string;
  into: string;
  fromWords: string;
  intoWords: string;
  alike: number;
}

const NEARLY = 0.75;

/** Groups of one page that say nearly the same in nearly the same words, for a clerk to look at; never of two directions. */
export function proposeGroups(groups: readonly ReadGroup[]): Proposal[] {
  const found: Proposal[] = [];
  for (const [n, one] of groups.entries())
    for (const other of groups.slice(n + 1)) {
      if (one.group === other.group || one.state !== "kept" || other.state !== "kept") continue;
      if (one.stance !== other.stance || one.kind !== other.kind || one.words === "" || other.words === "") continue;
      if (likeness(one.words, other.words) < NEARLY) continue;
      found.push({
        from: other.group,
        into: one.group,
        fromWords: other.words,
        intoWords: one.words,
        alike: one.alike + other.alike,
      });
    }
  return found.slice(0, 10);
}
