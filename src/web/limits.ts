import type { Request, RequestHandler } from "express";
import { rateLimit } from "express-rate-limit";
import type { Redis } from "ioredis";
import { RedisStore, type RedisReply } from "rate-limit-redis";
import { PEOPLE_BEHIND_ONE_ADDRESS } from "../kernel/allowance.ts";
import { AppError } from "../kernel/errors.ts";
import { addressOf } from "./address.ts";
import type { Mark } from "./day-marks.ts";

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

/** @param on off for measuring only */
export function createLimiters(deps: { redis: Redis; prefix: string; mark: Mark; on: boolean }): Limiters {
  return {
    perMinute(name, calls, personOf = () => undefined, fromAddress = calls * PEOPLE_BEHIND_ONE_ADDRESS) {
      if (!deps.on) return (_request, _response, next) => next();
      return rateLimit({
        windowMs: 60_000,
        limit: (request) => (personOf(request) === undefined ? fromAddress : calls),
        standardHeaders: "draft-8",
        legacyHeaders: false,
        passOnStoreError: true,
        // the address is made one of a network, and a mark of it, before the library sees it
        validate: { keyGeneratorIpFallback: false },
        keyGenerator(request) {
          const person = personOf(request);
          return deps.mark(person === undefined ? `address ${addressOf(request)}` : `person ${person}`);
        },
        store: new RedisStore({
          prefix: `${deps.prefix}:rate:${name}:`,
          sendCommand: (command: string, ...args: string[]) => deps.redis.call(command, ...args) as Promise<RedisReply>,
        }),
        handler: () => {
          throw new AppError(429, "Nhiều yêu cầu quá trong một phút. Ông/Bà vui lòng chờ một phút rồi thử lại.");
        },
      });
    },
  };
}
