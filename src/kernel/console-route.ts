import type { ZodType } from "zod";
import { AppError, type FieldErrors } from "./errors.ts";
import type { Log } from "./logger.ts";
import type { Permission } from "./permissions.ts";

/** The signed-in person, as routes see them. */
export interface SignedIn {
  id: string;
  name: string;
  email: string;
  role: string;
  unitCode: string;
  permissions: readonly Permission[];
}

export interface UploadedFile {
  name: string;
  mimeType: string;
  bytes: Buffer;
}

export interface RouteContext<Body = unknown, Query = unknown> {
  me: SignedIn;
  params: Record<string, string>;
  body: Body;
  query: Query;
  file: UploadedFile | undefined;
  /** true when htmx asks for a part of the page only */
  partial: boolean;
  now: Date;
  ip: string;
  /** which of the person's sessions this is */
  entryId?: string;
  log: Log;
  /** Writes one line of the audit log in the name of the signed-in person. */
  audit(action: string, object: string, details?: Record<string, string | number>): Promise<void>;
}

/** What a route answers with; the web room turns it into HTTP. */
export type RouteResult =
  | { kind: "page"; view: string; title: string; data: Record<string, unknown>; status?: number }
  | { kind: "fragment"; view: string; data: Record<string, unknown>; status?: number }
  | { kind: "redirect"; to: string; note?: string }
  | { kind: "file"; name: string; type: string; body: Buffer | AsyncIterable<string> }
  | { kind: "image"; type: string; body: Buffer };

/** One row of the console's table of routes: who may, what comes in, what is done. */
export interface ConsoleRoute {
  method: "get" | "post";
  path: string;
  may: Permission;
  body?: ZodType;
  query?: ZodType;
  /** accept one file under this field name */
  file?: string;
  handle(context: RouteContext): Promise<RouteResult>;
}

/** Ties the types of a route's schemas to its handler. */
export function route<B = unknown, Q = unknown>(definition: {
  method: "get" | "post";
  path: string;
  may: Permission;
  body?: ZodType<B>;
  query?: ZodType<Q>;
  file?: string;
  handle(context: RouteContext<B, Q>): Promise<RouteResult>;
}): ConsoleRoute {
  return definition;
}

export const page = (view: string, title: string, data: Record<string, unknown>, status = 200): RouteResult => ({
  kind: "page",
  view,
  title,
  data,
  status,
});
export const fragment = (view: string, data: Record<string, unknown>, status = 200): RouteResult => ({
  kind: "fragment",
  view,
  data,
  status,
});
export const redirect = (to: string, note?: string): RouteResult =>
  note === undefined ? { kind: "redirect", to } : { kind: "redirect", to, note };

/**
 * A form's errors go back to its page with what was typed; so does a decision on something that changed meanwhile, with
 * the difference. Anything else is the error door's.
 */
export async function orBack<R>(work: () => Promise<R>, back: (errors: FieldErrors) => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    const named = error instanceof AppError && Object.keys(error.fields).length > 0;
    if (error instanceof AppError && (error.status === 422 || (error.status === 409 && named)))
      return back(error.fields);
    throw error;
  }
}
