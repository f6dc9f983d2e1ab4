import type { Item } from "../content/item.model.ts";
import { currentFingerprint } from "../content/decide-item.ts";
import { decideItem, findItem, moveToDraft, moveToWaiting } from "../content/item.store.ts";
import { scopeOf } from "../units/scope-of.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { noteItemsSettled } from "./approvals.store.ts";
import { findBroadcast } from "./broadcast.store.ts";
import { sameAsItem } from "./rules.ts";

type Deed = (broadcast: Broadcast, item: Item, now: Date) => Promise<unknown>;

const free: Deed = (_, item, now) => moveToDraft(item.unitCode, String(item._id), now);
const lock: Deed = async (_, item, now) => {
  if (item.state === "draft" || item.state === "returned")
    await moveToWaiting(item.unitCode, String(item._id), item.version, item.author, now);
};
/** The last key approves the words in the plan as well, if the item still says exactly them. */
const approve: Deed = async (broadcast, item) => {
  const content = broadcast.contents.find((one) => one.itemId === String(item._id));
  const key = broadcast.approvals.at(-1);
  if (item.state !== "waiting" || !key || !content || !sameAsItem(content, item)) return;
  const { by, at } = key;
  const fingerprint = await currentFingerprint(item);
  await decideItem(item.unitCode, String(item._id), item.version, { by, at, fingerprint });
};

/**
 * Brings the items of a plan to where the plan stands: locked while it waits, free when it is a draft again, approved
 * with it. Follows the plan's own state, so that a cut in between is made good by the next run.
 */
export async function settleItems(id: string, now: Date): Promise<void> {
  const broadcast = await findBroadcast(id);
  if (!broadcast) return;
  const { state } = broadcast;
  const deed = state === "waiting" ? lock : state === "draft" || state === "cancelled" ? free : approve;
  const whose = await scopeOf(broadcast, now);
  for (const content of broadcast.contents) {
    const item = await findItem(whose, content.itemId);
    if (item) await deed(broadcast, item, now);
  }
  await noteItemsSettled(id, state);
}
