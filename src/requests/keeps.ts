import type { Clock } from "../kernel/clock.ts";
import type { Keep } from "../kernel/keep.ts";
import { forgetRequester } from "./keep-and-purge.ts";
import { resealPictures } from "./request-picture.ts";
import { resealRequests } from "./request.store.ts";
import { createRequestBox, type RequestBox } from "./take-request.ts";

export const requestKeeps = (deps: { clock: Clock; requests: RequestBox }): readonly Keep[] => {
  const ownerOf = (at: { oaId: string; userId: string }): string => deps.requests.mark(`owner:${at.oaId}:${at.userId}`);
  return [
    {
      model: "Request",
      person: ["owner", "reach"],
      sealed: ["body", "reach"],
      until: "365 days after its end (keep-and-purge.ts)",
      forgetAt: (at) => forgetRequester(deps, ownerOf(at)),
      reseal: ({ oldKey, between }) =>
        resealRequests(between(createRequestBox(oldKey).box, deps.requests.box), ownerOf),
    },
    {
      model: "RequestPicture",
      sealed: ["sealed"],
      until: "goes with its report; 1 day when no report names it",
      reseal: ({ oldKey, between }) => resealPictures(between(createRequestBox(oldKey).box, deps.requests.box).again),
    },
  ];
};
