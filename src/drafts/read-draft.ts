import type { Grant } from "../outside/task.ts";
import type { Doubt } from "./doubt.ts";
import type { Doubtful, Position } from "./position.ts";
import type { Conversion } from "./letters/read-letters.ts";
import { lookIntoDocument } from "./look-into-document.ts";
import { matchPlaces } from "./match-places.ts";
import { readDocument } from "./read-document.ts";
import { toPositions } from "./structure.ts";

export interface DraftFile {
  bytes: Buffer;
  /** places of the versions before, newest first, whose ids go on; [] for a first version */
  earlier: readonly (readonly Position[])[];
}

export interface ReadDraft {
  positions: Position[];
  /** pairs of places only a person can tell */
  doubtful: Doubtful[];
  /** what could not be read for sure */
  doubts: Doubt[];
  /** letters that were read by an old table */
  conversion: Conversion | undefined;
}

/** A document → its places, those that go on from an earlier version under their old ids. */
export async function readDraft({ bytes, earlier }: DraftFile, grant: Grant): Promise<ReadDraft> {
  const looked = await lookIntoDocument(bytes);
  await grant(looked.seconds + secondsToMatch(earlier));
  const { paragraphs, doubts, conversion } = readDocument(looked.document);
  const positions = toPositions(paragraphs);
  const matched = earlier.length === 0 ? { positions, doubtful: [] } : matchPlaces(earlier, positions);
  return { ...matched, doubts, conversion };
}

export interface PlacesToMatch {
  earlier: readonly (readonly Position[])[];
  positions: readonly Position[];
  /** what a person decided: name of a place → id it goes on from, "" = none */
  decided: readonly { place: string; earlier: string }[];
}

/** Places whose text a person changed, matched anew. */
export async function matchAgain(
  { earlier, positions, decided }: PlacesToMatch,
  grant: Grant,
): Promise<Pick<ReadDraft, "positions" | "doubtful">> {
  await grant(secondsToMatch(earlier));
  return matchPlaces(earlier, positions, new Map(decided.map((one) => [one.place, one.earlier])));
}

/** Finding the places of earlier versions again costs by their number. */
const secondsToMatch = (earlier: readonly (readonly Position[])[]): number =>
  1.5 + earlier.reduce((sum, one) => sum + one.length, 0) / 1500;
