import { randomBytes } from "node:crypto";
import type { Person } from "../content/item.model.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import type { Whose } from "../kernel/scope.ts";
import type { Draft, DraftVersion } from "./draft.model.ts";
import { extendDraft, findVersion, proposeFields, returnProposal } from "./draft.store.ts";
import { type DraftDeps, loadOwn } from "./prepare-draft.ts";

export interface Period {
  openAt: Date;
  closeAt: Date;
}

/** @throws AppError 422 for a time that cannot be */
export function checkPeriod({ openAt, closeAt }: Period, now: Date): void {
  if (closeAt <= openAt) throw invalid({ closeAt: "Ngày đóng phải sau ngày mở" });
  if (closeAt <= now) throw invalid({ closeAt: "Ngày đóng đã qua" });
}

/** @throws AppError 422 while what the machine could not read for sure was not looked at */
export function mustBeLookedThrough(version: Pick<DraftVersion, "doubts"> | null): void {
  const unseen = (version?.doubts ?? []).filter((one) => one.seenBy === "").length;
  if (unseen > 0)
    throw invalid({
      doubts: `Còn ${unseen} chỗ máy đọc chưa chắc. Vui lòng xem từng chỗ ở mục “Cần xem lại” và đánh dấu trước khi công bố`,
    });
}

const opensLater = (draft: Draft, { openAt }: Period): boolean => draft.openAt?.getTime() !== openAt.getTime();
const closesEarlier = (draft: Draft, { closeAt }: Period): boolean => draft.closeAt === null || closeAt < draft.closeAt;

/**
 * Asks for what a second person decides: showing the newest version, or another time that takes something from
 * residents. Giving them more time needs nobody else, and is public as well. A later proposal takes the place of an
 * earlier one.
 */
export async function proposeDraft(
  deps: DraftDeps,
  whose: Whose,
  id: string,
  period: Period,
  by: Person,
): Promise<"publish" | "closing" | "extended"> {
  const draft = await loadOwn(whose, id);
  const now = deps.clock.now();
  checkPeriod(period, now);
  if (draft.state === "sealed") throw conflict("Dự thảo đã có báo cáo, không mở lại được.");
  const isNew = draft.newest > draft.version;
  if (isNew) mustBeLookedThrough(await findVersion(id, draft.newest));
  if (!isNew && !opensLater(draft, period) && !closesEarlier(draft, period)) {
    if (!(await extendDraft(draft, { closeAt: period.closeAt }, { by, at: now })))
      throw conflict("Dự thảo vừa được người khác thay đổi hoặc đã có báo cáo.");
    return "extended";
  }
  const kind = isNew ? "publish" : "closing";
  const proposal = { ...period, kind, key: randomBytes(9).toString("base64url"), version: draft.newest, by, at: now };
  if (!(await proposeFields(draft, { ...proposal, kind })))
    throw conflict("Dự thảo đang được sửa hoặc đã có báo cáo. Vui lòng tải lại trang rồi trình lại.");
  return kind;
}

/** Back to who proposed it, with the reason. */
export async function returnDraft(
  deps: DraftDeps,
  whose: Whose,
  id: string,
  reason: string,
  by: Person,
): Promise<void> {
  if (reason.trim() === "") throw invalid({ reason: "Cần ghi lý do trả lại để người soạn biết chỗ sửa" });
  const draft = await loadOwn(whose, id);
  if (!draft.proposal || !(await returnProposal(draft, { by, at: deps.clock.now(), reason: reason.trim() })))
    throw conflict("Dự thảo này không còn chờ duyệt.");
}
