import type { Keep } from "../kernel/keep.ts";
import { dropWishesOf, resealFrames } from "./frame.store.ts";

export const frameKeeps: readonly Keep[] = [
  {
    model: "FrameCampaign",
    sealed: ["countKey"],
    until: "the key of the marks goes a day after the end",
    reseal: ({ again }) => resealFrames(again),
  },
  { model: "FrameMark", until: "a day after the end of the campaign; leads to nobody" },
  {
    model: "FrameWish",
    person: ["userId", "appUserId"],
    sealed: ["url"],
    until: "the photo is framed, an hour at most (resealed with the campaigns)",
    forgetAt: ({ oaId, userId }) => dropWishesOf(oaId, userId),
  },
];
