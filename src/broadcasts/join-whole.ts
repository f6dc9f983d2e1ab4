import type { Broadcast } from "./broadcast.model.ts";
import { findBroadcast, holdWhatIsOurs } from "./broadcast.store.ts";

/** What a person made of the whole that a part belongs to. */
interface Whole {
  is: "going" | "held" | "ended";
  stopReason: string;
}

/** Follows a broadcast up to the department's action: held or ended anywhere above, so is what hangs below. */
export async function wholeOf(id: string): Promise<Whole> {
  let held: Whole = { is: "going", stopReason: "" };
  for (let at = await findBroadcast(id); at; at = at.parentId === "" ? null : await findBroadcast(at.parentId)) {
    const whole = ofState(at);
    if (whole.is === "ended") return whole;
    if (whole.is === "held") held = whole;
  }
  return held;
}

function ofState({ state, stopReason }: Pick<Broadcast, "state" | "stopReason">): Whole {
  if (state === "paused") return { is: "held", stopReason };
  return { is: state === "cancelling" || state === "cancelled" ? "ended" : "going", stopReason };
}

/**
 * A part made while a person paused or cancelled the whole is held as the whole is. Asked after the part stands in the
 * store: whoever holds the whole first writes that down and then looks for its parts. Answers whether it may go.
 */
export async function joinWhole(
  deps: { enqueueCancel(broadcastId: string): Promise<void> },
  id: string,
  parentId: string,
): Promise<boolean> {
  const { is, stopReason } = await wholeOf(parentId);
  if (is === "held") await holdWhatIsOurs(id, ["freezing", "sending"], stopReason);
  else if (is === "ended" && (await holdWhatIsOurs(id, ["freezing", "sending"], stopReason, "cancelling")))
    await deps.enqueueCancel(id);
  return is === "going";
}
