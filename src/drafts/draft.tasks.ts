import type { OutsideTask } from "../outside/task.ts";
import type { Change } from "./compare-versions.ts";
import type { Position } from "./position.ts";
import type { DraftFile, PlacesToMatch, ReadDraft } from "./read-draft.ts";

/** Places of an uploaded document, those of earlier versions known again. */
export const readDraftTask: OutsideTask<DraftFile, ReadDraft> = {
  name: "read-draft",
  field: "file",
  askedBy: "officials",
  seconds: 1.2,
  mostSeconds: 20,
  load: async () => (await import("./read-draft.ts")).readDraft,
};

/** Places a person put right, matched with the earlier versions anew. */
export const matchPlacesTask: OutsideTask<PlacesToMatch, Pick<ReadDraft, "positions" | "doubtful">> = {
  name: "match-places",
  field: "",
  askedBy: "officials",
  seconds: 1.5,
  mostSeconds: 20,
  load: async () => (await import("./read-draft.ts")).matchAgain,
};

export interface Versions {
  before: readonly Position[];
  after: readonly Position[];
}

/** What differs between two versions, word by word. */
export const compareVersionsTask: OutsideTask<Versions, Change[]> = {
  name: "compare-versions",
  field: "",
  askedBy: "anyone",
  seconds: 6,
  load: async () => {
    const { compareVersions } = await import("./compare-versions.ts");
    return ({ before, after }) => compareVersions(before, after);
  },
};
