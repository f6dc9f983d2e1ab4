import type { Person } from "../content/item.model.ts";
import { passGate } from "../gate/pass-gate.ts";
import type { Clock } from "../kernel/clock.ts";
import type { UploadedFile } from "../kernel/console-route.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { conflict, type FieldErrors, invalid, notFound } from "../kernel/errors.ts";
import type { Jobs } from "../kernel/job.ts";
import { codeOf, holds, type Whose } from "../kernel/scope.ts";
import { rowOf } from "../kernel/table.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { makeVoiceJob } from "./make-voice.job.ts";
import { missingTools } from "./run-tool.ts";
import { type Entry, toSpoken } from "./spoken/spoken-form.ts";
import type { Reading } from "./voice.model.ts";
import { addReading, changeReading, findBook, findReading, keepBrought, saveBook } from "./voice.store.ts";
import { RATES, VOICES } from "./voices.ts";

export interface PrepareDeps {
  clock: Clock;
  producer: Jobs;
}
export interface VoiceForm {
  title: string;
  issuer: string;
  written: string;
  /** as it stood in the box; the words are made anew when the text changed and nobody put them right */
  spoken: string;
  voice: string;
  rate: string;
}

const MOST_LETTERS = 60_000;
const CHANGED = "Nội dung vừa được người khác thay đổi. Tải lại trang rồi làm lại.";

/** @throws AppError 404 when it is not this unit's */
export async function loadReading(whose: Whose, id: string): Promise<Reading> {
  const reading = await findReading(id);
  if (!reading || !holds(whose, reading.unitCode)) throw notFound("bản đọc này");
  return reading;
}

function readForm(form: VoiceForm) {
  const errors: FieldErrors = {};
  const [title, written] = [nfc(form.title).trim(), nfc(form.written).replaceAll("\r\n", "\n").trim()];
  const rate = RATES.find((one) => String(one) === form.rate);
  if (title === "") errors["title"] = "Cần tên bài";
  if (written === "") errors["written"] = "Chưa có chữ nào để đọc";
  if (written.length > MOST_LETTERS)
    errors["written"] = `Bài dài ${written.length} ký tự, nhiều hơn ${MOST_LETTERS}. Chia thành nhiều bài`;
  if (!rowOf(VOICES, form.voice)) errors["voice"] = "Chọn một giọng trong danh sách";
  if (!rate) errors["rate"] = "Chọn một tốc độ trong danh sách";
  if (Object.keys(errors).length > 0 || !rate) throw invalid(errors);
  return { title, written, issuer: nfc(form.issuer).trim(), voice: form.voice, rate };
}

/** What changes with every saving: no file and no yes outlives other words. */
const afresh = (now: Date) => ({
  state: "editing" as const,
  failure: "",
  takenUntil: null,
  sound: null,
  heard: [],
  updatedAt: now,
});

export async function startReading(deps: PrepareDeps, whose: Whose, form: VoiceForm, by: Person): Promise<string> {
  const { title, written, ...rest } = readForm(form);
  const [unitCode, now] = [codeOf(whose), deps.clock.now()];
  await passGate({ unitCode, officialId: by.id, now }, { title, written });
  const book = await findBook(unitCode);
  const { spoken } = toSpoken(written, book.entries);
  return addReading({
    unitCode,
    title,
    written,
    ...rest,
    spoken,
    corrected: false,
    by,
    source: "machine",
    brought: "",
    bookVersion: book.version,
    revision: 0,
    ...afresh(now),
  });
}

/** Saves words. What a person typed as spoken stays, as long as the written text did. @throws AppError 404, 409, 422 */
export async function saveReading(
  deps: PrepareDeps,
  whose: Whose,
  id: string,
  form: VoiceForm,
  by: Person,
): Promise<void> {
  const reading = await loadReading(whose, id);
  const fields = readForm(form);
  await passGate(
    { unitCode: reading.unitCode, officialId: by.id, now: deps.clock.now() },
    { title: fields.title, written: fields.written },
  );
  const book = await findBook(reading.unitCode);
  const typed = nfc(form.spoken).replaceAll("\r\n", "\n").trim();
  const sameText = fields.written === reading.written;
  const corrected = sameText && typed !== "" && (typed !== reading.spoken || reading.corrected);
  const spoken = corrected ? typed : toSpoken(fields.written, book.entries).spoken;
  const change = { ...fields, spoken, corrected, bookVersion: book.version, ...afresh(deps.clock.now()) };
  if (!(await changeReading(reading, change))) throw conflict(CHANGED);
}

/** Whatever a voice would not say for sure, in the words that are to be spoken. */
export const questionsOf = (reading: Pick<Reading, "written" | "spoken" | "corrected">, entries: readonly Entry[]) =>
  reading.corrected ? toSpoken(reading.spoken).unknown : toSpoken(reading.written, entries).unknown;

/** [Đọc thành tiếng]. @throws AppError 409 while something is open, 422 */
export async function orderVoice(deps: PrepareDeps, whose: Whose, id: string): Promise<void> {
  const reading = await loadReading(whose, id);
  if (reading.state === "making") throw conflict("Máy đang đọc bài này. Chờ xong rồi đọc lại.");
  const book = await findBook(reading.unitCode);
  const spoken = reading.corrected ? reading.spoken : toSpoken(reading.written, book.entries).spoken;
  const open = questionsOf(reading, book.entries);
  if (open.length > 0)
    throw conflict(
      `Còn ${open.length} chỗ chưa rõ cách đọc: ${open
        .slice(0, 5)
        .map(({ token }) => `“${token}”`)
        .join(", ")}. Trả lời rồi đọc.`,
    );
  const missing = missingTools();
  if (missing.length > 0)
    throw conflict(`Máy chủ chưa cài ${missing.join(", ")}. Nhờ quản trị cài, hoặc phát bản viết.`);
  await make(deps, reading, { source: "machine", spoken, bookVersion: book.version });
}

async function make(deps: PrepareDeps, reading: Reading, change: Partial<Reading>): Promise<void> {
  const all = { ...change, ...afresh(deps.clock.now()), state: "making" as const };
  if (!(await changeReading(reading, all))) throw conflict(CHANGED);
  await deps.producer.add(makeVoiceJob, { v: 1, readingId: String(reading._id), revision: reading.revision + 1 });
}

/** Somebody's own voice, equal to the machine's. @throws AppError 409, 422 */
export async function bringRecording(
  deps: PrepareDeps,
  whose: Whose,
  id: string,
  file: UploadedFile | undefined,
): Promise<void> {
  const reading = await loadReading(whose, id);
  if (!file || file.bytes.length === 0) throw invalid({ audio: "Chọn tệp thu âm để tải lên" });
  if (missingTools().length > 0)
    throw conflict(`Máy chủ chưa cài ${missingTools().join(", ")} nên chưa nhận được tệp thu.`);
  const brought = sha256Hex(file.bytes);
  await keepBrought(id, brought, file.bytes, deps.clock.now());
  await make(deps, reading, { source: "person", brought });
}

/** An answer to a question of how to read: kept in the unit's book for the next time as well. @throws AppError 409, 422 */
export async function answerQuestion(whose: Whose, { written, spoken }: Entry): Promise<void> {
  const entry = { written: nfc(written).trim(), spoken: nfc(spoken).trim() };
  if (entry.written === "" || entry.spoken === "") throw invalid({ answer: "Cần gõ cách đọc" });
  if (entry.written.length > 100 || entry.spoken.length > 300)
    throw invalid({ answer: "Dài quá. Sửa ngay trong bản đọc" });
  const again = toSpoken(entry.spoken);
  if (again.unknown.length > 0 || again.spoken !== entry.spoken)
    throw invalid({ answer: "Cách đọc phải viết hoàn toàn bằng chữ, không có số hay chữ tắt" });
  const book = await findBook(codeOf(whose));
  const entries = [...book.entries.filter((one) => one.written !== entry.written), entry];
  if (entries.length > 2000) throw invalid({ answer: "Sổ cách đọc đã đủ 2.000 mục" });
  if (!(await saveBook({ ...book, entries }))) throw conflict(CHANGED);
}

/** The unit's own rule of length, and an entry that goes. @throws AppError 409, 422 */
export async function changeBook(whose: Whose, form: { most: string; remove: string }): Promise<void> {
  const book = await findBook(codeOf(whose));
  const most = form.most.trim() === "" ? 0 : readMinutes(form.most);
  if (most === undefined) throw invalid({ most: "Gõ phút và giây, ví dụ 7:00" });
  const entries = book.entries.filter(({ written }) => written !== form.remove);
  if (!(await saveBook({ ...book, most, entries }))) throw conflict(CHANGED);
}

function readMinutes(typed: string): number | undefined {
  const [, minutes, seconds] = /^\s*(\d{1,2})(?::([0-5]\d))?\s*$/.exec(typed) ?? [];
  const all = Number(minutes) * 60 + Number(seconds ?? 0);
  return minutes !== undefined && all > 0 && all <= 1200 ? all : undefined;
}
