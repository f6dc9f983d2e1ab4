import type { TaskKind } from "../kernel/room.ts";
import { listContests } from "./contest.store.ts";

export const contestsToApprove: TaskKind = {
  may: "quizzes.approve",
  rank: 70,
  list: async (me) =>
    (await listContests([...me.scope.own], ["waiting"]))
      .filter((contest) => contest.submittedBy?.id !== me.id)
      .map((contest) => ({
        icon: "check",
        tone: "tint",
        title: "Cuộc thi chờ Ông/Bà duyệt",
        note: `“${contest.title}” · ${contest.submittedBy?.name ?? ""}`,
        button: "Xem và duyệt",
        to: `/console/thi/${String(contest._id)}`,
      })),
};
