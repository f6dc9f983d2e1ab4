import { newestBlock } from "./round-log.store.ts";
import type { LogBlock } from "./round-log.model.ts";
import { findPlayer, listExcluded, roundsOnBoard } from "./turn.store.ts";

/** Rounds whose running count holds a player who is about to be left out; remembered from the first time on. */
export async function countedRounds(contestId: string, player: string): Promise<number[]> {
  const before = (await findPlayer(contestId, player))?.excluded?.counted ?? [];
  return [...new Set([...before, ...(await roundsOnBoard(contestId, player))])];
}

/**
 * People with a counted turn in a round so far, without those left out since they were counted: an organiser who
 * registers is out of every number at once.
 */
export async function livePeople(contestId: string, round: number, block?: LogBlock | null): Promise<number> {
  const counted = (block === undefined ? await newestBlock(contestId, round) : block)?.totals.people ?? 0;
  if (counted === 0) return 0;
  const left = (await listExcluded(contestId)).filter(({ excluded }) => excluded?.counted?.includes(round));
  return Math.max(0, counted - left.length);
}
