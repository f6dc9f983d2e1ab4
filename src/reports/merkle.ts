import { createHash } from "node:crypto";

/** Leaves of one stored block: a proof reads one block and the short list of the blocks' own roots. */
export const BLOCK = 256;

const hash = (prefix: number, ...parts: string[]): string =>
  createHash("sha256")
    .update(Buffer.from([prefix]))
    .update(Buffer.from(parts.join(""), "hex"))
    .digest("hex");

const leafHash = (leaf: string): string => hash(0, leaf);
const innerHash = (left: string, right: string): string => hash(1, left, right);

function levelsOf(hashes: string[]): string[][] {
  const levels = [hashes];
  for (let level = hashes; level.length > 1; ) {
    const next: string[] = [];
    // an odd one at the end goes up as it is
    for (let n = 0; n < level.length; n += 2)
      next.push(level[n + 1] === undefined ? (level[n] ?? "") : innerHash(level[n] ?? "", level[n + 1] ?? ""));
    levels.push(next);
    level = next;
  }
  return levels;
}

/** Root over leaves (SHA-256, hex); leaves and inner nodes are hashed differently, so that neither passes for the other. */
export const blockRoot = (leaves: string[]): string => levelsOf(leaves.map(leafHash)).at(-1)?.[0] ?? "";
/** Root over the roots of blocks: what is printed on page 1. "" for no comment at all. */
export const rootOf = (blockRoots: string[]): string => levelsOf(blockRoots).at(-1)?.[0] ?? "";

export interface ProofStep {
  side: "left" | "right";
  hash: string;
}

function pathIn(hashes: string[], at: number): ProofStep[] {
  const steps: ProofStep[] = [];
  let n = at;
  for (const level of levelsOf(hashes).slice(0, -1)) {
    const sibling = n % 2 === 0 ? level[n + 1] : level[n - 1];
    if (sibling !== undefined) steps.push({ side: n % 2 === 0 ? "right" : "left", hash: sibling });
    n = Math.floor(n / 2);
  }
  return steps;
}

/** Way from a leaf to the root: first within its block, then over the blocks. */
export const proofOf = (leaves: string[], at: number, blockRoots: string[], block: number): ProofStep[] => [
  ...pathIn(leaves.map(leafHash), at),
  ...pathIn(blockRoots, block),
];

/** What anybody can compute: the root that follows from a leaf and its way. */
export const followProof = (leaf: string, steps: readonly ProofStep[]): string =>
  steps.reduce(
    (at, step) => (step.side === "left" ? innerHash(step.hash, at) : innerHash(at, step.hash)),
    leafHash(leaf),
  );
