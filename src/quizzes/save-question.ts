import type { Person } from "../content/item.model.ts";
import { preparePicture } from "../content/prepare-picture.ts";
import type { Clock } from "../kernel/clock.ts";
import type { UploadedFile } from "../kernel/console-route.ts";
import { conflict, type FieldErrors, invalid, notFound } from "../kernel/errors.ts";
import { graphemes, nfc } from "../kernel/vietnamese.ts";
import type { Question, QuestionBody } from "./question.model.ts";
import { findQuestion, listByIds, putQuestion, retireQuestion, saveSound, setTick } from "./question.store.ts";
import { rowOf } from "../kernel/table.ts";

export const MOST_OPTIONS = 6;
const MOST_SOUND_BYTES = 2_000_000;
const SOUNDS: Readonly<Record<string, string>> = { "audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/mp4": "m4a" };

/** What a form, a sheet or a GIFT file says of a question, before it is looked at. */
export type QuestionDraft = Pick<
  QuestionBody,
  "category" | "text" | "options" | "right" | "why" | "sources" | "pictureAlt" | "transcript"
>;

/** What is wrong with a question, by field; {} when it may be saved. Sources and tick are asked for when it is used. */
export function faultsOf(draft: QuestionDraft): FieldErrors {
  const errors: FieldErrors = {};
  const { text, options, right, sources } = draft;
  if (graphemes(text) < 5 || graphemes(text) > 600) errors["text"] = "Câu hỏi cần từ 5 đến 600 ký tự";
  if (options.length < 2 || options.length > MOST_OPTIONS) errors["options"] = `Cần từ 2 đến ${MOST_OPTIONS} đáp án`;
  else if (options.some((one) => one === "" || graphemes(one) > 200))
    errors["options"] = "Mỗi đáp án cần từ 1 đến 200 ký tự";
  else if (new Set(options.map((one) => one.toLowerCase())).size < options.length)
    errors["options"] = "Có hai đáp án giống nhau";
  if (right.length < 1 || right.length > 4 || right.some((one) => one < 0 || one >= options.length))
    errors["right"] = "Cần chọn từ 1 đến 4 đáp án đúng";
  else if (right.length === options.length) errors["right"] = "Cần ít nhất một đáp án không đúng";
  if (sources.some(({ url }) => url !== "" && !/^https?:\/\/\S{3,400}$/.test(url)))
    errors["sources"] = "Địa chỉ nguồn phải bắt đầu bằng https://";
  return errors;
}

export const tidyQuestion = (draft: QuestionDraft): QuestionDraft => ({
  category: nfc(draft.category).trim(),
  text: nfc(draft.text).trim(),
  options: draft.options.map((one) => nfc(one).trim()),
  right: [...new Set(draft.right)].toSorted((a, b) => a - b),
  why: nfc(draft.why).trim(),
  sources: draft.sources
    .map(({ title, url }) => ({ title: nfc(title).trim(), url: url.trim() }))
    .filter(({ title, url }) => title !== "" || url !== ""),
  pictureAlt: nfc(draft.pictureAlt).trim(),
  transcript: nfc(draft.transcript).trim(),
});

export interface QuestionFiles {
  /** one picture or sound; what it is, its bytes say */
  media?: UploadedFile | undefined;
  /** take the picture or sound away */
  without?: boolean;
}

async function keepMedia(
  deps: { clock: Clock },
  unitCode: string,
  draft: QuestionDraft,
  { media, without = false }: QuestionFiles,
  old: Question | null,
): Promise<Pick<QuestionBody, "pictureId" | "soundId">> {
  if (!media) return without || !old ? { pictureId: "", soundId: "" } : old;
  if (media.mimeType.startsWith("audio/")) {
    if (!rowOf(SOUNDS, media.mimeType)) throw invalid({ media: "Âm thanh cần là MP3, OGG hoặc M4A" });
    if (media.bytes.length > MOST_SOUND_BYTES) throw invalid({ media: "Âm thanh cần dưới 2 MB" });
    if (draft.transcript === "") throw invalid({ transcript: "Cần bản chữ của âm thanh, cho người không nghe được" });
    const { mimeType, bytes } = media;
    const sound = { unitCode, mimeType, bytes, isPublic: false, at: deps.clock.now() };
    return { pictureId: "", soundId: await saveSound(sound) };
  }
  if (draft.pictureAlt === "") throw invalid({ pictureAlt: "Cần mô tả ảnh, cho người không nhìn được" });
  return { pictureId: await preparePicture(deps, unitCode, media), soundId: "" };
}

/**
 * Saves a question of a unit's own bank. Changed words, answers or sources make a new version, whose tick is gone.
 * @throws AppError 422 by field, 404 when `id` is no question of this unit
 */
export async function saveQuestion(
  deps: { clock: Clock },
  unitCode: string,
  given: QuestionDraft,
  by: Person,
  files: QuestionFiles = {},
  id = "",
): Promise<string> {
  const draft = tidyQuestion(given);
  const errors = faultsOf(draft);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const old = id === "" ? null : await findQuestion([unitCode], id);
  if (id !== "" && (!old || old.retired)) throw notFound("câu hỏi này");
  const { pictureId, soundId } = await keepMedia(deps, unitCode, draft, files, old);
  const body: QuestionBody = { ...draft, pictureId, soundId };
  if (old && sameBody(old, body)) return id;
  const question = { unitCode, ...body, version: (old?.version ?? 0) + 1, tick: null, retired: false, by };
  return putQuestion({ ...question, at: deps.clock.now() }, id);
}

const FIELDS = [
  "category",
  "text",
  "options",
  "right",
  "why",
  "sources",
  "pictureId",
  "pictureAlt",
  "soundId",
  "transcript",
] as const;
const sameBody = (a: QuestionBody, b: QuestionBody): boolean =>
  FIELDS.every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]));

/** An editor's word that both sources say so. @throws AppError 422 with fewer than two sources, 409 when it was changed */
export async function tickQuestion(
  deps: { clock: Clock },
  unitCode: string,
  id: string,
  version: number,
  by: Person,
): Promise<void> {
  const question = await findQuestion([unitCode], id);
  if (!question || question.retired) throw notFound("câu hỏi này");
  if (question.tick) throw conflict("Bản này đã được xác nhận.");
  if (question.sources.length < 2) throw invalid({ sources: "Cần hai nguồn trước khi xác nhận" });
  if (question.why === "") throw invalid({ why: "Cần lời giải thích trước khi xác nhận" });
  if (!(await setTick(unitCode, id, version, { by, at: deps.clock.now() })))
    throw conflict("Câu hỏi vừa được sửa. Ông/Bà đọc lại rồi xác nhận.");
}

export async function dropQuestion(unitCode: string, id: string): Promise<void> {
  if (!(await retireQuestion(unitCode, id))) throw notFound("câu hỏi này");
}

/** @throws AppError 422 for another unit's questions and those taken out; ticks are asked for when it is submitted */
export async function mustBeInBank(units: readonly string[], ids: readonly string[]): Promise<void> {
  const found = (await listByIds(units, ids)).filter((question) => !question.retired);
  if (found.length < ids.length)
    throw invalid({ questions: `${ids.length - found.length} câu hỏi không còn trong ngân hàng` });
}

/** Questions by id, in the order asked for. @throws AppError 422 naming those that may not be used */
export async function usableQuestions(units: readonly string[], ids: readonly string[]): Promise<Question[]> {
  const found = new Map((await listByIds(units, ids)).map((question) => [String(question._id), question]));
  const missing = ids.filter((id) => !found.has(id) || found.get(id)?.retired);
  const unready = ids.flatMap((id) => {
    const question = found.get(id);
    return question && !question.tick ? [`“${question.text.slice(0, 60)}”`] : [];
  });
  if (missing.length > 0) throw invalid({ questions: `${missing.length} câu hỏi không còn trong ngân hàng` });
  if (unready.length > 0) throw invalid({ questions: `Chưa có xác nhận hai nguồn: ${unready.slice(0, 5).join("; ")}` });
  return ids.flatMap((id) => found.get(id) ?? []);
}
