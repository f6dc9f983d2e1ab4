import type { Clock } from "../kernel/clock.ts";
import { destroyRateKey, listWithKeyToDestroy } from "./draft.store.ts";

/**
 * When a draft has closed the key of its rate-limit marks is destroyed: from then on nobody, we included, can tell
 * whether two comments came from one place (domain.md §5-3). Returns how many keys.
 */
export async function destroyRateKeys(deps: { clock: Clock }): Promise<number> {
  const closed = await listWithKeyToDestroy(deps.clock.now());
  for (const draft of closed) await destroyRateKey(draft._id);
  return closed.length;
}
