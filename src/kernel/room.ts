import type { ApiRoute } from "./api-route.ts";
import type { ConsoleRoute } from "./console-route.ts";
import type { PublicPage } from "./public-page.ts";

/** The rows of a room's pages; a role that serves none does not load them. */
export interface Rows {
  console?: readonly ConsoleRoute[];
  api?: readonly ApiRoute[];
  pages?: readonly PublicPage[];
  /** many send to this room's API in the same second: its rows are looked for first */
  crowd?: boolean;
}

/** What a room brings to the house. Whoever needs one of these asks all rooms for it (`src/rooms.ts`). */
export interface Room {
  name: string;
  rows?(): Promise<Rows>;
}

/** What all of these functions together are given. */
export type Needs<F> = [F] extends [(deps: infer D) => unknown] ? D : never;
