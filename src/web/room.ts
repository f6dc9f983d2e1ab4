import type { Needs, Room } from "../kernel/room.ts";
import type { challengeApi } from "./challenge.api.ts";
import type { homeRoutes } from "./home.console.ts";
import type { statusRoutes } from "./status.console.ts";

type Deps = Needs<typeof homeRoutes | typeof statusRoutes | typeof challengeApi>;

export const createWebRoom = (deps: Deps): Room => ({
  name: "web",
  rows: async () => ({
    console: [
      ...(await import("./home.console.ts")).homeRoutes(deps),
      ...(await import("./status.console.ts")).statusRoutes(deps),
    ],
    api: (await import("./challenge.api.ts")).challengeApi(deps),
  }),
});
