import type { TaskKind } from "../kernel/room.ts";
import { listFrames } from "./frame.store.ts";

export const framesToApprove: TaskKind = {
  may: "frames.approve",
  rank: 80,
  list: async (me) =>
    (await listFrames([...me.scope.own], ["waiting"]))
      .filter((frame) => frame.submittedBy?.id !== me.id)
      .map((frame) => ({
        icon: "person",
        tone: "tint",
        title: "Khung ảnh chờ Ông/Bà duyệt",
        note: `“${frame.title}” · ${frame.submittedBy?.name ?? ""}`,
        button: "Xem và duyệt",
        to: `/console/khung/${String(frame._id)}`,
      })),
};
