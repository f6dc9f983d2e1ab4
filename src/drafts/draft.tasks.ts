import type { OutsideTask } from "../outside/task.ts";
import type { Change } from "./compare-versions.ts";
import type { Position } from "./draft.model.ts";
import type { DraftFile } from "./read-draft.ts";

/** Places of an uploaded document. */
export const readDraftTask: OutsideTask<DraftFile, Position[]> = {
  name: "read-draft",
  field: "file",
  askedBy: "officials",
  seconds: 1.2,
  mostSeconds: 12,
  load: async () => (await import("./read-draft.ts")).readDraft,
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
