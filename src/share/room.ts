import type { Needs, Room } from "../kernel/room.ts";
import type { shareRoutes } from "./share.console.ts";

/** What others pass on of an approved item: text, pictures, posters, a leaflet. ADR 0042. */
export const createShareRoom = (deps: Needs<typeof shareRoutes>): Room => ({
  name: "share",
  rows: async () => ({ console: (await import("./share.console.ts")).shareRoutes(deps) }),
});
