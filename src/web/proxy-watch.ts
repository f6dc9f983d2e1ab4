import type { Request, RequestHandler } from "express";
import type { Clock } from "../kernel/clock.ts";
import type { Log } from "../kernel/logger.ts";

const HOUR_MS = 3_600_000;

/**
 * A proxy that is not in TRUST_PROXY makes everybody look like one person, and nobody sees why. It is said once an hour,
 * without anybody's address. Somebody who only pretends to be a proxy causes the same line and nothing else.
 */
export function createProxyWatch({ log, clock }: { log: Log; clock: Clock }): RequestHandler {
  let said = 0;
  return (request: Request, _response, next) => {
    const now = clock.now().getTime();
    if (request.get("x-forwarded-for") !== undefined && now - said > HOUR_MS) {
      const isTrusted = request.app.get("trust proxy fn") as (address: string, hop: number) => boolean;
      if (!isTrusted(request.socket.remoteAddress ?? "", 0)) {
        said = now;
        log.warn(
          { action: "proxy-not-trusted" },
          "X-Forwarded-For came from an address that TRUST_PROXY does not name and was not believed; if that is your proxy, name it",
        );
      }
    }
    next();
  };
}
