import type { Needs, Room } from "../kernel/room.ts";
import { type OwnDataKeepDeps, ownDataKeeps } from "./keeps.ts";
import type { ownDataApi } from "./own-data.api.ts";
import type { ownDataRoutes } from "./own-data.console.ts";

export const createOwnDataRoom = (deps: Needs<typeof ownDataRoutes | typeof ownDataApi> & OwnDataKeepDeps): Room => ({
  name: "own-data",
  menu: [
    {
      path: "/console/du-lieu-ca-nhan",
      name: "Yêu cầu về dữ liệu",
      icon: "person",
      needs: "data.requests",
      group: "setup",
      rank: 10,
    },
  ],
  keeps: ownDataKeeps(deps),
  deeds: {
    "data-request-done": "Xong yêu cầu về dữ liệu",
  },
  rows: async () => ({
    console: (await import("./own-data.console.ts")).ownDataRoutes(deps),
    api: (await import("./own-data.api.ts")).ownDataApi(deps),
  }),
});
