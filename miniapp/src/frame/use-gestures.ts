import { type PointerEvent, useRef } from "react";
import { clampView, type View } from "./compose.ts";

interface Spot {
  x: number;
  y: number;
}
const middle = (a: Spot, b: Spot): Spot => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** One finger moves, two move, stretch and turn. `begin` is called once for each gesture, before its first change. */
export function useGestures(view: View, begin: () => void, change: (view: View) => void) {
  const spots = useRef(new Map<number, Spot>());
  const now = useRef(view);
  now.current = view;
  // two fingers report in one frame: the second must build on the first, not on what was drawn last
  const apply = (next: View): void => {
    now.current = clampView(next);
    change(now.current);
  };
  const place = (event: PointerEvent<HTMLElement>): Spot => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / width };
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      event.currentTarget.setPointerCapture(event.pointerId);
      if (spots.current.size === 0) begin();
      if (spots.current.size < 2) spots.current.set(event.pointerId, place(event));
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const before = spots.current.get(event.pointerId);
      if (!before) return;
      const after = place(event);
      const other = [...spots.current].find(([id]) => id !== event.pointerId)?.[1];
      spots.current.set(event.pointerId, after);
      const { x, y, width, angle } = now.current;
      if (!other) return apply({ x: x + after.x - before.x, y: y + after.y - before.y, width, angle });
      const [from, to] = [middle(before, other), middle(after, other)];
      const length = (a: Spot): number => Math.hypot(a.x - other.x, a.y - other.y) || 1e-6;
      const slope = (a: Spot): number => Math.atan2(a.y - other.y, a.x - other.x);
      const grow = length(after) / length(before);
      const turn = slope(after) - slope(before);
      const [dx, dy] = [x - from.x, y - from.y];
      apply({
        x: to.x + grow * (dx * Math.cos(turn) - dy * Math.sin(turn)),
        y: to.y + grow * (dx * Math.sin(turn) + dy * Math.cos(turn)),
        width: width * grow,
        angle: angle + turn,
      });
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => void spots.current.delete(event.pointerId),
    onPointerCancel: (event: PointerEvent<HTMLElement>) => void spots.current.delete(event.pointerId),
  };
}
