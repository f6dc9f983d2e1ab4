import type { Clock } from "../kernel/clock.ts";
import { formatTime, startOfDay } from "../kernel/dates.ts";
import { conflict } from "../kernel/errors.ts";
import { freezeList } from "./expected.ts";
import type { ReportPeriod } from "./period.model.ts";
import { listOpenPeriods, noteReminder } from "./period.store.ts";
import { reminderDue } from "./rules.ts";
import { standingsOf } from "./standings.ts";

/** Who has not handed in and does not report elsewhere. */
async function unitsToRemind(period: ReportPeriod, now: Date): Promise<string[]> {
  const { units } = await standingsOf(period, now);
  return units
    .filter(({ standing }) => standing !== "on-time" && standing !== "late" && standing !== "source")
    .map(({ code }) => code);
}

/** By a press, once a day; the three that come by themselves count as that day's. Returns how many units. */
export async function remindNow({ clock }: { clock: Clock }, period: ReportPeriod): Promise<number> {
  const now = clock.now();
  const last = period.reminders.at(-1)?.at;
  if (last && last >= startOfDay(now)) throw conflict(`Đã nhắc lúc ${formatTime(last)}, nhắc lại được từ ngày mai.`);
  const units = await unitsToRemind(period, now);
  if (units.length === 0) throw conflict("Không đơn vị nào còn thiếu báo cáo.");
  if (!(await noteReminder(period, { days: 0, at: now, units })))
    throw conflict("Người khác vừa nhắc. Nhắc lại được từ ngày mai.");
  return units.length;
}

/** What time brings: lists are frozen at their cut-off, and reminders go out seven, three and one day before. */
export async function tendPeriods({ clock }: { clock: Clock }): Promise<{ frozen: number; reminded: number }> {
  const now = clock.now();
  let [frozen, reminded] = [0, 0];
  for (const period of await listOpenPeriods()) {
    if (await freezeList(period, now)) frozen += 1;
    const days = reminderDue(now, period);
    if (days === 0 || period.reminders.some((one) => one.days === days)) continue;
    const units = await unitsToRemind(period, now);
    if (await noteReminder(period, { days, at: now, units })) reminded += 1;
  }
  return { frozen, reminded };
}
