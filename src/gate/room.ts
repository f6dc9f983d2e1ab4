import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { placeApproval } from "./place.decision.ts";
import type { placesRoutes } from "./places.console.ts";

export const createGateRoom = (deps: Needs<typeof placesRoutes>): Room => ({
  name: "gate",
  menu: [
    {
      path: "/console/ten-mien",
      name: "Tên miền được dùng",
      icon: "lock",
      needs: "places.view",
      group: "setup",
      rank: 40,
    },
  ],
  decisions: [bring(placeApproval, deps)],
  keeps: [{ model: "GateQuestion", until: "it is answered, 2 hours at most; leads to nobody" }],
  deeds: {
    "place-proposed": "Đề xuất tên miền được dùng",
    "place-decided": "Quyết định về tên miền",
  },
  rows: async () => ({ console: (await import("./places.console.ts")).placesRoutes(deps) }),
});
