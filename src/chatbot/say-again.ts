import type { Clock } from "../kernel/clock.ts";
import { days } from "../kernel/clock.ts";
import type { Oa } from "../zalo/oa.model.ts";
import { listSilent, sayAgain } from "./delivery.store.ts";

export interface SayAgainDeps {
  clock: Clock;
  /** how long an echo is waited for, ms */
  patienceMs: number;
  /** since when the door has answered nothing but 200; undefined = nobody knows */
  doorGoodSince(): Promise<Date | undefined>;
  enqueueDelivery(messageId: string): Promise<void>;
}

/**
 * A reply whose answer was lost and whose echo stayed away, while echoes of later sends came and the door took all that
 * was brought, did not go out: it is said once more, so that nobody is left without an answer. A broadcast's row never
 * is (design.md §3). Returns how many.
 */
export async function sayAgainWhatIsSilent(
  deps: SayAgainDeps,
  oas: readonly Pick<Oa, "_id" | "lastEchoAt">[],
): Promise<number> {
  const now = deps.clock.now().getTime();
  const doorSince = await deps.doorGoodSince();
  if (!doorSince) return 0;
  let n = 0;
  for (const oa of oas) {
    const latest = Math.min(now - deps.patienceMs, oa.lastEchoAt?.getTime() ?? 0);
    const earliest = Math.max(doorSince.getTime(), now - days(1));
    if (latest <= earliest) continue;
    for (const message of await listSilent(oa._id, new Date(earliest), new Date(latest)))
      if (await sayAgain(message._id)) {
        await deps.enqueueDelivery(String(message._id));
        n += 1;
      }
  }
  return n;
}
