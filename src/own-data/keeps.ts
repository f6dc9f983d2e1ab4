import { createMarker } from "../kernel/crypto.ts";
import type { Keep } from "../kernel/keep.ts";
import { createRequestBox, type RequestBox } from "../requests/take-request.ts";
import { forgetOwner, resealWords, unlinkAll } from "./data-request.model.ts";
import { ownerOf } from "./own-data.ts";

export interface OwnDataKeepDeps {
  mark(text: string): string;
  requests: RequestBox;
}

export const ownDataKeeps = (deps: OwnDataKeepDeps): readonly Keep[] => [
  {
    model: "DataRequest",
    person: ["owner"],
    sealed: ["words"],
    until: "that it was asked and answered stays counted; tie and words go when the person is erased",
    forgetByApp: (appUserId) => forgetOwner(ownerOf(deps, { appUserId })),
    reseal: ({ oldKey, between }) => resealWords(between(createRequestBox(oldKey).box, deps.requests.box).again),
    // the mark of a person cannot be made again from anything kept: the rows lead to nobody afterwards
    async cutLoose({ oldKey }) {
      if (createMarker(oldKey)("probe") !== deps.mark("probe")) await unlinkAll();
    },
  },
];
