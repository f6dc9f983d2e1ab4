import type { Needs, Room } from "../kernel/room.ts";
import type { placesRoutes } from "./places.console.ts";

export const createGateRoom = (deps: Needs<typeof placesRoutes>): Room => ({
  name: "gate",
  rows: async () => ({ console: (await import("./places.console.ts")).placesRoutes(deps) }),
});
