import type { Person } from "../content/item.model.ts";
import type { Clock } from "../kernel/clock.ts";
import { type SecretBox, sha256Hex } from "../kernel/crypto.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Draft, Skin } from "./draft.model.ts";
import { addVersion, createDraft, findOwnDraft, listEarlierPositions, saveDraftFields } from "./draft.store.ts";
import { matchPlaces } from "./match-places.ts";
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
  const positions = toPositions(readDocument(upload.bytes).paragraphs);
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
  deps: DraftDeps,
  unitCode: string,
  id: string,
  upload: Upload,
  by: Person,
): Promise<number> {
  const draft = await loadOwn(unitCode, id);
  const n = draft.newest + 1;
  const matched = matchPlaces(await listEarlierPositions(id, n), toPositions(readDocument(upload.bytes).paragraphs));
  const version = { ...versionOf(upload), ...matched, decided: [], draftId: id, n, by, at: deps.clock.now() };
  if (!(await addVersion(version)))
    throw conflict("Người khác vừa thêm một bản, hoặc dự thảo đã có báo cáo. Vui lòng tải lại trang.");
  return n;
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
  const changes = draft.version > 0 && draft.newest > draft.version;
  // the worker tells who can be told; what an earlier version left untold is told with this one
  const from = draft.telling ? (draft.tellingFrom ?? draft.version) : draft.version;
  const telling = changes ? { telling: draft.newest, tellingFrom: from } : {};
  const fields = { ...period, ...telling, state: "published" as const, version: draft.newest, rateKey };
  if (!(await saveDraftFields(id, ["editing", "published"], fields))) throw conflict("Dự thảo đã có báo cáo.");
}

/** @throws AppError 404 for a draft of another unit */
export async function loadOwn(unitCode: string, id: string): Promise<Draft> {
  const draft = await findOwnDraft(unitCode, id);
  if (!draft) throw notFound("dự thảo này");
  return draft;
}
