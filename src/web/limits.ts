import type { Request, RequestHandler } from "express";
import { rateLimit } from "express-rate-limit";
import type { Redis } from "ioredis";
import { PEOPLE_BEHIND_ONE_ADDRESS } from "../kernel/allowance.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError, messageOf } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import { addressOf } from "./address.ts";
import type { Mark } from "./day-marks.ts";
import { MinuteCounts } from "./minute-counts.ts";

export interface Limiters {
  /**
   * So many calls a minute for one person; where nobody is known, as many as a hall of people behind one address make.
   * @param personOf who asks, when a session says so
   * @param fromAddress calls from one address where nobody is known
   */
  perMinute(
    name: string,
    calls: number,
    personOf?: (request: Request) => string | undefined,
    fromAddress?: number,
  ): RequestHandler;
}

const MINUTE_MS = 60_000;

/** Where Redis is away requests pass uncounted; the log says so once a minute, not once a request. */
function quietLogger({ log, clock }: { log: Log; clock: Clock }): {
  error: (error: unknown) => void;
  warn: (error: unknown) => void;
} {
  let said = 0;
  const say = (error: unknown): void => {
    const now = clock.now().getTime();
    if (now - said < MINUTE_MS) return;
    said = now;
    log.warn({ action: "requests-uncounted", reason: messageOf(error) }, "requests pass uncounted");
  };
  return { error: say, warn: say };
}

/** @param on off for measuring only */
export function createLimiters(deps: {
  redis: Redis;
  prefix: string;
  mark: Mark;
  clock: Clock;
  log: Log;
  on: boolean;
}): Limiters {
  const logger = quietLogger(deps);
  return {
    perMinute(name, calls, personOf = () => undefined, fromAddress = calls * PEOPLE_BEHIND_ONE_ADDRESS) {
      if (!deps.on) return (_request, _response, next) => next();
      return rateLimit({
        windowMs: MINUTE_MS,
        logger,
        limit: (request) => (personOf(request) === undefined ? fromAddress : calls),
        standardHeaders: "draft-8",
        legacyHeaders: false,
        passOnStoreError: true,
        // the library sees an address of a network and a mark of it only; what it finds odd it would write into the log
        validate: false,
        keyGenerator(request) {
          const person = personOf(request);
          return deps.mark(person === undefined ? `address ${addressOf(request)}` : `person ${person}`);
        },
        store: new MinuteCounts(deps, name),
        handler: () => {
          throw new AppError(429, "Nhiều yêu cầu quá trong một phút. Ông/Bà vui lòng chờ một phút rồi thử lại.");
        },
      });
    },
  };
}
