import { days } from "../kernel/clock.ts";
import { formatDuration } from "../kernel/dates.ts";
import type { TaskKind } from "../kernel/room.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import { findUnit } from "./unit.store.ts";

const connection: TaskKind = {
  may: "oa.connect",
  rank: 10,
  async list({ unitCode }) {
    const [unit, oa] = await Promise.all([findUnit(unitCode), findOaOfUnit(unitCode)]);
    const to = "/console/ket-noi-oa";
    if (oa?.state === "needs-reconnect")
      return [
        {
          icon: "link",
          tone: "danger",
          title: "OA đã ngắt, không gửi và nhận được tin",
          note: oa.stateReason,
          button: "Kết nối lại OA",
          to,
        },
      ];
    if (oa || unit?.kind === "department") return [];
    return [
      {
        icon: "link",
        tone: "gold",
        title: "Đơn vị chưa nối OA",
        note: "Cần nối OA để nhận và gửi tin",
        button: "Kết nối OA",
        to,
      },
    ];
  },
};

const silence: TaskKind = {
  may: "oa.connect",
  rank: 100,
  async list({ unitCode }, now) {
    const oa = await findOaOfUnit(unitCode);
    const silent = oa?.lastEventAt ? now.getTime() - oa.lastEventAt.getTime() : 0;
    if (silent <= days(30)) return [];
    return [
      {
        icon: "warn",
        tone: silent > days(150) ? "danger" : "gold",
        title: `OA im lặng ${formatDuration(silent)}`,
        note: "Zalo có thể khoá OA không hoạt động 180 ngày",
        button: "Soạn tin mới",
        to: "/console/noi-dung/moi",
      },
    ];
  },
};

export const connectionTasks: readonly TaskKind[] = [connection, silence];
