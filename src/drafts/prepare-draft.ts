import { campaignsFor } from "../content/campaigns-of-unit.ts";
import type { Person } from "../content/item.model.ts";
import type { Clock } from "../kernel/clock.ts";
import { type SecretBox, sha256Hex } from "../kernel/crypto.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { findUnit } from "../units/unit.store.ts";
import { keepIds } from "./compare-versions.ts";
import type { Draft, Position, Skin } from "./draft.model.ts";
import { addVersion, createDraft, findOwnDraft, findVersion, saveDraftFields, savePositions } from "./draft.store.ts";
import { readDocument } from "./read-document.ts";
import { newRateKey, prefixOf } from "./rules.ts";
import { toPositions } from "./structure.ts";

export interface DraftDeps {
  clock: Clock;
  box: SecretBox;
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
}

/** A draft with the first version of its text; nobody sees it before it is published. */
export async function startDraft(
  deps: DraftDeps,
  unitCode: string,
  fields: DraftFields,
  upload: Upload,
  by: Person,
): Promise<string> {
  if (fields.title.trim() === "") throw invalid({ title: "Cần có tên dự thảo" });
  if (fields.campaignId !== "" && !(await isCampaignOf(unitCode, fields.campaignId, deps.clock.now())))
    throw invalid({ campaignId: "Chiến dịch này không còn. Chọn lại" });
  const positions = toPositions(readDocument(upload.bytes));
  const unit = await findUnit(unitCode);
  const now = deps.clock.now();
  const id = await createDraft({
    ...tidyFields(fields),
    unitCode,
    prefix: prefixOf(unit?.name ?? unitCode),
    openAt: null,
    closeAt: null,
    state: "editing",
    version: 0,
    newest: 0,
    rateKey: "",
    notComments: 0,
    createdBy: by,
    createdAt: now,
    sealedAt: null,
  });
  await addVersion({ ...versionOf(upload), draftId: id, n: 1, positions, by, at: now });
  return id;
}

const isCampaignOf = async (unitCode: string, id: string, now: Date): Promise<boolean> =>
  (await campaignsFor(unitCode, now)).some((one) => String(one._id) === id);

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

/** A later version; places keep their ids, so that comments stay attached to what they were about. */
export async function addDraftVersion(
  deps: DraftDeps,
  unitCode: string,
  id: string,
  upload: Upload,
  by: Person,
): Promise<number> {
  const draft = await loadOwn(unitCode, id);
  const before = await findVersion(id, draft.newest);
  const positions = keepIds(before?.positions ?? [], toPositions(readDocument(upload.bytes)));
  const n = draft.newest + 1;
  if (!(await addVersion({ ...versionOf(upload), draftId: id, n, positions, by, at: deps.clock.now() })))
    throw conflict("Người khác vừa thêm một bản, hoặc dự thảo đã có báo cáo. Vui lòng tải lại trang.");
  return n;
}

export interface Correction {
  id: string;
  code: string;
  text: string;
  /** joined to the end of the place before it */
  join: boolean;
}

/** The editor puts right what the machine read: codes, texts, pieces that belong together. Only before it is shown. */
export async function correctStructure(unitCode: string, id: string, corrections: Correction[]): Promise<void> {
  const draft = await loadOwn(unitCode, id);
  if (draft.newest === draft.version) throw conflict("Bản này đã công bố. Muốn sửa, thêm một bản mới.");
  const version = await findVersion(id, draft.newest);
  const wanted = new Map(corrections.map((one) => [one.id, one]));
  if (corrections.some((one) => !version?.positions.some((position) => position.id === one.id)))
    throw conflict("Có vị trí không còn trong bản này. Tải lại trang rồi sửa lại.");
  const kept: Position[] = [];
  for (const position of version?.positions ?? []) {
    const fix = wanted.get(position.id);
    const text = fix ? nfc(fix.text.replace(/\s+/g, " ").trim()) : position.text;
    const last = kept.at(-1);
    if (fix?.join && last) {
      last.text = `${last.text} ${text}`;
      if (last.page === position.page) last.lineTo = position.lineTo;
    } else if (text !== "")
      kept.push({ ...position, text, code: fix ? fix.code.trim() || position.code : position.code });
  }
  const codes = new Set(kept.map((position) => position.code));
  if (codes.size < kept.length) throw invalid({ code: "Có hai vị trí trùng mã" });
  if (kept.length === 0) throw invalid({ text: "Dự thảo cần ít nhất một đoạn" });
  await savePositions(id, draft.newest, kept);
}

export interface Period {
  openAt: Date;
  closeAt: Date;
}

/** Shows the newest version to residents and opens it for comments between two moments. */
export async function publishDraft(deps: DraftDeps, unitCode: string, id: string, period: Period): Promise<void> {
  const draft = await loadOwn(unitCode, id);
  if (period.closeAt <= period.openAt) throw invalid({ closeAt: "Ngày đóng phải sau ngày mở" });
  if (period.closeAt <= deps.clock.now()) throw invalid({ closeAt: "Ngày đóng đã qua" });
  const rateKey = draft.rateKey === "" ? deps.box.seal(newRateKey()) : draft.rateKey;
  const fields = { ...period, state: "published" as const, version: draft.newest, rateKey };
  if (!(await saveDraftFields(id, ["editing", "published"], fields))) throw conflict("Dự thảo đã có báo cáo.");
}

/** @throws AppError 404 for a draft of another unit */
export async function loadOwn(unitCode: string, id: string): Promise<Draft> {
  const draft = await findOwnDraft(unitCode, id);
  if (!draft) throw notFound("dự thảo này");
  return draft;
}
