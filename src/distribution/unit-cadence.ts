import { days } from "../kernel/clock.ts";
import { formatDate, formatNumber } from "../kernel/dates.ts";
import type { Whose } from "../kernel/scope.ts";
import { dayKey } from "../kernel/send-hours.ts";
import type { Unit } from "../units/unit.model.ts";
import { type CadencePhase, judgeCadence } from "./cadence.ts";
import { playedSince } from "../loudspeaker/slot.store.ts";
import { toldBy } from "./copy.store.ts";

/** What a department asks of commune loudspeakers outside the days of a congress (domain.md S4-09, S4-25): a row to change. */
const LOUDSPEAKER: readonly CadencePhase[] = [{ name: "Thường xuyên", from: "2025-07-01", to: "", least: 2, most: 3 }];
const WEEKS = 8;

/** Days of broadcasts told in two ways, in a copy's log and in the week's list: of each day the larger number. */
export function onceEach(told: readonly Date[], played: readonly Date[]): string[] {
  const [a, b] = [told.map(dayKey), played.map(dayKey)];
  const n = (all: readonly string[], day: string): number => all.filter((one) => one === day).length;
  return [...new Set([...a, ...b])].flatMap((day) => Array<string>(Math.max(n(a, day), n(b, day))).fill(day));
}

/** The last eight weeks of one unit's loudspeaker, as its officers told them. Never a figure for push messages. */
export async function loudspeakerOf(department: Whose, unit: Pick<Unit, "_id" | "from">, now: Date) {
  const since = new Date(now.getTime() - days(7 * WEEKS));
  const told = onceEach(await toldBy(department, unit._id, "truyen-thanh"), await playedSince(unit._id, since));
  const span = {
    from: dayKey(new Date(now.getTime() - days(7 * WEEKS - 1))),
    to: dayKey(now),
    born: dayKey(unit.from),
    today: dayKey(now),
  };
  const cadence = judgeCadence(told, LOUDSPEAKER, span);
  const words = { dat: "Đạt", thieu: `Thiếu ${cadence.missing} lượt`, "chua-co": "Chưa hết tuần nào" };
  return {
    told: told.length,
    average: cadence.average.toFixed(1).replace(".", ","),
    word: words[cadence.state],
    icon: cadence.state === "dat" ? "check" : cadence.state === "thieu" ? "warn" : "clock",
    tint: cadence.state === "dat" ? "good" : "gold",
    rule: `${LOUDSPEAKER[0]?.least}–${LOUDSPEAKER[0]?.most} lượt mỗi tuần, tuần từ thứ Hai đến Chủ nhật; tuần qua hai đợt tính theo ngày`,
    weeks: cadence.weeks.map(({ monday, n, least, state }) => ({
      monday: formatDate(new Date(`${monday}T00:00:00+07:00`)),
      n,
      asked: formatNumber(Math.ceil(least)),
      open: state === "chua-het",
      short: state === "thieu",
    })),
  };
}
