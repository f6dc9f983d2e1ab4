import type { Needs, Room } from "../kernel/room.ts";
import type { campaignsRoutes } from "./campaigns.console.ts";
import type { contentRoutes } from "./content.console.ts";

export const createContentRoom = (deps: Needs<typeof contentRoutes | typeof campaignsRoutes>): Room => ({
  name: "content",
  rows: async () => ({
    console: [
      ...(await import("./content.console.ts")).contentRoutes(deps),
      ...(await import("./campaigns.console.ts")).campaignsRoutes(deps),
    ],
    api: (await import("./news.api.ts")).newsApi(),
  }),
});
