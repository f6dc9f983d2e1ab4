import { RedisStore } from "connect-redis";
import { doubleCsrf } from "csrf-csrf";
import type { Request, RequestHandler } from "express";
import session from "express-session";
import type { Redis } from "ioredis";
import { SESSION_MOST_MS } from "../officials/session-rules.ts";
import type { Cookies } from "./cookies.ts";

declare module "express-session" {
  interface SessionData {
    officialId?: string;
    /** the entry in the account that says whether this session still holds (officials/session-rules.ts) */
    entryId?: string;
    note?: string;
  }
}

/**
 * A session begins with the log-in and not before: somebody who only looks leaves nothing here. Whether it still holds
 * stands in the account, so that one write there ends it; this only remembers who it is.
 */
export function createSessions(redis: Redis, prefix: string, secret: string, cookies: Cookies): RequestHandler {
  const { name, options } = cookies.session;
  return session({
    store: new RedisStore({ client: redis, prefix: `${prefix}:session:`, ttl: SESSION_MOST_MS / 1000 }),
    name,
    secret,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    cookie: { ...options, path: options.path ?? "/", maxAge: SESSION_MOST_MS },
  });
}

/** The proof that a form of ours was sent: a cookie and a field, bound to the session, kept nowhere on the server. */
export interface FormGuard {
  tokenOf(request: Request): string;
  check: RequestHandler;
}

export function createFormGuard(secret: string, cookies: Cookies): FormGuard {
  const { generateCsrfToken, doubleCsrfProtection } = doubleCsrf({
    getSecret: () => secret,
    getSessionIdentifier: (request) => request.session?.entryId ?? "visitor",
    cookieName: cookies.form.name,
    cookieOptions: cookies.form.options,
    getCsrfTokenFromRequest(request) {
      const body = request.body as { _csrf?: unknown } | undefined;
      return typeof body?._csrf === "string" ? body._csrf : request.get("x-csrf-token");
    },
  });
  return {
    tokenOf: (request) => (request.res ? generateCsrfToken(request, request.res) : ""),
    check: doubleCsrfProtection,
  };
}
export const isFormGuardError = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === "EBADCSRFTOKEN";
