import { AppError, conflict, notFound } from "../kernel/errors.ts";
import type { Draft, DraftVersion } from "./draft.model.ts";
import { findVersion } from "./draft.store.ts";
import { loadOwn } from "./prepare-draft.ts";

/** The version an editor's form was made from, and how often its words had been changed by then. */
export interface Sheet {
  unitCode: string;
  id: string;
  n: number;
  edits: number;
}

const CHANGED =
  "Bản này vừa được người khác sửa, trình hoặc thay bằng bản mới. Vui lòng xem lại nội dung hiện tại rồi làm lại.";
/** Somebody else was there in between: the form is shown again with what stands there now. */
export const changedMeanwhile = (): AppError => new AppError(409, CHANGED, { n: CHANGED });

/**
 * The version nobody has seen yet, as the form shows it.
 * @throws AppError 409 for one residents see already, they comment on what they read; and for one that is another or
 * says something else by now
 */
export async function loadUnshown({ unitCode, id, n, edits }: Sheet): Promise<{ draft: Draft; version: DraftVersion }> {
  const draft = await loadOwn(unitCode, id);
  if (draft.newest === draft.version) throw conflict("Bản này đã công bố. Muốn sửa, thêm một bản mới.");
  const version = await findVersion(id, draft.newest);
  if (!version) throw notFound("bản dự thảo này");
  if (version.n !== n || (version.edits ?? 0) !== edits) throw changedMeanwhile();
  return { draft, version };
}
