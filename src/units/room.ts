import type { Needs, Room } from "../kernel/room.ts";
import type { addUnitRoutes } from "./add-unit.console.ts";
import type { oaConnectionRoutes } from "./oa-connection.console.ts";
import type { unitsRoutes } from "./units.console.ts";

export const createUnitsRoom = (
  deps: Needs<typeof addUnitRoutes | typeof unitsRoutes | typeof oaConnectionRoutes>,
): Room => ({
  name: "units",
  rows: async () => ({
    console: [
      ...(await import("./add-unit.console.ts")).addUnitRoutes(deps),
      ...(await import("./units.console.ts")).unitsRoutes(deps),
      ...(await import("./oa-connection.console.ts")).oaConnectionRoutes(deps),
    ],
  }),
});
