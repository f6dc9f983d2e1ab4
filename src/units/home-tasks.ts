import { formatDuration } from "../kernel/dates.ts";
import type { TaskKind } from "../kernel/room.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import { silenceOf } from "./oa-silence.ts";
import { findUnit } from "./unit.store.ts";
import { isDepartment } from "./kinds.ts";

const connection: TaskKind = {
  may: "oa.connect",
  rank: 10,
  async list({ scope: { unit: own } }) {
    const [unit, oa] = await Promise.all([findUnit(own), findOaOfUnit(own)]);
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
    if (oa || isDepartment(unit)) return [];
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
  async list({ scope }, now) {
    const oa = await findOaOfUnit(scope.unit);
    const { ms, level } = silenceOf(oa?.lastEventAt ?? null, now);
    if (level === "") return [];
    return [
      {
        icon: "warn",
        tone: level === "alarm" ? "danger" : "gold",
        title: `OA im lặng ${formatDuration(ms)}`,
        note: "Zalo có thể khoá OA không hoạt động 180 ngày",
        button: "Soạn tin mới",
        to: "/console/noi-dung/moi",
      },
    ];
  },
};

export const connectionTasks: readonly TaskKind[] = [connection, silence];
