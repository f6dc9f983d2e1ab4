import { nextAllowed, type SendHours, whyQuiet } from "../kernel/send-hours.ts";
import { DEFAULT_SEND_HOURS } from "../units/unit.model.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { saveWhile } from "./broadcast.store.ts";

/** A job waits no longer than this for its hour and then looks again: a unit may change its hours meanwhile. */
const LONGEST_MS = 30_000;

type Hours = (now: Date) => Promise<number | undefined>;

/**
 * Allowed hours and quiet days of the unit whose OA speaks, asked again and again while a broadcast goes: what began in
 * time and is not over when the hour ends rests until the next allowed moment. A department's action keeps the hours of
 * each commune. An emergency keeps none. Answers how many ms to wait, or undefined.
 * @param limit hours that Zalo keeps for everybody, beside the unit's own
 */
export function keepHours(
  broadcast: Pick<Broadcast, "_id" | "unitCode" | "urgent" | "quietUntil">,
  limit?: SendHours,
): Hours {
  let rule: Promise<SendHours> | undefined;
  let told = broadcast.quietUntil;
  const tell = async (until: Date | null): Promise<void> => {
    if (told?.getTime() === until?.getTime()) return;
    told = until;
    await saveWhile(String(broadcast._id), ["freezing", "sending"], { quietUntil: until });
  };
  return async (now) => {
    if (broadcast.urgent && !limit) return undefined;
    rule ??= rulesOf(broadcast, limit);
    const hoursThen = await rule;
    if (whyQuiet(now, hoursThen) === undefined) {
      await tell(null);
      return undefined;
    }
    const until = nextAllowed(now, hoursThen);
    await tell(until);
    return Math.min(LONGEST_MS, until.getTime() - now.getTime());
  };
}

async function rulesOf(
  broadcast: Pick<Broadcast, "unitCode" | "urgent">,
  limit: SendHours | undefined,
): Promise<SendHours> {
  const own = (await findUnit(broadcast.unitCode))?.sendHours ?? DEFAULT_SEND_HOURS;
  if (!limit) return own;
  if (broadcast.urgent) return limit;
  return { from: Math.max(own.from, limit.from), to: Math.min(own.to, limit.to), quietDays: own.quietDays };
}
