import type { Needs, Room } from "../kernel/room.ts";
import type { requestsApi } from "./requests.api.ts";
import type { requestsRoutes } from "./requests.console.ts";

export const createRequestsRoom = (deps: Needs<typeof requestsRoutes | typeof requestsApi>): Room => ({
  name: "requests",
  menu: [
    { path: "/console/phan-anh", name: "Phản ánh", icon: "flag", needs: "requests.view", group: "work", rank: 120 },
  ],
  rows: async () => ({
    console: (await import("./requests.console.ts")).requestsRoutes(deps),
    api: (await import("./requests.api.ts")).requestsApi(deps),
  }),
});
