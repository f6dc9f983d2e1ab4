import type { Needs, Room } from "../kernel/room.ts";
import type { accountRoutes } from "./account.console.ts";
import type { auditLogRoutes } from "./audit-log.console.ts";
import type { confirmRoutes } from "./confirm.console.ts";
import type { officialsRoutes } from "./officials.console.ts";

type Deps = Needs<typeof officialsRoutes | typeof confirmRoutes | typeof auditLogRoutes | typeof accountRoutes>;

export const createOfficialsRoom = (deps: Deps): Room => ({
  name: "officials",
  rows: async () => ({
    console: [
      ...(await import("./officials.console.ts")).officialsRoutes(deps),
      ...(await import("./confirm.console.ts")).confirmRoutes(deps),
      ...(await import("./audit-log.console.ts")).auditLogRoutes(deps),
      ...(await import("./account.console.ts")).accountRoutes(deps),
    ],
  }),
});
