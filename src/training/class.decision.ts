import { canonical } from "../decisions/compare.ts";
import { defineDecision, oneKey } from "../decisions/decision.ts";
import { holds } from "../kernel/scope.ts";
import type { Course } from "./class.model.ts";
import { decideCourse, findCourse } from "./class.store.ts";
import { spanOf } from "./rules.ts";

/** A class may invite: another person than who planned it. */
export const classApproval = defineDecision<Course>({
  name: "class",
  what: "lớp này",
  may: "classes.approve",
  sixDigits: null,
  keys: oneKey,
  given: ({ approval }) => (approval ? [approval] : []),
  notBy: ({ author }) => [author.id],
  notByWords: "Người lập lớp không tự phê duyệt.",
  async load(_, whose, id) {
    const course = await findCourse(id);
    return course && holds(whose, course.unitCode) ? course : null;
  },
  isOpen: ({ state }) => state === "draft",
  closedWords: "Lớp này đã phê duyệt.",
  covers: (course) => ({
    "Tên lớp": course.title,
    "Mục đích": course.objectives.join("\n"),
    "Thời gian": `${spanOf(course).from} – ${spanOf(course).to}, ${course.halfDays} nửa ngày`,
    "Địa điểm": `${course.venue} ${course.mapUrl}`,
    "Số người": String(course.capacity),
    "Đối tượng": canonical(course.groups),
    "Nội dung": canonical(course.agenda),
    "Kinh phí": course.money,
  }),
  apply: (_, course, __, { by, at, fingerprint }) => decideCourse(course, { by, at, fingerprint }),
});
