import type { Person } from "../decisions/decision.ts";
import { formatTime, startOfDay } from "../kernel/dates.ts";
import { conflict } from "../kernel/errors.ts";
import { unitsWaiting } from "./copy.store.ts";
import type { Package } from "./package.model.ts";
import { appendReminder } from "./package.store.ts";
import type { PackageDeps } from "./save-package.ts";

/** Whether units may be reminded of a package today, and if not since when they are. */
export function remindedToday({ reminders = [] }: Partial<Pick<Package, "reminders">>, now: Date): Date | null {
  const last = reminders.at(-1)?.at;
  return last && last >= startOfDay(now) ? last : null;
}

/** Only those that have something to decide about; once a day, whoever presses. Returns how many. */
export async function remindUnits(deps: PackageDeps, read: Package, by: Person): Promise<number> {
  const now = deps.clock.now();
  const since = remindedToday(read, now);
  if (since) throw conflict(`Đã nhắc lúc ${formatTime(since)}, nhắc lại được từ ngày mai.`);
  const units = await unitsWaiting(String(read._id));
  if (units.length === 0) throw conflict("Không đơn vị nào còn mục chờ quyết.");
  if (!(await appendReminder(read, { units: units.toSorted(), by, at: now })))
    throw conflict("Người khác vừa nhắc. Nhắc lại được từ ngày mai.");
  return units.length;
}
