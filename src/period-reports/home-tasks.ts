import type { SignedIn } from "../kernel/console-route.ts";
import type { TaskKind } from "../kernel/room.ts";
import { submission } from "./submission.decision.ts";
import { listAsked } from "./period.store.ts";
import { dueWords, isLate } from "./rules.ts";
import { standingOfRow } from "./standings.ts";
import { reportsOfUnits } from "./unit-report.store.ts";

/** Periods that are asked of a unit, with its own report of each. */
async function ownReports({ scope }: Pick<SignedIn, "scope">) {
  const asked = (await listAsked(scope.above)).filter(({ state }) => state === "open");
  const rows = asked.length === 0 ? [] : await reportsOfUnits(scope.own);
  return asked.map((period) => ({
    period,
    row: rows.find((one) => one.periodId === String(period._id) && one.unitCode === scope.unit) ?? null,
  }));
}
const pathOf = (id: unknown): string => `/console/bao-cao/${String(id)}`;

/** A unit that has not handed in is told on its first page, from a week before on (S2-12). */
const toFill: TaskKind = {
  may: "reports.fill",
  rank: 58,
  async list(me, now) {
    return (await ownReports(me))
      .filter(({ period, row }) => {
        const standing = standingOfRow(row, period, now);
        const open = standing === "unopened" || standing === "filling" || standing === "missing";
        return open && period.reminders.some(({ units }) => units.includes(me.scope.unit));
      })
      .slice(0, 5)
      .map(({ period, row }) => ({
        icon: "chart",
        tone: isLate(now, period) ? ("danger" as const) : ("gold" as const),
        title: isLate(now, period) ? "Báo cáo quá hạn" : "Báo cáo sắp đến hạn",
        note: `“${period.title}” · gửi ${dueWords(period)}${row?.returned ? " · lãnh đạo trả lại" : ""}`,
        button: "Điền báo cáo",
        to: pathOf(period._id),
      }));
  },
};

const toDecide: TaskKind = {
  may: submission.may,
  rank: 43,
  list: async (me) =>
    (await ownReports(me))
      .filter(({ row }) => row?.state === "waiting" && row.asked?.by.id !== me.id)
      .slice(0, 5)
      .map(({ period, row }) => ({
        icon: "chart",
        tone: "gold" as const,
        title: row && row.seals.length > 0 ? "Bổ sung báo cáo chờ duyệt" : "Báo cáo chờ duyệt, nộp",
        note: `“${period.title}” · gửi ${dueWords(period)}`,
        button: "Xem báo cáo",
        to: pathOf(period._id),
      })),
};

export const reportTasks: readonly TaskKind[] = [toDecide, toFill];
