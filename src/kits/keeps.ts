import type { Keep } from "../kernel/keep.ts";
import { resealKitKeys } from "./kit.store.ts";
import { resealPropagandists } from "./propagandist.store.ts";

export const kitKeeps: readonly Keep[] = [
  { model: "Kit", until: "what was handed out is kept with the unit's records" },
  { model: "KitFile", until: "a day after no kit that is carried names it" },
  {
    model: "KitKey",
    sealed: ["sealed"],
    until: "the unit stands: its manifests are proven by it",
    reseal: ({ again }) => resealKitKeys(again),
  },
  {
    model: "Propagandist",
    sealed: ["name", "contact", "code"],
    until: "90 days after the end of their time",
    reseal: ({ again }) => resealPropagandists(again),
  },
  { model: "KitReceipt", until: "kept as a number of its kit; shown to nobody by person" },
];
