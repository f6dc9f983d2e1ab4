import { formatOfficialDate, parseLocal } from "../kernel/dates.ts";
import type { TaskKind } from "../kernel/room.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { clip } from "../kernel/vietnamese.ts";
import { listPlans, listWork } from "./plan.store.ts";

/** A task is called out so many days before its day (S3-22). */
const AHEAD_DAYS = 7;
const pathOf = (id: unknown): string => `/console/ke-hoach/${String(id)}`;

/** Tasks of issued plans that fall due: the reminder stays until somebody says they are done. */
const dueTasks: TaskKind = {
  may: "plans.edit",
  rank: 56,
  async list({ scope }, now) {
    const [today, until] = [dayKey(now), dayKey(new Date(now.getTime() + AHEAD_DAYS * 86_400_000))];
    const rows = (await listWork(scope)).flatMap(({ _id, title, reading, done }) => {
      const ticked = new Set(done.map((one) => one.code));
      const open = reading.tasks.filter((one) => one.day !== "" && one.day <= until && !ticked.has(one.code));
      return open.map((task) => ({ _id, title, task }));
    });
    return rows
      .toSorted((a, b) => (a.task.day < b.task.day ? -1 : 1))
      .slice(0, 5)
      .map(({ _id, title, task }) => ({
        icon: "plan",
        tone: task.day < today ? ("danger" as const) : ("gold" as const),
        title: clip(task.words, 90),
        note: `“${clip(title, 60)}” · ${task.day < today ? "quá hạn" : "hạn"} ${formatOfficialDate(parseLocal(task.day) ?? now)}`,
        button: "Mở kế hoạch",
        to: `${pathOf(_id)}#viec`,
      }));
  },
};

const waiting = (
  may: "plans.review" | "plans.sign",
  state: "draft" | "reviewed",
  title: string,
  rank: number,
): TaskKind => ({
  may,
  rank,
  list: async ({ scope, id }) =>
    (await listPlans(scope, [state]))
      .filter((one) => one.author.id !== id)
      .slice(0, 5)
      .map((one) => ({
        icon: "plan",
        tone: "tint" as const,
        title,
        note: `“${clip(one.title, 80)}”`,
        button: "Xem kế hoạch",
        to: pathOf(one._id),
      })),
});

export const planHomeTasks: readonly TaskKind[] = [
  dueTasks,
  waiting("plans.review", "draft", "Kế hoạch chờ rà soát", 41),
  waiting("plans.sign", "reviewed", "Kế hoạch chờ ký", 42),
];
