import { AppError } from "../kernel/errors.ts";
import { listOfItems } from "./broadcast.store.ts";
import type { BroadcastDeps } from "./start-broadcast.ts";
import { cancelBroadcast } from "./steer-broadcast.ts";

/** Nothing more of these items leaves: plans and schedules are cancelled, what is on its way is stopped. */
export async function cancelOfItems(deps: BroadcastDeps, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length === 0) return;
  for (const { _id } of await listOfItems(itemIds))
    await cancelBroadcast(deps, String(_id)).catch((error: unknown) => {
      // with Zalo already, or over since it was read: that has gone out and is listed as such
      if (!(error instanceof AppError)) throw error;
    });
}
