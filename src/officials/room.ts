import type { Needs, Room } from "../kernel/room.ts";
import { officialKeeps } from "./keeps.ts";
import { retention } from "../kernel/sweep.ts";
import { purgeAudit } from "./audit-log.store.ts";
import type { accountRoutes } from "./account.console.ts";
import type { auditLogRoutes } from "./audit-log.console.ts";
import type { confirmRoutes } from "./confirm.console.ts";
import { pageFaultsToSee } from "./home-tasks.ts";
import type { officialsRoutes } from "./officials.console.ts";
import type { pageFaultRoutes } from "./page-fault.console.ts";
import { listOfUnits } from "./official.store.ts";

type Deps = Needs<
  typeof officialsRoutes | typeof confirmRoutes | typeof auditLogRoutes | typeof accountRoutes | typeof pageFaultRoutes
>;

export const createOfficialsRoom = (deps: Deps): Room => ({
  name: "officials",
  menu: [
    {
      path: "/console/tai-khoan",
      name: "Tài khoản",
      icon: "key",
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
    {
      path: "/console/nhat-ky",
      name: "Nhật ký",
      icon: "log",
      needs: "audit.view",
      group: "books",
      seldom: true,
      rank: 80,
    },
  ],
  sweeps: [
    retention("officials", { "purged-audit": "Dòng nhật ký đã xóa theo thời hạn lưu" }, async () => ({
      "purged-audit": await purgeAudit(deps.clock.now()),
    })),
  ],
  tasks: [pageFaultsToSee],
  keeps: officialKeeps,
  leaves: [
    {
      what: "tài khoản cán bộ",
      rule: "chỉ làm nốt việc của đơn vị cũ; Sở mời lại ở đơn vị mới",
      count: async (code) => (await listOfUnits([code])).filter(({ active }) => active).length,
    },
  ],
  deeds: {
    "log-in": "Đăng nhập",
    "log-out": "Đăng xuất",
    "log-in-failed": "Đăng nhập không được",
    "log-in-refused": "Chặn thử đăng nhập",
    "official-added": "Thêm tài khoản từ máy chủ",
    "official-invited": "Mời cán bộ",
    "invitation-withdrawn": "Rút lời mời",
    "invitation-password": "Bắt đầu nhận tài khoản",
    "invitation-set-up": "Đặt xong cách đăng nhập",
    "official-confirmed": "Xác nhận cán bộ",
    "official-refused": "Từ chối xác nhận cán bộ",
    "confirmation-failed": "Xác nhận cán bộ không được",
    "official-disabled": "Khoá tài khoản",
    "official-enabled": "Mở tài khoản",
    "log-in-reset": "Tạo liên kết đặt lại đăng nhập",
    "role-changed": "Đổi vai trò",
    "account-refused": "Việc tài khoản bị từ chối",
    "password-changed": "Đổi mật khẩu",
    "totp-set": "Bật hoặc đổi mã 6 số",
    "recovery-renewed": "Tạo mã dự phòng mới",
    "session-ended": "Đăng xuất nơi khác",
  },
  rows: async () => ({
    console: [
      ...(await import("./officials.console.ts")).officialsRoutes(deps),
      ...(await import("./confirm.console.ts")).confirmRoutes(deps),
      ...(await import("./audit-log.console.ts")).auditLogRoutes(deps),
      ...(await import("./audit-pack.console.ts")).auditPackRoutes(deps),
      ...(await import("./account.console.ts")).accountRoutes(deps),
      ...(await import("./page-fault.console.ts")).pageFaultRoutes(deps),
    ],
  }),
});
