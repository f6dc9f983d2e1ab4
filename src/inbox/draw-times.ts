import { formatDuration } from "../kernel/dates.ts";
import type { WeekOfAnswers } from "./response-times.ts";

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [700, 220, 76, 28, 14] as const;
/** Steps a scale may have: quarters of an hour, hours, days. */
const STEPS = [5, 15, 30, 60, 120, 240, 480, 1440, 2880, 7200, 14_400].map((minutes) => minutes * 60_000);

/** Two columns a week, median and p90, on one scale; words and numbers stand in the table below as well. */
export function drawTimes(weeks: readonly WeekOfAnswers[]) {
  const most = Math.max(60_000, ...weeks.map(({ p90Ms }) => p90Ms));
  const step = STEPS.find((one) => most / one <= 4) ?? most / 4;
  const top = Math.ceil(most / step) * step;
  const tall = HEIGHT - BOTTOM - TOP;
  const y = (ms: number): number => Math.round(TOP + tall - (ms / top) * tall);
  const cell = (WIDTH - LEFT) / Math.max(1, weeks.length);
  const bar = Math.floor(cell / 3);
  const column = (ms: number, x: number) => ({
    x: Math.round(x),
    y: y(ms),
    width: bar,
    height: HEIGHT - BOTTOM - y(ms),
  });
  return {
    width: WIDTH,
    height: HEIGHT,
    left: LEFT,
    base: HEIGHT - BOTTOM,
    marks: Array.from({ length: Math.round(top / step) + 1 }, (_, n) => ({
      y: y(n * step),
      label: n === 0 ? "0" : formatDuration(n * step),
    })),
    weeks: weeks.map(({ week, answers, medianMs, p90Ms }, n) => ({
      label: `${week.slice(8)}/${week.slice(5, 7)}`,
      x: Math.round(LEFT + cell * n + cell / 2),
      labelY: HEIGHT - 8,
      columns:
        answers > 0
          ? [
              { ...column(medianMs, LEFT + cell * n + cell / 2 - bar), kind: "median" },
              { ...column(p90Ms, LEFT + cell * n + cell / 2), kind: "p90" },
            ]
          : [],
    })),
  };
}
