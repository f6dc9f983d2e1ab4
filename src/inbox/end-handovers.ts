import { type Clock, hours } from "../kernel/clock.ts";
import { beginCounting, endHandover, eachHeldSince } from "./handover.store.ts";
import { readSettings } from "./inbox-settings.store.ts";

/** The least a unit may choose. */
export const LEAST_HANDOVER_HOURS = 1;

/**
 * Where no officer said a word for so many hours the bot answers again: nobody is left alone with a channel that keeps
 * quiet. Who waits for a person stays in the list of those who wait. Returns how many.
 */
export async function endHandovers({ clock }: { clock: Clock }): Promise<number> {
  const now = clock.now();
  const ago = (n: number): Date => new Date(now.getTime() - hours(n));
  await beginCounting(now);
  const allowed = new Map<string, number>();
  let ended = 0;
  for await (const conversation of eachHeldSince(ago(LEAST_HANDOVER_HOURS))) {
    const { unitCode, heldSince } = conversation;
    const most = allowed.get(unitCode) ?? (await readSettings(unitCode)).handoverHours;
    allowed.set(unitCode, most);
    if (heldSince && heldSince < ago(most) && (await endHandover(conversation, now, most))) ended += 1;
  }
  return ended;
}
