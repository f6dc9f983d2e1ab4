import { campaignsFor } from "../content/campaigns-of-unit.ts";
import type { Person } from "../content/item.model.ts";
import type { Clock } from "../kernel/clock.ts";
import { passGate } from "../gate/pass-gate.ts";
import { type SecretBox, sha256Hex } from "../kernel/crypto.ts";
import { AppError, conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import type { Outside } from "../outside/task.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Draft, DraftVersion, Skin } from "./draft.model.ts";
import type { Position } from "./position.ts";
import { addVersion, createDraft, findOwnDraft, listEarlierPositions } from "./draft.store.ts";
import type { Conversion } from "./letters/read-letters.ts";
import { readDraftTask } from "./draft.tasks.ts";
import { prefixOf } from "./rules.ts";

/** The second person of what residents get to see. */
export const PUBLISH = "drafts.publish";

export interface DraftDeps {
  clock: Clock;
  box: SecretBox;
}
export interface ReadDeps extends DraftDeps {
  outside: Outside;
}

export interface DraftFields {
  title: string;
  about: string;
  campaignId: string;
  skin: Skin;
  questions: string[];
}

export interface Upload {
  name: string;
  bytes: Buffer;
  note: string;
  /** somebody compared the letters that were read by an old table with the original */
  lettersSeen?: boolean;
}

/** Letters were read by an old table: a person compares them with the original before anything is stored. */
export class LettersToCompare extends AppError {
  override readonly shows: { conversion: Conversion };
  constructor(conversion: Conversion) {
    const what = `Tệp gõ bằng bảng mã ${conversion.scheme}, đã chuyển sang Unicode ${conversion.paragraphs} đoạn. Vui lòng so với bản gốc ở dưới, chọn lại tệp và đánh dấu đã so`;
    super(422, "Cần so chữ đã chuyển mã", { letters: what });
    this.shows = { conversion };
  }
}

/**
 * What a version is stored with: its places, and what an editor has to look at.
 * @throws AppError 422 for a file that cannot be read, LettersToCompare for one whose letters nobody compared yet
 */
async function readUpload(
  { outside }: ReadDeps,
  { bytes, lettersSeen }: Upload,
  earlier: readonly (readonly Position[])[],
): Promise<Pick<DraftVersion, "positions" | "doubtful" | "doubts" | "letters">> {
  const { conversion, doubts, ...read } = await outside.run(readDraftTask, { bytes, earlier });
  if (conversion && !lettersSeen) throw new LettersToCompare(conversion);
  return { ...read, doubts: doubts.map((one) => ({ ...one, seenBy: "" })), letters: conversion?.scheme ?? "" };
}

/** A draft with the first version of its text; nobody sees it before it is published. */
export async function startDraft(
  deps: ReadDeps,
  whose: Whose,
  fields: DraftFields,
  upload: Upload,
  by: Person,
): Promise<string> {
  if (fields.title.trim() === "") throw invalid({ title: "Cần có tên dự thảo" });
  const { title, about, questions } = fields;
  await passGate(
    { unitCode: codeOf(whose), officialId: by.id, now: deps.clock.now() },
    { title, about, questions: questions.join("\n"), note: upload.note },
  );
  if (fields.campaignId !== "" && !(await isCampaignOf(whose, fields.campaignId, deps.clock.now())))
    throw invalid({ campaignId: "Chiến dịch này không còn. Chọn lại" });
  const read = await readUpload(deps, upload, []);
  const unit = await findUnit(codeOf(whose));
  const now = deps.clock.now();
  const id = await createDraft({
    ...tidyFields(fields),
    unitCode: codeOf(whose),
    prefix: prefixOf(unit?.name ?? codeOf(whose)),
    openAt: null,
    closeAt: null,
    state: "editing",
    version: 0,
    newest: 0,
    notComments: 0,
    createdBy: by,
    createdAt: now,
    sealedAt: null,
  });
  await addVersion({ ...versionOf(upload), ...read, draftId: id, n: 1, by, at: now });
  return id;
}

const isCampaignOf = async (whose: Whose, id: string, now: Date): Promise<boolean> =>
  (await campaignsFor(whose, now)).some((one) => String(one._id) === id);

const tidyFields = (fields: DraftFields): DraftFields => ({
  ...fields,
  title: nfc(fields.title.trim()),
  about: nfc(fields.about.trim()),
  questions: fields.questions
    .map((one) => nfc(one.trim()))
    .filter(Boolean)
    .slice(0, 10),
});

const versionOf = (upload: Upload) => ({
  fileName: nfc(upload.name).slice(0, 200),
  fileSha: sha256Hex(upload.bytes),
  note: nfc(upload.note.trim()),
});

/** A later version; places keep their ids, so that comments stay on the words they were made about. */
export async function addDraftVersion(
  deps: ReadDeps,
  whose: Whose,
  id: string,
  upload: Upload,
  by: Person,
): Promise<number> {
  const draft = await loadOwn(whose, id);
  await passGate({ unitCode: codeOf(whose), officialId: by.id, now: deps.clock.now() }, { note: upload.note });
  const n = draft.newest + 1;
  const read = await readUpload(deps, upload, await listEarlierPositions(id, n));
  const version = { ...versionOf(upload), ...read, decided: [], draftId: id, n, by, at: deps.clock.now() };
  if (!(await addVersion(version)))
    throw conflict("Người khác vừa thêm một bản, hoặc dự thảo đã có báo cáo. Vui lòng tải lại trang.");
  return n;
}

/** @throws AppError 404 for a draft of another unit */
export async function loadOwn(whose: Whose, id: string): Promise<Draft> {
  const draft = await findOwnDraft(whose, id);
  if (!draft) throw notFound("dự thảo này");
  return draft;
}
