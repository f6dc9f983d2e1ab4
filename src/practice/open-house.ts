import { AheadClock, type Clock, days, hours } from "../kernel/clock.ts";
import { startOfDay } from "../kernel/dates.ts";
import type { Log } from "../kernel/logger.ts";
import { messageOf } from "../kernel/errors.ts";
// its index is there before the first page is
import "./attempt.model.ts";
import { claimHouse, fullCollections, readHouse } from "./house.store.ts";

/** How soon a process sees that another moved the clock. */
const LOOK_MS = 250;
/** Practice begins at eight in the morning: at night nothing may be sent, and that would be the first thing to learn. */
const MORNING_MS = hours(8);

interface OpenDeps {
  clock: Clock;
  log: Log;
}

export const nextMorning = (now: Date): Date => {
  const today = new Date(startOfDay(now).getTime() + MORNING_MS);
  return today > now ? today : new Date(today.getTime() + days(1));
};

/**
 * Stands before every other look into the database: a real house works on no database of practice, and a practice on
 * none that holds what it did not write itself.
 * @returns how to end what it began
 * @throws Error that says which of the two it is
 */
export async function openHouse({ clock, log }: OpenDeps): Promise<() => void> {
  const house = await readHouse();
  if (!(clock instanceof AheadClock)) {
    if (house) throw new Error("this database belongs to a practice (PRACTICE=on); a real house does not work on it");
    return () => undefined;
  }
  if (!house) await claim(clock);
  const look = async (): Promise<void> => clock.goTo((await readHouse())?.aheadMs ?? 0);
  await look();
  const timer = setInterval(
    () =>
      void look().catch((error: unknown) =>
        log.warn({ action: "practice-clock", reason: messageOf(error) }, "the clock of the practice was not read"),
      ),
    LOOK_MS,
  );
  timer.unref();
  return () => clearInterval(timer);
}

async function claim(clock: AheadClock): Promise<void> {
  const [first] = await fullCollections();
  if (first !== undefined)
    throw new Error(`PRACTICE=on needs a database of its own; this one holds something already (${first})`);
  const now = clock.now();
  await claimHouse(nextMorning(now).getTime() - now.getTime(), now);
}
