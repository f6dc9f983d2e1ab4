import type { Keep } from "../kernel/keep.ts";
import { resealKept } from "./kept-words.store.ts";

export const consoleKeeps: readonly Keep[] = [
  {
    model: "KeptWords",
    sealed: ["sealed"],
    until: "the form is sent, three days at most: its own `until`, 0 days after it",
    reseal: ({ again }) => resealKept(again),
  },
];
