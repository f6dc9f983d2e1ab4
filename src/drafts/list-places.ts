import type { Draft, Position } from "./draft.model.ts";
import { findVersion } from "./draft.store.ts";

/** A place and the newest shown version that holds it. */
export interface Place extends Position {
  version: number;
}

/**
 * Places of all shown versions: those of the newest in order, then those that a later version dropped, under their own
 * text and with the version beside their code. Whoever counts, answers or prints comments asks here: a comment stays
 * where it was made, also when the place is gone.
 */
export async function listPlaces(draft: Pick<Draft, "_id" | "version">): Promise<Place[]> {
  const places: Place[] = [];
  const seen = new Set<string>();
  for (let n = draft.version; n >= 1; n -= 1)
    for (const position of (await findVersion(String(draft._id), n))?.positions ?? []) {
      if (seen.has(position.id)) continue;
      seen.add(position.id);
      const code = n === draft.version ? position.code : `${position.code} (theo bản ${n})`;
      places.push({ ...position, code, version: n });
    }
  return places;
}
