import { RedisStore } from "connect-redis";
import { csrfSync } from "csrf-sync";
import type { Request, RequestHandler } from "express";
import session from "express-session";
import type { Redis } from "ioredis";

declare module "express-session" {
  interface SessionData {
    officialId?: string;
    note?: string;
    /** where to go after signing in */
    after?: string;
    /** OAuth with Zalo under way */
    oauth?: { state: string; verifier: string; unitCode: string };
    /** a TOTP seed that is shown but not yet proven, sealed */
    newSeed?: string;
  }
}

/** Eight hours without a click end a session: a working day, not a week (level 3, domain.md §2.3). */
const LIFE_MS = 8 * 3_600_000;

export function createSessions(redis: Redis, prefix: string, secret: string, secure: boolean): RequestHandler {
  return session({
    store: new RedisStore({ client: redis, prefix: `${prefix}:session:`, ttl: LIFE_MS / 1000 }),
    name: "loa.sid",
    secret,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { httpOnly: true, sameSite: "lax", secure, maxAge: LIFE_MS, path: "/console" },
  });
}

const { generateToken, csrfSynchronisedProtection, invalidCsrfTokenError } = csrfSync({
  getTokenFromRequest: (request: Request) => {
    const body = request.body as { _csrf?: unknown } | undefined;
    return typeof body?._csrf === "string" ? body._csrf : request.get("x-csrf-token");
  },
});
export const csrfTokenOf = (request: Request): string => generateToken(request);
export const requireCsrf: RequestHandler = csrfSynchronisedProtection;
export const isCsrfError = (error: unknown): boolean => error === invalidCsrfTokenError;
