import type { RouteContext } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { findOfUnit } from "./broadcast.store.ts";

/** The broadcast a page is about, if it is the signed-in person's unit's own; another unit's is not found. */
export async function findOwn({ me, params }: Pick<RouteContext, "me" | "params">): Promise<Broadcast> {
  const broadcast = await findOfUnit(me.scope, params["id"] ?? "");
  if (!broadcast) throw notFound("đợt gửi này");
  return broadcast;
}
