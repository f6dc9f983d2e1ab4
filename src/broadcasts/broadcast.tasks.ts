import type { WordPart } from "../kernel/word-diff.ts";
import type { OutsideTask } from "../outside/task.ts";
import type { Proof } from "./draw-proof.ts";

/** The proof of a broadcast as PDF. */
export const drawProofTask: OutsideTask<Proof, Buffer> = {
  name: "draw-proof",
  field: "",
  askedBy: "officials",
  seconds: 4,
  load: async () => (await import("./draw-proof.ts")).drawProof,
};

/** What differs between the version that was returned and the one that is proposed. */
export const compareWordsTask: OutsideTask<{ before: string; after: string }, WordPart[]> = {
  name: "compare-words",
  field: "",
  askedBy: "officials",
  seconds: 3,
  load: async () => {
    const { wordDiff } = await import("../kernel/word-diff.ts");
    return ({ before, after }) => wordDiff(1000)(before, after);
  },
};
