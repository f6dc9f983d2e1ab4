import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { unitKeeps } from "./keeps.ts";
import { unitsImport } from "./import.decision.ts";
import { connectionTasks } from "./home-tasks.ts";
import type { addUnitRoutes } from "./add-unit.console.ts";
import type { importUnitsRoutes } from "./import-units.console.ts";
import type { oaConnectionRoutes } from "./oa-connection.console.ts";
import type { unitsRoutes } from "./units.console.ts";

export const createUnitsRoom = (
  deps: Needs<typeof addUnitRoutes | typeof importUnitsRoutes | typeof unitsRoutes | typeof oaConnectionRoutes>,
): Room => ({
  name: "units",
  menu: [
    { path: "/console/don-vi", name: "Đơn vị", icon: "units", needs: "units.view", group: "work", rank: 140 },
    { path: "/console/ket-noi-oa", name: "Kết nối OA", icon: "link", needs: "oa.connect", group: "setup", rank: 20 },
  ],
  tasks: connectionTasks,
  decisions: [bring(unitsImport, deps)],
  keeps: unitKeeps,
  deeds: {
    "oa-connected": "Kết nối OA",
    "oa-checked": "Kiểm tra kết nối OA",
    "followers-sync": "Đồng bộ người quan tâm",
    "units-imported": "Nhập danh sách đơn vị từ tệp",
    "unit-added": "Thêm đơn vị",
    "unit-edited": "Sửa thông tin đơn vị",
    "tester-removed": "Bỏ người xem thử tin",
  },
  rows: async () => ({
    console: [
      ...(await import("./add-unit.console.ts")).addUnitRoutes(deps),
      ...(await import("./import-units.console.ts")).importUnitsRoutes(deps),
      ...(await import("./units.console.ts")).unitsRoutes(deps),
      ...(await import("./oa-connection.console.ts")).oaConnectionRoutes(deps),
    ],
  }),
});
