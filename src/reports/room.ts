import type { Needs, Room } from "../kernel/room.ts";
import type { publicPages } from "./public.ts";
import type { reportRoutes } from "./report.console.ts";

export const createReportsRoom = (deps: Needs<typeof reportRoutes | typeof publicPages>): Room => ({
  name: "reports",
  rows: async () => ({
    console: (await import("./report.console.ts")).reportRoutes(deps),
    pages: (await import("./public.ts")).publicPages(deps),
  }),
});
