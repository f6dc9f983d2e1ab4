import type { Redis } from "ioredis";
import { type Clock, hours, machineMs } from "./kernel/clock.ts";
import { hourOf } from "./kernel/dates.ts";

interface Parts {
  clock: Clock;
  dayMark(what: string): Promise<string>;
  prefix: string;
  visits: Redis;
}

/**
 * Takes one from an allowance of so many an hour, counted in Redis. The count is named by a mark under the random key of
 * the day that says neither who nor for what, and all counts of an hour end at the same moment: an end of its own would
 * tell when somebody began.
 */
export const takeAllowance =
  ({ clock, dayMark, prefix, visits }: Parts) =>
  async (key: string, perHour: number): Promise<boolean> => {
    const hour = hourOf(clock.now()).getTime();
    const name = `${prefix}:allowance:${await dayMark(`allowance ${hour} ${key}`)}`;
    // the end is set with the first count and not after it: a cut in between would leave a count without an end
    const done = await visits.multi().set(name, 0, "PXAT", endOf(hour), "NX").incr(name).exec();
    return Number(done?.[1]?.[1] ?? 0) <= perHour;
  };

/** Never in the past, whatever a clock says, or the count would be one without an end; its name holds the hour anyway. */
const endOf = (hour: number): number => Math.max(hour, hourOf(new Date(machineMs())).getTime()) + hours(2);
