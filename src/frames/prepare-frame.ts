import type { Person } from "../content/item.model.ts";
import { passGate } from "../gate/pass-gate.ts";
import type { Clock } from "../kernel/clock.ts";
import type { UploadedFile } from "../kernel/console-route.ts";
import { type SecretBox, sha256Hex } from "../kernel/crypto.ts";
import { conflict, type FieldErrors, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { codeOf, holds, type Whose } from "../kernel/scope.ts";
import type { Outside } from "../outside/task.ts";
import { checkMasterTask } from "./frame.tasks.ts";
import { addFrame, changeFrame, findFrame, type FrameHead } from "./frame.store.ts";

export interface FrameDeps {
  clock: Clock;
  box: SecretBox;
}
export interface FrameFileDeps extends FrameDeps {
  outside: Outside;
}
export interface FrameForm {
  title: string;
  rules: string;
  startsAt: Date | undefined;
  endsAt: Date | undefined;
  chat: boolean;
}

/** @throws AppError 404 when it is not this unit's */
export async function loadFrame(whose: Whose, id: string): Promise<FrameHead> {
  const frame = await findFrame(id);
  if (!frame || !holds(whose, frame.unitCode)) throw notFound("khung ảnh này");
  return frame;
}

function readForm(form: FrameForm, now: Date) {
  const errors: FieldErrors = {};
  const title = nfc(form.title).trim();
  const { startsAt, endsAt } = form;
  if (title === "") errors["title"] = "Cần tên khung ảnh";
  if (!startsAt || !endsAt) errors["startsAt"] = "Cần ngày giờ bắt đầu và kết thúc";
  else if (startsAt >= endsAt) errors["endsAt"] = "Giờ kết thúc phải sau giờ bắt đầu";
  else if (endsAt <= now) errors["endsAt"] = "Giờ kết thúc đã qua. Chọn giờ khác";
  if (Object.keys(errors).length > 0 || !startsAt || !endsAt) throw invalid(errors);
  return { title, rules: nfc(form.rules).trim(), startsAt, endsAt, chat: form.chat };
}

/** Saves a campaign and, when a file came, its master. @throws AppError 422, 409 unless it is being edited */
export async function saveFrame(
  deps: FrameFileDeps,
  whose: Whose,
  form: FrameForm,
  file: UploadedFile | undefined,
  by: Person,
  id = "",
): Promise<string> {
  const now = deps.clock.now();
  const fields = readForm(form, now);
  const master = file
    ? {
        masterKind: await deps.outside.run(checkMasterTask, file.bytes),
        master: file.bytes,
        masterHash: sha256Hex(file.bytes),
      }
    : {};
  if (id !== "") {
    await loadFrame(whose, id);
    if (!(await changeFrame(whose, id, ["editing"], { ...fields, ...master, updatedAt: now })))
      throw conflict("Khung đang chờ duyệt hoặc đã mở, không sửa được.");
    return id;
  }
  return addFrame({
    unitCode: codeOf(whose),
    masterKind: "",
    master: Buffer.alloc(0),
    masterHash: "",
    ...fields,
    ...master,
    state: "editing",
    by,
    submittedBy: null,
    approved: null,
    returned: null,
    countKey: "",
    people: 0,
    phones: 0,
    updatedAt: now,
  });
}

export async function submitFrame(deps: FrameDeps, whose: Whose, id: string, by: Person): Promise<void> {
  const frame = await loadFrame(whose, id);
  const errors: FieldErrors = {};
  if (frame.masterKind === "") errors["master"] = "Cần tệp khung trước khi trình";
  if (frame.rules === "") errors["rules"] = "Cần vài câu thể lệ: dùng làm gì, đến bao giờ";
  if (frame.endsAt <= deps.clock.now()) errors["endsAt"] = "Khung đã hết hạn";
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const { title, rules } = frame;
  await passGate({ unitCode: codeOf(whose), officialId: by.id, now: deps.clock.now() }, { title, rules });
  const change = { state: "waiting" as const, submittedBy: by, returned: null, updatedAt: deps.clock.now() };
  if (!(await changeFrame(whose, id, ["editing"], change))) throw conflict("Khung không ở trạng thái đang soạn.");
}

export async function returnFrame(
  deps: FrameDeps,
  whose: Whose,
  id: string,
  reason: string,
  by: Person,
): Promise<void> {
  if (reason.trim() === "") throw invalid({ reason: "Cần lý do trả lại" });
  const now = deps.clock.now();
  const returned = { by, at: now, reason: reason.trim() };
  if (!(await changeFrame(whose, id, ["waiting"], { state: "editing", returned, updatedAt: now })))
    throw conflict("Khung không còn chờ duyệt.");
}

export async function endFrame(deps: FrameDeps, whose: Whose, id: string): Promise<void> {
  const now = deps.clock.now();
  const frame = await loadFrame(whose, id);
  if (
    frame.endsAt <= now ||
    !(await changeFrame(whose, id, ["published"], { state: "ended", endsAt: now, updatedAt: now }))
  )
    throw conflict("Khung không ở trạng thái đang mở.");
}
