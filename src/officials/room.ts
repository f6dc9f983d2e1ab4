import type { Needs, Room } from "../kernel/room.ts";
import { retention } from "../kernel/sweep.ts";
import { purgeAudit } from "./audit-log.store.ts";
import type { accountRoutes } from "./account.console.ts";
import type { auditLogRoutes } from "./audit-log.console.ts";
import type { confirmRoutes } from "./confirm.console.ts";
import type { officialsRoutes } from "./officials.console.ts";

type Deps = Needs<typeof officialsRoutes | typeof confirmRoutes | typeof auditLogRoutes | typeof accountRoutes>;

export const createOfficialsRoom = (deps: Deps): Room => ({
  name: "officials",
  menu: [
    {
      path: "/console/tai-khoan",
      name: "Tài khoản",
      icon: "people",
      needs: "officials.manage",
      group: "setup",
      rank: 60,
    },
    {
      path: "/console/xac-nhan",
      name: "Xác nhận cán bộ",
      icon: "check",
      needs: "officials.confirm",
      group: "setup",
      rank: 70,
    },
    { path: "/console/nhat-ky", name: "Nhật ký", icon: "log", needs: "audit.view", group: "setup", rank: 80 },
  ],
  sweeps: [
    retention("officials", { "purged-audit": "Dòng nhật ký đã xóa theo thời hạn lưu" }, async () => ({
      "purged-audit": await purgeAudit(deps.clock.now()),
    })),
  ],
  rows: async () => ({
    console: [
      ...(await import("./officials.console.ts")).officialsRoutes(deps),
      ...(await import("./confirm.console.ts")).confirmRoutes(deps),
      ...(await import("./audit-log.console.ts")).auditLogRoutes(deps),
      ...(await import("./account.console.ts")).accountRoutes(deps),
    ],
  }),
});
