import { randomCode } from "../kernel/crypto.ts";
import type { Doubtful, Position } from "./position.ts";
import { findSplits } from "./find-splits.ts";
import { matchAlike } from "./match-alike.ts";
import { matchEqual } from "./match-equal.ts";
import { Matching } from "./matching.ts";

/** What the editor said about a new place: the id it goes on from, "" = from none. */
export type Decisions = ReadonlyMap<string, string>;

export interface Matched {
  positions: Position[];
  doubtful: Doubtful[];
}

const keyOf = (position: Position): string => position.key ?? position.id;

/**
 * Gives the places of a new version the ids of the earlier ones they go on from, so that comments stay on the words they
 * were made about: by equal words first, wherever they moved; then cut and joined texts; then changed words, by how alike
 * they are and who stands around. What is not sure is no match (docs/adr/0016).
 * @param versions places of all earlier versions, the newest first: one that was dropped and comes back is known again
 */
export function matchPlaces(
  versions: readonly (readonly Position[])[],
  after: readonly Position[],
  decided: Decisions = new Map(),
): Matched {
  const all = new Matching(versions, after);
  apply(all, after, decided);
  matchEqual(all, "newest");
  matchEqual(all, "any");
  findSplits(all);
  const unsure = matchAlike(all);
  const taken = new Set(all.old.map((node) => node.id));
  return {
    positions: after.map((position, n) => {
      const { from: _, ...rest } = position;
      const earlier = all.old[all.earlierOf(n)]?.id;
      const from = all.from.get(n);
      const key = keyOf(position);
      // a new place may bear a name of an earlier one, of a version stored before names were kept: that id is not its
      const id = earlier ?? (taken.has(key) ? randomCode(8) : key);
      return { ...rest, key, id, ...(from ? { from } : {}) };
    }),
    doubtful: unsure.flatMap(({ old, now, likeness }) => {
      const [place, earlier] = [after[now], all.old[old]?.id];
      return place && earlier && !decided.has(keyOf(place)) ? [{ place: keyOf(place), earlier, likeness }] : [];
    }),
  };
}

function apply(all: Matching, after: readonly Position[], decided: Decisions): void {
  for (const [n, position] of after.entries()) {
    const said = decided.get(keyOf(position));
    if (said === undefined) continue;
    if (said === "") all.close(undefined, n);
    else
      all.match(
        all.old.findIndex((node) => node.id === said),
        n,
      );
  }
}
