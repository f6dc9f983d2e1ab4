import type { TaskKind } from "../kernel/room.ts";
import { listKits } from "./kit.store.ts";

export const kitTasks: readonly TaskKind[] = [
  {
    may: "content.approve",
    rank: 27,
    async list({ scope, id }) {
      const waiting = (await listKits(scope, ["waiting"])).filter(({ author }) => author.id !== id);
      return waiting.map((one) => ({
        icon: "package",
        tone: "gold" as const,
        title: `Duyệt bộ tài liệu “${one.title}”`,
        note: `${one.parts.length} mục, tới máy của tuyên truyền viên`,
        button: "Xem và quyết",
        to: `/console/bo-tai-lieu/${String(one._id)}`,
      }));
    },
  },
];
