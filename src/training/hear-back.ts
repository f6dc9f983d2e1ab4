import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Course } from "./class.model.ts";
import { addScore, findSeat, noteApplied } from "./class.store.ts";
import { AFTER_DAYS, mayTellApplied } from "./rules.ts";
import type { ClassDeps } from "./steer-class.ts";

/** One to five, and nobody's name with it; never more answers than the class has people. */
export async function evaluate(course: Course, score: number): Promise<void> {
  if (!Number.isInteger(score) || score < 1 || score > 5) throw invalid({ score: "Chọn từ 1 đến 5" });
  if (course.scores.reduce((sum, one) => sum + one, 0) >= course.capacity)
    throw conflict("Lớp đã nhận đủ số lượt đánh giá bằng số người của lớp.");
  if (!(await addScore(String(course._id), score))) throw conflict("Lớp này chưa nhận đánh giá.");
}

export async function tellApplied(deps: ClassDeps, course: Course, seatId: string, note: string): Promise<void> {
  if (!mayTellApplied(course, deps.clock.now()))
    throw conflict(`Ghi kết quả áp dụng được sau ${AFTER_DAYS} ngày kể từ ngày học.`);
  const seat = await findSeat(String(course._id), seatId);
  if (!seat) throw notFound("đơn vị này trong lớp");
  if (course.state === "reported" && seat.applied?.note === nfc(note.trim())) return;
  if (note.trim().length < 10) throw invalid({ note: "Ghi việc đã áp dụng và minh chứng, ít nhất 10 chữ" });
  if (course.state !== "reported" || seat.ticket === "")
    throw conflict("Ghi kết quả áp dụng được khi đơn vị đã cử người và lớp đã báo cáo.");
  if (seat.applied || !(await noteApplied(seatId, { note: nfc(note.trim()), at: deps.clock.now() })))
    throw conflict("Đơn vị đã ghi kết quả áp dụng. Mở lại trang để xem.");
}
