import type { Person } from "../content/item.model.ts";
import { type PictureDeps, preparePicture } from "../content/prepare-picture.ts";
import { passGate } from "../gate/pass-gate.ts";
import type { Clock } from "../kernel/clock.ts";
import type { UploadedFile } from "../kernel/console-route.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { codeOf, ownOf, type Whose } from "../kernel/scope.ts";
import { mustBeFromSaved, questionParts, savedMeanwhile } from "./edited.ts";
import { faultsOf, type QuestionDraft, tidyQuestion, wordsOfQuestion } from "./question-faults.ts";
import type { Question, QuestionBody } from "./question.model.ts";
import { findQuestion, listByIds, putQuestion, retireQuestion, saveSound, setTick } from "./question.store.ts";

const MOST_SOUND_BYTES = 2_000_000;
/** Kinds of sound by their first bytes; what a browser says of a file is not asked. */
const SOUNDS: readonly [type: string, head: RegExp][] = [
  ["audio/mpeg", /^(ID3|\u00ff[\u00e2-\u00fb])/],
  ["audio/ogg", /^OggS/],
  ["audio/mp4", /^.{4}ftyp/s],
];
const soundOf = (bytes: Buffer): string | undefined =>
  SOUNDS.find(([, head]) => head.test(bytes.toString("latin1", 0, 12)))?.[0];

export interface QuestionFiles {
  /** one picture or sound; what it is, its bytes say */
  media?: UploadedFile | undefined;
  /** take the picture or sound away */
  without?: boolean;
}

async function keepMedia(
  deps: PictureDeps,
  whose: Whose,
  draft: QuestionDraft,
  { media, without = false }: QuestionFiles,
  old: Question | null,
): Promise<Pick<QuestionBody, "pictureId" | "soundId">> {
  if (!media) return without || !old ? { pictureId: "", soundId: "" } : old;
  if (media.mimeType.startsWith("audio/")) {
    const mimeType = soundOf(media.bytes);
    if (!mimeType) throw invalid({ media: "Âm thanh cần là MP3, OGG hoặc M4A" });
    if (media.bytes.length > MOST_SOUND_BYTES) throw invalid({ media: "Âm thanh cần dưới 2 MB" });
    if (draft.transcript === "") throw invalid({ transcript: "Cần bản chữ của âm thanh, cho người không nghe được" });
    const sound = { unitCode: codeOf(whose), mimeType, bytes: media.bytes, isPublic: false, at: deps.clock.now() };
    return { pictureId: "", soundId: await saveSound(sound) };
  }
  if (draft.pictureAlt === "") throw invalid({ pictureAlt: "Cần mô tả ảnh, cho người không nhìn được" });
  return { pictureId: await preparePicture(deps, whose, media), soundId: "" };
}

/**
 * Saves a question of a unit's own bank. Changed words, answers or sources make a new version, whose tick is gone.
 * @param edited what its form was made from, {@link editedFrom}; without it whatever is stored now
 * @throws AppError 422 by field, 404 when `id` is no question of this unit, 409 when somebody else saved it since
 */
export async function saveQuestion(
  deps: PictureDeps,
  whose: Whose,
  given: QuestionDraft,
  by: Person,
  files: QuestionFiles = {},
  id = "",
  edited?: string,
): Promise<string> {
  const draft = tidyQuestion(given);
  const errors = faultsOf(draft);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const old = id === "" ? null : await findQuestion(ownOf(whose), id);
  if (id !== "" && (!old || old.retired)) throw notFound("câu hỏi này");
  if (old && edited !== undefined) mustBeFromSaved(edited, questionParts(old), questionParts(draft));
  const writer = { unitCode: codeOf(whose), officialId: by.id, now: deps.clock.now() };
  const { said, shown } = wordsOfQuestion(draft);
  await passGate(writer, said);
  await passGate(writer, shown, { linksOnly: true });
  const { pictureId, soundId } = await keepMedia(deps, whose, draft, files, old);
  const body: QuestionBody = { ...draft, pictureId, soundId };
  if (old && sameBody(old, body)) return id;
  const question = {
    unitCode: codeOf(whose),
    ...body,
    version: (old?.version ?? 0) + 1,
    tick: null,
    retired: false,
    by,
  };
  const saved = await putQuestion({ ...question, at: deps.clock.now() }, old);
  if (saved === undefined) throw savedMeanwhile();
  return saved;
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
  whose: Whose,
  id: string,
  version: number,
  by: Person,
): Promise<void> {
  const question = await findQuestion(ownOf(whose), id);
  if (!question || question.retired) throw notFound("câu hỏi này");
  if (question.tick) throw conflict("Bản này đã được xác nhận.");
  if (question.sources.length < 2) throw invalid({ sources: "Cần hai nguồn trước khi xác nhận" });
  if (question.why === "") throw invalid({ why: "Cần lời giải thích trước khi xác nhận" });
  if (!(await setTick(whose, id, version, { by, at: deps.clock.now() })))
    throw conflict("Câu hỏi vừa được sửa. Ông/Bà đọc lại rồi xác nhận.");
}

export async function dropQuestion(whose: Whose, id: string): Promise<void> {
  if (!(await retireQuestion(whose, id))) throw notFound("câu hỏi này");
}

/** @throws AppError 422 for another unit's questions and those taken out; ticks are asked for when it is submitted */
export async function mustBeInBank(units: readonly string[], ids: readonly string[]): Promise<void> {
  const found = (await listByIds(units, ids)).filter((question) => !question.retired);
  if (found.length < ids.length)
    throw invalid({ questions: `${ids.length - found.length} câu hỏi không còn trong ngân hàng` });
}

/** @throws AppError 422 naming those that may not be used */
export function mustBeUsable(found: ReadonlyMap<string, Question>, ids: readonly string[]): void {
  const missing = ids.filter((id) => !found.has(id) || found.get(id)?.retired);
  const unready = ids.flatMap((id) => {
    const question = found.get(id);
    return question && !question.tick ? [`“${question.text.slice(0, 60)}”`] : [];
  });
  if (missing.length > 0) throw invalid({ questions: `${missing.length} câu hỏi không còn trong ngân hàng` });
  if (unready.length > 0) throw invalid({ questions: `Chưa có xác nhận hai nguồn: ${unready.slice(0, 5).join("; ")}` });
}
