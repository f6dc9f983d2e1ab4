import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { sealing } from "./seal.decision.ts";
import type { publicPages } from "./public.ts";
import type { reportRoutes } from "./report.console.ts";

export const createReportsRoom = (deps: Needs<typeof reportRoutes | typeof publicPages>): Room => ({
  name: "reports",
  // the sweep finishes and never decides: no digits are right for it
  decisions: [bring(sealing, { ...deps, acceptCode: async () => false })],
  rows: async () => ({
    console: (await import("./report.console.ts")).reportRoutes(deps),
    pages: (await import("./public.ts")).publicPages(deps),
  }),
});
