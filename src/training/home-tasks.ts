import type { Task, TaskKind } from "../kernel/room.ts";
import { dayKey } from "../kernel/send-hours.ts";
import type { Course, Seat } from "./class.model.ts";
import { findCourses, seatsOfUnit } from "./class.store.ts";
import { presentClass } from "./present.ts";
import { mayTellApplied } from "./rules.ts";

const dayOf = (key: string): string => key.split("-").toReversed().join("/");

const unnamed = (course: Course, seats: readonly Seat[]): Task[] => {
  const empty = seats.filter((one) => one.ticket === "");
  if (course.state !== "open" || empty.length === 0) return [];
  const reminded = empty[0]?.reminded.at(-1);
  const note = `“${course.title}”${reminded ? ` · Sở đã nhắc ngày ${dayOf(reminded)}` : ""}`;
  const tone = reminded ? ("danger" as const) : ("gold" as const);
  return [{ icon: "cap", tone, title: "Chưa cử người dự lớp", note, button: "Cử người", to: "/console/tap-huan" }];
};
/** Who was named holds no account: the unit passes the reminder on, on the day it comes. */
const called = (course: Course, seats: readonly Seat[], today: string): Task[] => {
  const named = seats.find((one) => one.ticket !== "" && one.called?.includes(today));
  if (!named || course.state !== "open") return [];
  const to = `/console/tap-huan/${String(course._id)}/giay-moi?cho=${encodeURIComponent(named._id)}`;
  const note = `“${course.title}” · ${presentClass(course).when} · nhắc người được cử mang giấy mời có mã`;
  return [{ icon: "cap", tone: "gold", title: "Nhắc người dự lớp", note, button: "Giấy mời và vé", to }];
};
const unapplied = (course: Course, seats: readonly Seat[], now: Date): Task[] => {
  const open = seats.some((one) => one.ticket !== "" && !one.applied);
  if (course.state !== "reported" || !open || !mayTellApplied(course, now)) return [];
  const note = `“${course.title}” · ghi việc đã áp dụng, kèm minh chứng`;
  return [
    { icon: "cap", tone: "tint", title: "Kết quả áp dụng sau lớp", note, button: "Ghi", to: "/console/tap-huan" },
  ];
};

/** What a unit is told on its first page: nobody named yet (S0-17), who was named to be reminded, what came of it (S0-21). */
export const classTasks: readonly TaskKind[] = [
  {
    may: "classes.nominate",
    rank: 57,
    async list({ scope }, now) {
      const seats = await seatsOfUnit(scope);
      const courses = await findCourses([...new Set(seats.map((one) => one.classId))]);
      const today = dayKey(now);
      return courses
        .flatMap((course) => {
          const own = seats.filter((one) => one.classId === String(course._id));
          return [...unnamed(course, own), ...called(course, own, today), ...unapplied(course, own, now)];
        })
        .slice(0, 5);
    },
  },
];
