import { formatNumber, formatShare } from "./dates.ts";

/** Geometry of server-drawn charts (ui.md §4): numbers go in, lengths come out; words and colours are the view's. */
export interface Bar {
  name: string;
  n: number;
  /** share of the row above, in words; "" for the first */
  share: string;
  y: number;
  width: number;
  label: string;
  labelX: number;
  /** the number stands in the bar when it would leave the picture */
  inside: boolean;
}

/** Horizontal bars, longest possible = `width`. `rowHeight` and the label column are the view's 700 or 340 px drawing. */
export function barsOf(rows: { name: string; n: number }[], width: number, rowHeight: number, funnel: boolean): Bar[] {
  const most = Math.max(1, ...rows.map((row) => row.n));
  return rows.map((row, index) => {
    const length = Math.round((row.n / most) * width);
    const before = rows[index - 1];
    const inside = length > width - 70;
    return {
      ...row,
      share: funnel && before && before.n > 0 ? formatShare(row.n / before.n) : "",
      y: index * rowHeight,
      width: length,
      label: formatNumber(row.n),
      labelX: inside ? length - 8 : length + 8,
      inside,
    };
  });
}

export interface RangeRow {
  name: string;
  y: number;
  low: number;
  high: number;
  dot: number;
}

/** Dots with ranges on one axis from 0 to `most`; `x` lengths in px of a `width` px axis. */
export function rangesOf(
  rows: { name: string; low: number; mean: number; high: number }[],
  most: number,
  width: number,
  rowHeight: number,
): RangeRow[] {
  const x = (value: number): number => Math.round((Math.min(value, most) / Math.max(1, most)) * width);
  return rows.map((row, index) => ({
    name: row.name,
    y: index * rowHeight,
    low: x(row.low),
    high: Math.max(x(row.high), x(row.low) + 1),
    dot: x(row.mean),
  }));
}

/** A line of a figure over time: corners as `points` of an SVG polyline, from 0 at the bottom to `most` at the top. */
export function lineOf(
  marks: readonly { at: Date; n: number }[],
  most: number,
  { width, height }: { width: number; height: number },
): string {
  const first = marks[0]?.at.getTime() ?? 0;
  const span = Math.max(1, (marks.at(-1)?.at.getTime() ?? 0) - first);
  return marks
    .map(({ at, n }) => {
      const x = ((at.getTime() - first) / span) * width;
      const y = height - (Math.min(n, most) / Math.max(1, most)) * height;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}
