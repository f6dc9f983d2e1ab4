import type { Server } from "node:http";
import { describeQueues, stalledQueues } from "../queues/describe-queues.ts";
import type { Core } from "./compose.ts";
import { checkPart, checkReadiness, pings } from "./web/health.ts";
import { createInternalServer } from "./web/internal.ts";
import { listOas } from "./zalo/oa.store.ts";

/** Names of queues that stand still. */
export const stalledOf = (core: Core) => async (): Promise<string[]> =>
  stalledQueues(core.redis, core.prefix, await describeQueues(core.producer, core.redis, core.prefix));

async function refreshGauges(core: Core): Promise<void> {
  const { metrics } = core;
  for (const fact of await describeQueues(core.producer, core.redis, core.prefix).catch(() => [])) {
    metrics.depth.set({ queue: fact.name }, fact.waiting);
    metrics.oldest.set({ queue: fact.name }, fact.oldestMs / 1000);
  }
  for (const oa of await listOas().catch(() => [])) {
    const limit = await core.limits.describe(oa._id).catch(() => undefined);
    if (!limit) continue;
    metrics.limits.set({ oa: oa._id }, limit.perMinute);
    metrics.heldBack.set({ oa: oa._id }, limit.heldBackMs / 1000);
  }
}

/** The internal port of a role. A door by itself needs Redis and nothing else, and asks for nothing else here. */
export function composeInternal(core: Core, role: string): Server {
  const { redis, visits: sessions, metrics } = core;
  const stalled = stalledOf(core);
  return role === "door"
    ? createInternalServer({
        readiness: async () => ({ redis: await checkPart(() => pings(redis)) }),
        metrics,
        refreshGauges: async () => undefined,
      })
    : createInternalServer({
        readiness: () => checkReadiness({ redis, sessions, stalled }),
        metrics,
        refreshGauges: () => refreshGauges(core),
      });
}
