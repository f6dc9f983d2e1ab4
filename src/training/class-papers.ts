import { notFound } from "../kernel/errors.ts";
import type { Outside } from "../outside/task.ts";
import { drawCertificateTask } from "../quizzes/quiz.tasks.ts";
import { findUnit } from "../units/unit.store.ts";
import { type Certifier, certificateCode } from "./certificate.ts";
import type { Course, Seat } from "./class.model.ts";
import { hasEntered } from "./class.store.ts";
import { writeInvitationTask } from "./class.tasks.ts";
import { presentClass } from "./present.ts";
import { type ClassDeps, ticketOf } from "./steer-class.ts";
import { typedCode } from "./ticket.ts";
import { certificateSheet } from "./write-certificate.ts";

export type PaperDeps = ClassDeps & { outside: Outside; quiz: Certifier; publicUrl: string };
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** The invitation of who was named, with the ticket. @throws AppError 404 */
export async function invitationFile(deps: PaperDeps, course: Course, seat: Seat | null, now: Date) {
  if (!seat || seat.ticket === "") throw notFound("người được cử");
  const [unit, code] = await Promise.all([findUnit(course.unitCode), ticketOf(deps, course, seat)]);
  const { days, when } = presentClass(course);
  const body = await deps.outside.run(writeInvitationTask, {
    course,
    days,
    when,
    name: deps.box.open(seat.name),
    unitName: seat.unitName,
    code,
    typed: typedCode(seat.ticket),
    office: unit?.office ?? "",
    place: unit?.province.replace(/^Tỉnh\s+/u, "") ?? "",
    at: now,
  });
  return { kind: "file" as const, name: "giay-moi.docx", type: DOCX, body: Buffer.from(body) };
}

/** The certificate of who came, while it is known who came. @throws AppError 404 */
export async function certificateFile(deps: PaperDeps, course: Course, seat: Seat | null, now: Date) {
  const classId = String(course._id);
  const came = seat && course.state === "reported" && (await hasEntered(classId, seat.ticket));
  if (!came)
    throw notFound("giấy chứng nhận: cấp cho người có mặt, sau khi chốt báo cáo, trong 90 ngày danh sách còn lưu");
  const name = deps.box.open(seat.name);
  const [unit, code] = await Promise.all([findUnit(course.unitCode), certificateCode(deps.quiz, classId, name)]);
  const { title, days, when } = presentClass(course);
  const checkUrl = `${deps.publicUrl}/cong-khai/lop/${classId}`;
  const words = {
    office: unit?.office ?? "",
    title,
    name,
    unitName: seat.unitName,
    days,
    when,
    code,
    checkUrl,
    at: now,
  };
  const body = Buffer.from(await deps.outside.run(drawCertificateTask, certificateSheet(words)));
  return { kind: "file" as const, name: "giay-chung-nhan.pdf", type: "application/pdf", body };
}
