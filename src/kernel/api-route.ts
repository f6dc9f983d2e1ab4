import type { ZodType } from "zod";
import type { Log } from "./logger.ts";

/** Somebody Zalo vouched for, within our short session. */
export interface Resident {
  /** id within the Zalo app (zalo/miniapp.md §9.1) */
  appUserId: string;
  name: string;
}

export interface ApiContext<Body = unknown, Query = unknown> {
  params: Record<string, string>;
  body: Body;
  query: Query;
  /** undefined for who reads or writes without Zalo */
  resident: Resident | undefined;
  /** header of the log-in at Zalo; only where a session begins */
  zaloToken: string;
  ip: string;
  now: Date;
  log: Log;
  /** the short session's own token; "" without one */
  session: string;
}

/** `anyone`: no session is looked for to allow it; `resident`: 401 without one. */
export type ApiAuth = "anyone" | "resident";

/** One row of the table of API routes: OpenAPI is printed from the same rows. */
export interface ApiRoute {
  method: "get" | "post";
  path: string;
  auth: ApiAuth;
  /** one English sentence for the OpenAPI document */
  summary: string;
  body?: ZodType;
  /** the body is a picture as it is, of at most so many bytes */
  picture?: number;
  query?: ZodType;
  answer: ZodType;
  /** calls a minute of one person; of everybody behind one address, where nobody is known, as many as a hall makes */
  perMinute: number;
  /**
   * Where the body carries the sender's own `key`: what the same key was answered before, if it was. Asked before
   * session, proof and allowance, so that a phone that lost an answer gets it again for nothing.
   */
  repeat?(context: RepeatContext): Promise<unknown>;
  handle(context: ApiContext): Promise<unknown>;
}

export type RepeatContext<Body = unknown> = Pick<ApiContext<Body>, "params" | "body" | "now">;

/** Ties the types of a route's schemas to its handler; what it returns is checked against `answer` by the compiler. */
export function apiRoute<B = unknown, Q = unknown, A = unknown>(definition: {
  method: "get" | "post";
  path: string;
  auth: ApiAuth;
  summary: string;
  body?: ZodType<B>;
  picture?: number;
  query?: ZodType<Q>;
  answer: ZodType<A>;
  perMinute?: number;
  repeat?(context: RepeatContext<B>): Promise<A | undefined>;
  handle(context: ApiContext<B, Q>): Promise<A>;
}): ApiRoute {
  return { perMinute: 120, ...definition };
}
