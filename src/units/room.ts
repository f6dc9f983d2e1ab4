import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { unitKeeps } from "./keeps.ts";
import { unitsImport } from "./import.decision.ts";
import { connectionTasks } from "./home-tasks.ts";
import type { addUnitRoutes } from "./add-unit.console.ts";
import type { importUnitsRoutes } from "./import-units.console.ts";
import type { oaConnectionRoutes } from "./oa-connection.console.ts";
import { unitChange } from "./change.decision.ts";
import type { channelsRoutes } from "./channels.console.ts";
import { countChannels } from "./channel.store.ts";
import type { changesRoutes } from "./changes.console.ts";
import type { unitsRoutes } from "./units.console.ts";

export const createUnitsRoom = (
  deps: Needs<
    | typeof addUnitRoutes
    | typeof importUnitsRoutes
    | typeof unitsRoutes
    | typeof changesRoutes
    | typeof channelsRoutes
    | typeof oaConnectionRoutes
  >,
): Room => ({
  name: "units",
  menu: [
    { path: "/console/don-vi", name: "Đơn vị", icon: "units", needs: "units.view", group: "books", rank: 10 },
    { path: "/console/kenh", name: "Kênh thông tin", icon: "pin", needs: "calendar.view", group: "setup", rank: 25 },
    { path: "/console/ket-noi-oa", name: "Kết nối OA", icon: "link", needs: "oa.connect", group: "setup", rank: 20 },
  ],
  tasks: connectionTasks,
  decisions: [bring(unitsImport, deps), bring(unitChange, deps)],
  keeps: unitKeeps,
  leaves: [
    {
      what: "kênh trong sổ kênh",
      rule: "hiện ở đơn vị nhận trọn; của đơn vị bị chia thì ghi lại ở đơn vị mới",
      count: countChannels,
    },
  ],
  deeds: {
    "oa-connected": "Kết nối OA",
    "oa-checked": "Kiểm tra kết nối OA",
    "followers-sync": "Đồng bộ người quan tâm",
    "units-imported": "Nhập danh sách đơn vị từ tệp",
    "units-changed": "Ghi nhận thay đổi đơn vị",
    "channel-added": "Thêm kênh",
    "channel-changed": "Sửa kênh",
    "channel-used": "Ghi kênh vừa phát, đăng",
    "unit-added": "Thêm đơn vị",
    "unit-edited": "Sửa thông tin đơn vị",
    "tester-removed": "Bỏ người xem thử tin",
  },
  rows: async () => ({
    console: [
      ...(await import("./changes.console.ts")).changesRoutes(deps),
      ...(await import("./channels.console.ts")).channelsRoutes(deps),
      ...(await import("./add-unit.console.ts")).addUnitRoutes(deps),
      ...(await import("./import-units.console.ts")).importUnitsRoutes(deps),
      ...(await import("./units.console.ts")).unitsRoutes(deps),
      ...(await import("./oa-connection.console.ts")).oaConnectionRoutes(deps),
    ],
  }),
});
