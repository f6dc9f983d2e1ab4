import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/sha";

/** Does the browser's little work. */
export async function solve(challenge: Challenge): Promise<unknown> {
  return { challenge, solution: await solveChallenge({ challenge, deriveKey }) };
}
