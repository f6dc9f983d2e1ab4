import type { CookieOptions, Request, Response } from "express";

/** The console's cookies. With https each is bound to this host alone, which `__Host-` makes the browser check. */
export interface Cookies {
  session: { name: string; options: CookieOptions };
  form: { name: string; options: CookieOptions };
  /** the browser's own secret: a budget of tries of its own, and the code on an invited person's screen */
  deviceOf(request: Request): string;
  keepDevice(response: Response, device: string): void;
  /** where a person wanted to go when the log-in came between */
  wishOf(request: Request): string;
  keepWish(response: Response, path: string): void;
  dropWish(response: Response): void;
}

const YEAR_MS = 365 * 86_400_000;
const WISH_MS = 10 * 60_000;

/** @param practice a house to practise in, on the same host at another port, signs nobody out of the real one */
export function createCookies(secure: boolean, practice = false): Cookies {
  const house = practice ? "loa-tap" : "loa";
  const named = (name: string): string => (secure ? `__Host-${house}.${name}` : `${house}.${name}`);
  const options: CookieOptions = { httpOnly: true, sameSite: "lax", secure, path: secure ? "/" : "/console" };
  const read = (request: Request, name: string): string => {
    const value: unknown = (request.cookies as Record<string, unknown> | undefined)?.[named(name)];
    return typeof value === "string" ? value : "";
  };
  return {
    session: { name: named("sid"), options },
    form: { name: named("form"), options },
    deviceOf: (request) => (/^[\w-]{43}$/.test(read(request, "device")) ? read(request, "device") : ""),
    keepDevice: (response, device) => void response.cookie(named("device"), device, { ...options, maxAge: YEAR_MS }),
    wishOf(request) {
      const path = read(request, "wish");
      return /^\/console(?:[/?]|$)/.test(path) ? path : "";
    },
    keepWish: (response, path) =>
      void response.cookie(named("wish"), path.slice(0, 500), { ...options, maxAge: WISH_MS }),
    dropWish: (response) => void response.clearCookie(named("wish"), options),
  };
}
