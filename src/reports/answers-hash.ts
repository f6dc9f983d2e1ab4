import type { Answer } from "../comments/answer.model.ts";
import { canonical } from "../decisions/compare.ts";
import { sha256Hex } from "../kernel/crypto.ts";

/** What the office answered at each place: what is printed must be what was on the screen when it was sealed. */
export const answersHash = (answers: readonly Answer[]): string =>
  sha256Hex(
    canonical(
      answers
        .map(({ position, verdict, words }) => [position, verdict, words])
        .toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
    ),
  );
