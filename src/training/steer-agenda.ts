import type { Person } from "../content/item.model.ts";
import type { UploadedFile } from "../kernel/console-route.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { conflict, type FieldErrors, invalid, notFound } from "../kernel/errors.ts";
import { rowOf } from "../kernel/table.ts";
import { isArchive } from "../kernel/unpack.ts";
import { fold, nfc } from "../kernel/vietnamese.ts";
import { inOneLine } from "../reports/printable.ts";
import { addNote, putFile, saveAgendaRow, saveEstimate } from "./agenda.store.ts";
import type { AgendaItem, Course } from "./class.model.ts";
import { type ClassDeps, mustFindCourse } from "./steer-class.ts";

const oneLine = (text: string): string => nfc(inOneLine(text).replace(/\s+/g, " ").trim());
const changed = () => conflict("Lớp vừa được người khác thay đổi, hoặc đã chốt báo cáo. Mở lại trang rồi làm lại.");
const rowAt = (course: Course, n: number): AgendaItem => {
  const row = course.agenda[n];
  if (!row) throw notFound("nội dung này của lớp");
  return row;
};

/**
 * Who speaks for how long. What the class is about was approved and stays; another speaker has to be asked anew.
 * @throws AppError 404, 409, 422 by field
 */
export async function planTopic(course: Course, n: number, given: { speaker: string; minutes: number }): Promise<void> {
  const row = rowAt(course, n);
  const speaker = oneLine(given.speaker);
  const errors: FieldErrors = {};
  if (speaker.length > 120) errors["speaker"] = "Ghi tên báo cáo viên, nhiều nhất 120 chữ";
  if (!Number.isInteger(given.minutes) || given.minutes < 1 || given.minutes > 480)
    errors["minutes"] = "Ghi số phút, từ 1 đến 480";
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const isSame = fold(speaker) === fold(row.speaker);
  const asked = isSame
    ? { invitedAt: row.invitedAt ?? null, answer: row.answer ?? "", reason: row.reason ?? "" }
    : { invitedAt: null, answer: "" as const, reason: "" };
  if (!(await saveAgendaRow(course, n, { ...row, speaker, minutes: given.minutes, ...asked }))) throw changed();
}

/** Nobody is asked before the class is approved, as nobody is invited (S0-16). */
export async function inviteSpeaker(deps: ClassDeps, course: Course, n: number): Promise<void> {
  const row = rowAt(course, n);
  if (course.state === "draft") throw conflict("Lớp cần được phê duyệt trước khi mời báo cáo viên.");
  if (row.speaker === "") throw invalid({ speaker: "Ghi tên báo cáo viên rồi mời" });
  if (!(await saveAgendaRow(course, n, { ...row, invitedAt: deps.clock.now(), answer: "", reason: "" })))
    throw changed();
}

/** What a speaker says by the own link, or somebody notes after a telephone call. */
export async function answerForSpeaker(course: Course, n: number, answer: string, reason: string): Promise<void> {
  const row = rowAt(course, n);
  if (!row.invitedAt) throw conflict("Báo cáo viên chưa được mời cho nội dung này.");
  if (answer !== "yes" && answer !== "no") throw invalid({ answer: "Chọn nhận lời hoặc không nhận" });
  const why = oneLine(reason).slice(0, 500);
  if (answer === "no" && why === "") throw invalid({ reason: "Ghi lý do, để đơn vị tổ chức mời người khác" });
  if (!(await saveAgendaRow(course, n, { ...row, answer, reason: answer === "no" ? why : "" }))) throw changed();
}

/** The link of one speaker of one topic: another speaker of the same topic has another. */
export const speakerMark = (mark: (text: string) => string, course: Course, n: number): string =>
  mark(`class-speaker:${String(course._id)}:${n}:${sha256Hex(fold(course.agenda[n]?.speaker ?? ""))}`);
export async function topicByMark(mark: (text: string) => string, id: string, given: string) {
  const course = await mustFindCourse(id);
  const n = course.agenda.findIndex((row, at) => row.invitedAt && speakerMark(mark, course, at) === given);
  if (n < 0) throw notFound("lời mời này, hoặc lời mời đã thay");
  return { course, n, row: rowAt(course, n) };
}

const TYPES: Readonly<Record<string, { type: string; zip: boolean }>> = {
  pdf: { type: "application/pdf", zip: false },
  docx: { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", zip: true },
  pptx: { type: "application/vnd.openxmlformats-officedocument.presentationml.presentation", zip: true },
  xlsx: { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", zip: true },
};
/** By its bytes what its name says, and nothing that runs by itself. @throws AppError 422 */
function checkFile(file: UploadedFile): { name: string; type: string } {
  const name = oneLine(file.name)
    .replace(/[\\/:*?"<>|]/g, "-")
    .slice(-120);
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const kind = rowOf(TYPES, ending);
  const isSo = kind?.zip ? isArchive(file.bytes) : file.bytes.subarray(0, 5).toString("latin1") === "%PDF-";
  if (!kind || !isSo)
    throw invalid({ file: "Nhận tệp PDF, Word, PowerPoint, Excel (.pdf .docx .pptx .xlsx), đúng như tên tệp" });
  // names of an archive's parts stand in it as they are
  if (kind.zip && /vbaProject|activeX/i.test(file.bytes.toString("latin1")))
    throw invalid({ file: "Tệp có macro nên không nhận. Lưu lại không có macro rồi tải lên" });
  return { name, type: kind.type };
}

export const ESTIMATE = "du-toan";
export const fileId = (course: Pick<Course, "_id">, slot: string): string => `${String(course._id)}:${slot}`;
/** A file for one topic, or the cost estimate. @throws AppError 404, 409, 422 */
export async function attachFile(deps: ClassDeps, course: Course, slot: string, file: UploadedFile): Promise<void> {
  const { name, type } = checkFile(file);
  const row = slot === ESTIMATE ? undefined : rowAt(course, Number(slot));
  const said = row
    ? await saveAgendaRow(course, Number(slot), { ...row, file: name })
    : await saveEstimate(course, name);
  if (!said) throw changed();
  const classId = String(course._id);
  await putFile({ _id: fileId(course, slot), classId, name, type, bytes: file.bytes, at: deps.clock.now() });
}

/** What somebody of the department writes beside a class: advice, which decides nothing (S0-20). */
export async function noteBeside(deps: ClassDeps, course: Course, given: string, by: Person): Promise<void> {
  const text = nfc(given.trim());
  if (text === "" || text.length > 2000) throw invalid({ text: "Ghi ý kiến, nhiều nhất 2.000 chữ" });
  if (!(await addNote(String(course._id), { text, by, at: deps.clock.now() })))
    throw conflict("Lớp đã có đủ 200 ý kiến.");
}
