import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { townHallKeeps } from "./keeps.ts";
import { townHallPublication } from "./townhall.decision.ts";
import type { townHallPages, townHallsApi } from "./townhalls.api.ts";
import type { townHallsRoutes } from "./townhalls.console.ts";

type Deps = Needs<typeof townHallsRoutes | typeof townHallsApi | typeof townHallPages>;

export const createTownHallsRoom = (deps: Deps): Room => ({
  name: "townhalls",
  menu: [
    { path: "/console/doi-thoai", name: "Đối thoại", icon: "people", needs: "drafts.view", group: "consult", rank: 20 },
  ],
  decisions: [bring(townHallPublication, deps)],
  keeps: townHallKeeps(deps),
  deeds: {
    "townhall-planned": "Lập cuộc đối thoại",
    "townhall-published": "Công bố cuộc đối thoại",
  },
  async rows() {
    const { townHallPages, townHallsApi } = await import("./townhalls.api.ts");
    return {
      console: (await import("./townhalls.console.ts")).townHallsRoutes(deps),
      api: townHallsApi(deps),
      pages: townHallPages(deps),
    };
  },
});
