import type { ZodType } from "zod";

export interface PublicContext<Query = unknown> {
  params: Record<string, string>;
  query: Query;
  /** of a form posted from such a page; {} for a read */
  body: Record<string, string>;
  now: Date;
}

/** `page`: in the plain frame of public pages. `file`: as it is, kept by browsers for so many seconds; the mini-app on Zalo's host may read it. `widget`: may stand in other people's pages. */
export type PublicResult =
  | { kind: "page"; view: string; title: string; data: Record<string, unknown>; status?: number }
  | { kind: "widget"; view: string; title: string; data: Record<string, unknown> }
  | { kind: "json"; body: unknown }
  | { kind: "file"; type: string; body: Buffer | AsyncIterable<string | Uint8Array>; seconds: number; name?: string };

/** A page anybody may read: no log-in, no cookie, works without JavaScript. */
export interface PublicPage {
  method: "get" | "post";
  path: string;
  query?: ZodType;
  /** a file of a unit that machines read: where the unit became one other, they are led there; never to a page to choose */
  leadsOn?: "to-one";
  /** opened by a link of one person: no cache on the way keeps any of it */
  own?: true;
  handle(context: PublicContext): Promise<PublicResult>;
}

export function publicPage<Q = unknown>(definition: {
  method?: "get" | "post";
  path: string;
  query?: ZodType<Q>;
  leadsOn?: "to-one";
  own?: true;
  handle(context: PublicContext<Q>): Promise<PublicResult>;
}): PublicPage {
  return { method: "get", ...definition };
}
