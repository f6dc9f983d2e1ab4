import { saysTheSame } from "./compare-versions.ts";
import type { Draft } from "./draft.model.ts";
import type { Position } from "./position.ts";
import { findVersion } from "./draft.store.ts";

/** What a place said in some versions, whatever its number: a comment is about the words that stood there then. */
export interface Wording {
  position: Position;
  /** versions with these words, the newest first */
  versions: number[];
}

/** A place, the newest shown version that holds it, and every wording it had, the newest first. */
export interface Place extends Position {
  version: number;
  wordings: readonly Wording[];
}

const byVersion = (version: number): string => `theo bản ${version}`;

/**
 * Places of all shown versions: those of the newest in order, then those that a later version dropped, under their own
 * text and with the version beside their code. Whoever counts, answers or prints comments asks here: a comment stays
 * where it was made, also when the place is gone or says something else now.
 */
export async function listPlaces(draft: Pick<Draft, "_id" | "version">): Promise<readonly Place[]> {
  // versions do not change once they are shown
  const key = `${String(draft._id)}:${draft.version}`;
  const known = kept.get(key);
  if (known) return known;
  const places = await readPlaces(draft);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, places);
  return places;
}

const kept = new Map<string, readonly Place[]>();
const MOST_KEPT = 20;

async function readPlaces(draft: Pick<Draft, "_id" | "version">): Promise<Place[]> {
  const places = new Map<string, Place & { wordings: Wording[] }>();
  for (let n = draft.version; n >= 1; n -= 1)
    for (const position of (await findVersion(String(draft._id), n))?.positions ?? []) {
      const known = places.get(position.id);
      if (!known) {
        const code = n === draft.version ? position.code : `${position.code} (${byVersion(n)})`;
        places.set(position.id, { ...position, code, version: n, wordings: [{ position, versions: [n] }] });
        continue;
      }
      const same = known.wordings.find((one) => saysTheSame(one.position, position));
      if (same) same.versions.push(n);
      else known.wordings.push({ position, versions: [n] });
    }
  return [...places.values()];
}

/** The words a comment of that version is about. */
export const wordingAt = (place: Place, version: number): Wording | undefined =>
  place.wordings.find((one) => one.versions.includes(version)) ?? place.wordings.at(-1);

/**
 * Which words a comment stands under, for whoever shows it: their number (comments of the same are counted together), the
 * text, its code, and whether it must be said that these words are no longer what the draft says.
 */
export interface About {
  key: string;
  code: string;
  text: string;
  position: Position | undefined;
  /** "" or "theo bản 1" */
  note: string;
}

export function aboutOf(draft: Pick<Draft, "title" | "version">, place: Place | undefined, version: number): About {
  if (!place) {
    const note = version < draft.version ? byVersion(version) : "";
    return { key: `v${version}`, code: withNote("Toàn văn", note), text: draft.title, position: undefined, note };
  }
  const wording = wordingAt(place, version);
  if (!wording) return { key: "w0", code: place.code, text: place.text, position: place, note: "" };
  const { position, versions } = wording;
  const newest = versions[0] ?? version;
  const note = newest === draft.version ? "" : byVersion(newest);
  return { key: `w${newest}`, code: withNote(position.code, note), text: position.text, position, note };
}

const withNote = (code: string, note: string): string => (note === "" ? code : `${code} (${note})`);
