/** How often something is to be broadcast, and whether it was: one pure function for page, report and export (S4-09, S4-18, S4-25). */
export interface CadencePhase {
  name: string;
  /** first day, yyyy-mm-dd in Vietnam */
  from: string;
  /** last day, "" for open */
  to: string;
  least: number;
  most: number;
}

export interface CadenceWeek {
  /** Monday and Sunday */
  monday: string;
  sunday: string;
  /** days of the week that count: from the unit's birth on, within phases, up to today */
  days: number;
  n: number;
  /** what those days ask for: each phase by its share of the week */
  least: number;
  /** names of the phases the week lies in */
  phases: string[];
  state: "dat" | "thieu" | "chua-het" | "ngoai";
  missing: number;
}

export interface Cadence {
  weeks: CadenceWeek[];
  /** broadcasts a week over the weeks that are over, one digit */
  average: number;
  /** what all of them together asked for */
  least: number;
  missing: number;
  /** "chua-co" until a week is over; who told nothing is short, not unknown */
  state: "dat" | "thieu" | "chua-co";
}

const DAY_MS = 86_400_000;
const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
const dayOf = (n: number): string => new Date(n * DAY_MS).toISOString().slice(0, 10);
/** 01/01/1970 was a Thursday. */
const mondayOf = (n: number): number => n - ((((n + 3) % 7) + 7) % 7);

/**
 * The weeks from the first day asked for to the last, Monday to Sunday. A week across two phases asks each for its share
 * by days; a week is judged once it is over. Days before the unit's birth ask for nothing.
 * @param logs days of broadcasts, one entry each @param born first day of the unit @param today nothing after it counts
 */
export function judgeCadence(
  logs: readonly string[],
  phases: readonly CadencePhase[],
  span: { from: string; to: string; born: string; today: string },
): Cadence {
  const [first, last] = [dayNumber(span.from), dayNumber(span.to)];
  const [born, today] = [dayNumber(span.born), dayNumber(span.today)];
  const counts = new Map<number, number>();
  for (const log of logs) {
    const n = dayNumber(log);
    if (n >= Math.max(first, born) && n <= Math.min(last, today)) counts.set(n, (counts.get(n) ?? 0) + 1);
  }
  const weeks: CadenceWeek[] = [];
  for (let monday = mondayOf(first); monday <= last; monday += 7) {
    const days = Array.from({ length: 7 }, (_, k) => monday + k).filter((n) => n >= Math.max(first, born) && n <= last);
    const lies = days.map((n) => phaseOn(phases, n)).filter((one) => one !== undefined);
    const ask = lies.reduce((sum, { least }) => sum + least / 7, 0);
    // shares of a whole week add up to its whole figure, whatever the seventh parts do
    const least = Math.round(ask * 1000) / 1000;
    const n = days.reduce((sum, day) => sum + (counts.get(day) ?? 0), 0);
    const missing = Math.max(0, Math.ceil(least - n - 1e-9));
    const open = monday + 6 > today && last >= today;
    const state = lies.length === 0 ? "ngoai" : open ? "chua-het" : missing === 0 ? "dat" : "thieu";
    weeks.push({
      monday: dayOf(monday),
      sunday: dayOf(monday + 6),
      days: lies.length,
      n,
      least,
      phases: [...new Set(lies.map(({ name }) => name))],
      state,
      missing: state === "thieu" ? missing : 0,
    });
  }
  return sumUp(weeks);
}

const phaseOn = (phases: readonly CadencePhase[], n: number): CadencePhase | undefined =>
  phases.find(({ from, to }) => dayNumber(from) <= n && (to === "" || n <= dayNumber(to)));

/** On the average of the weeks that are over: 2, 3, 3, 2 is 2,5 and met; 1, 1, 2 lacks two. */
function sumUp(weeks: CadenceWeek[]): Cadence {
  const over = weeks.filter(({ state }) => state === "dat" || state === "thieu");
  const n = over.reduce((sum, week) => sum + week.n, 0);
  const least = Math.round(over.reduce((sum, week) => sum + week.least, 0) * 1000) / 1000;
  const days = over.reduce((sum, week) => sum + week.days, 0);
  const missing = Math.max(0, Math.ceil(least - n - 1e-9));
  return {
    weeks,
    average: days === 0 ? 0 : Math.round((n / (days / 7)) * 10) / 10,
    least,
    missing,
    state: over.length === 0 ? "chua-co" : missing === 0 ? "dat" : "thieu",
  };
}
