import type { LeftOut, RoundResult } from "./round-log.model.ts";
import { listExcluded } from "./turn.store.ts";

/** Who is left out of a contest now, with the reason that is published. */
export const listLeftOut = async (contestId: string): Promise<LeftOut[]> =>
  (await listExcluded(contestId)).map(({ code, excluded }) => ({ code, why: excluded?.why ?? "" }));

/**
 * Who was left out when a round was counted. Somebody who is left out later, as an organiser may be at any time, changes
 * nothing in what is published and recomputed of it.
 */
export const leftOutOf = async (result: RoundResult): Promise<LeftOut[]> =>
  result.excluded ?? listLeftOut(result.contestId);
