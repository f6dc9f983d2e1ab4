import { randomBytes } from "node:crypto";
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
      return uncovered(typeof body?._csrf === "string" ? body._csrf : request.get("x-csrf-token"));
    },
  });
  return {
    tokenOf: (request) => (request.res ? covered(generateCsrfToken(request, request.res)) : ""),
    check: doubleCsrfProtection,
  };
}
/**
 * The token looks different on every page: pages are compressed, and a secret that stands beside words of a stranger's
 * choice could be guessed from their sizes (BREACH).
 */
function covered(token: string): string {
  const bytes = Buffer.from(token);
  const cover = randomBytes(bytes.length);
  return `${cover.toString("base64url")}~${combined(bytes, cover).toString("base64url")}`;
}
function uncovered(sent: string | undefined): string | undefined {
  const [cover, hidden] = (sent ?? "").split("~").map((part) => Buffer.from(part, "base64url"));
  return cover && hidden?.length === cover.length ? combined(hidden, cover).toString() : sent;
}
const combined = (one: Buffer, other: Buffer): Buffer => Buffer.from(one.map((byte, n) => byte ^ (other[n] ?? 0)));

export const isFormGuardError = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === "EBADCSRFTOKEN";
