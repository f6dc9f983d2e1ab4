import type { Keep } from "../kernel/keep.ts";
import { resealSeeds } from "./official.store.ts";

export const officialKeeps: readonly Keep[] = [
  {
    model: "Official",
    sealed: ["totpSeed", "newSeed.sealed", "invitation.totpSeed"],
    until: "an official's account, no resident's",
    reseal: ({ again }) => resealSeeds(again),
  },
  { model: "PageFault", until: "90 days; names nobody, numbers that lead to people are taken out" },
];
