import type { RouteContext } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import type { Course, Seat } from "./class.model.ts";
import { findSeat, seatsOfUnit } from "./class.store.ts";
import { mustFindCourse } from "./steer-class.ts";

export interface Found {
  course: Course;
  seat: Seat | null;
}
/** A seat of a class of the own department. @throws AppError 404 */
export async function seatOfClass(context: RouteContext, seatId: string): Promise<Found> {
  const course = await mustFindCourse(context.params["id"] ?? "");
  if (!holds(context.me.scope, course.unitCode)) throw notFound("lớp này");
  return { course, seat: await findSeat(String(course._id), seatId) };
}

/** A seat of the own unit, no other unit's. @throws AppError 404 */
export async function ownSeat(context: RouteContext, seatId: string): Promise<Found> {
  const course = await mustFindCourse(context.params["id"] ?? "");
  const seat = await findSeat(String(course._id), seatId);
  const ownClass = holds(context.me.scope, course.unitCode);
  // who has a seat in the class may ask for one that is not there, and is told that the class is full
  const takesPart = ownClass || (await seatsOfUnit(context.me.scope)).some((one) => one.classId === String(course._id));
  if (!takesPart || (seat && !ownClass && !holds(context.me.scope, seat.unitCode))) throw notFound("chỗ này trong lớp");
  return { course, seat };
}
