import type { TaskKind } from "../kernel/room.ts";
import { ownAndBelow } from "../kernel/scope.ts";
import { listPageFaults } from "./page-fault.store.ts";

/** Pages officials could not use, for who looks after their unit. */
export const pageFaultsToSee: TaskKind = {
  may: "officials.manage",
  rank: 75,
  async list({ scope }) {
    const open = await listPageFaults(ownAndBelow(scope), 100);
    if (open.length === 0) return [];
    return [
      {
        icon: "warn",
        tone: "gold",
        title: `${open.length === 100 ? "Từ 100" : open.length} trang cán bộ báo không dùng được`,
        note: `mới nhất: mã ${open[0]?.code ?? ""}, ${open[0]?.page ?? ""}`,
        button: "Xem các báo cáo",
        to: "/console/bao-tu-trang",
      },
    ];
  },
};
