import { formatDate, parseLocal } from "../kernel/dates.ts";
import type { Course, Seat } from "./class.model.ts";
import { openName } from "./open-name.ts";
import { scoresOf, spanOf, STATE_NAMES } from "./rules.ts";
import type { ClassDeps } from "./steer-class.ts";

export const shownScore = (scores: readonly number[]): { n: number; mean: string } | null => {
  const score = scoresOf(scores);
  return score && { n: score.n, mean: score.mean.toFixed(1).replace(".", ",") };
};
export const presentClass = (course: Course) => {
  const span = spanOf(course);
  const day = (iso: string): string => formatDate(parseLocal(iso) ?? new Date(0));
  return {
    id: String(course._id),
    title: course.title,
    state: course.state,
    stateName: STATE_NAMES[course.state],
    capacity: course.capacity,
    days: String(course.halfDays / 2).replace(".", ","),
    when: span.dated ? day(span.from) : `từ ${day(span.from)} đến ${day(span.to)}, chưa có ngày`,
    dated: span.dated,
  };
};
/** @param link of an office without an account; "" for none */
export const presentSeat = (deps: ClassDeps, seat: Seat, link = "") => ({
  link,
  id: seat._id,
  unitName: seat.unitName,
  named: seat.ticket !== "",
  name: openName(deps, seat.name),
  post: openName(deps, seat.post),
  replaced: seat.revoked.length,
  reminded: seat.reminded.at(-1) ?? "",
  applied: seat.applied?.note ?? "",
});

export { saidAtDoor } from "./door-words.ts";
