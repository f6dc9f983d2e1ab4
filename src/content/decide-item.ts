import type { Clock } from "../kernel/clock.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { codeOf, ownAndAbove, type Whose } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { problemsAtGate } from "../gate/pass-gate.ts";
import { scopeOf } from "../units/scope-of.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Item, Person } from "./item.model.ts";
import {
  findForAll,
  findItem,
  findPicture,
  hidePicture,
  moveToDraft,
  moveToWaiting,
  returnVersion,
  withdrawShown,
} from "./item.store.ts";
import { fingerprintOf, problemsOf, wordsOfItem } from "./rules.ts";

interface Deps {
  clock: Clock;
}

const load = async (whose: Whose, id: string): Promise<Item> => {
  const item = await findItem(whose, id);
  if (!item) throw notFound("nội dung này");
  return item;
};

export const officeOf = async (unitCode: string): Promise<string> => (await findUnit(unitCode))?.office ?? unitCode;

/** What an approval of the item as it stands would lock. */
export async function currentFingerprint(item: Item): Promise<string> {
  const picture = item.pictureId ? await findPicture(item.unitCode, item.pictureId) : null;
  return fingerprintOf(item, await officeOf(item.unitCode), picture?.sha256 ?? "");
}

/** What a plan is made of needs no decision of its own, and has to hold the same. @throws AppError 422 with all problems */
export async function refuseUnready(deps: Deps, whose: Whose, id: string, author: Person): Promise<Item> {
  const item = await load(whose, id);
  const now = deps.clock.now();
  const atGate = await problemsAtGate({ unitCode: codeOf(whose), officialId: author.id, now }, wordsOfItem(item));
  const problems = {
    ...atGate,
    ...problemsOf(item, await officeOf(codeOf(whose)), now),
    ...(await correctedProblem(item, whose, now)),
  };
  if (Object.keys(problems).length > 0) throw invalid(problems);
  return item;
}

/** Author → approver. Refused with all problems named; nothing is lost. */
export async function submitItem(deps: Deps, whose: Whose, id: string, author: Person): Promise<void> {
  const item = await refuseUnready(deps, whose, id, author);
  if (!(await moveToWaiting(whose, id, item.version, author, deps.clock.now())))
    throw conflict("Nội dung vừa được người khác thay đổi. Vui lòng xem lại trước khi trình.");
}

/** The author takes it back to edit. */
export async function withdrawItem(deps: Deps, whose: Whose, id: string): Promise<void> {
  if (!(await moveToDraft(whose, id, deps.clock.now()))) throw conflict("Nội dung này không còn chờ duyệt.");
}

/** Taken back from everybody, returns its title: its page says so, its feed entry is a tombstone, sends not begun stop by themselves. */
export async function withdrawFromPublic(
  deps: Deps,
  whose: Whose,
  id: string,
  by: Person,
  reason: string,
): Promise<string> {
  const why = nfc(reason.trim());
  if (why === "") throw invalid({ reason: "Cần ghi lý do thu hồi; lý do đứng ở trang công khai của tin" });
  const item = await load(whose, id);
  const now = deps.clock.now();
  const problems = await problemsAtGate({ unitCode: codeOf(whose), officialId: by.id, now }, { reason: why });
  if (Object.keys(problems).length > 0) throw invalid(problems);
  if (!(await withdrawShown(whose, id, { by, at: now, reason: why })))
    throw conflict("Chỉ thu hồi được nội dung đã duyệt. Tải lại trang để xem trạng thái mới.");
  if (item.pictureId !== "") await hidePicture(item.pictureId);
  return item.title;
}

/** What a correction corrects is an item of ours that people could read, never an opinion. */
export async function correctedProblem(item: Item, whose: Whose, now: Date): Promise<Record<string, string>> {
  const { corrects } = item.details;
  if (item.kind !== "dinh-chinh" || corrects === undefined) return {};
  const codes = typeof whose === "string" ? ownAndAbove(await scopeOf({ unitCode: whose }, now)) : ownAndAbove(whose);
  const wrong = await findForAll(corrects, now);
  return wrong && codes.includes(wrong.unitCode) && wrong.kind !== "dinh-chinh"
    ? {}
    : { corrects: "Chỉ chọn được tin của đơn vị hoặc cấp trên đã đăng; ý kiến, câu hỏi của người dân thì không" };
}

export async function returnItem(
  deps: Deps,
  whose: Whose,
  id: string,
  version: number,
  by: Person,
  reason: string,
): Promise<void> {
  if (reason.trim() === "") throw invalid({ reason: "Cần ghi lý do trả lại để người soạn biết chỗ sửa" });
  if (!(await returnVersion(whose, id, version, { by, at: deps.clock.now(), reason: reason.trim() })))
    throw conflict("Nội dung đã thay đổi. Xem lại trước khi trả lại.");
}
