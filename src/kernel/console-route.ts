import type { ZodType } from "zod";
import { AppError } from "./errors.ts";
import type { Grant } from "./grant.ts";
import type { Log } from "./logger.ts";
import type { Permission } from "./permissions.ts";
import type { OwnCode, Scope } from "./scope.ts";

/** The signed-in person, as routes see them. */
export interface SignedIn {
  id: string;
  name: string;
  email: string;
  role: string;
  /** of the account; what it means today is the scope */
  unitCode: OwnCode;
  /** the unit the person works for, as it is today: what stores are asked with */
  scope: Scope;
  /** what the person holds and over what; a policy asks them with the object */
  grants: readonly Grant[];
  /** at the own unit */
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
  /** the page is made once more around a refused form: nobody opened it */
  again?: boolean;
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

/** Who does it, as records name people. */
export const byMe = ({ me }: Pick<RouteContext, "me">): { id: string; name: string } => ({ id: me.id, name: me.name });

/** What a route answers with; the web room turns it into HTTP. */
export type RouteResult =
  | { kind: "page"; view: string; title: string; data: Record<string, unknown> }
  | { kind: "fragment"; view: string; data: Record<string, unknown> }
  | { kind: "redirect"; to: string; note?: string }
  | { kind: "file"; name: string; type: string; body: Buffer | AsyncIterable<string | Uint8Array> }
  /** shown or played within a page: a picture, a voice, a video; `sent` hears which bytes left whole, and then nothing is cached */
  | { kind: "image"; type: string; body: Buffer; sent?(from: number, to: number): Promise<void> };

/** One row of the console's table of routes: who may, what comes in, what is done. */
export interface ConsoleRoute {
  method: "get" | "post";
  path: string;
  may: Permission;
  body?: ZodType;
  query?: ZodType;
  /** accept one file under this field name */
  file?: string;
  /** how many fields its form may send, unless said 300, and 60 beside a file */
  mostFields?: number;
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
  mostFields?: number;
  handle(context: RouteContext<B, Q>): Promise<RouteResult>;
}): ConsoleRoute {
  return definition;
}

export const page = (view: string, title: string, data: Record<string, unknown>): RouteResult => ({
  kind: "page",
  view,
  title,
  data,
});
export const fragment = (view: string, data: Record<string, unknown>): RouteResult => ({
  kind: "fragment",
  view,
  data,
});
export const redirect = (to: string, note?: string): RouteResult =>
  note === undefined ? { kind: "redirect", to } : { kind: "redirect", to, note };

/** What was typed is stored, and what was to follow is refused: the form goes on at the page `path`. */
export class StoredButRefused extends AppError {
  readonly path: string;
  constructor(path: string, why: AppError) {
    super(why.status, why.message, why.fields);
    this.path = path;
  }
}
