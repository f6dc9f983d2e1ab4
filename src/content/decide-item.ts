import type { Clock } from "../kernel/clock.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { problemsAtGate } from "../gate/pass-gate.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Item, Person } from "./item.model.ts";
import { findItem, findPicture, moveToDraft, moveToWaiting, returnVersion } from "./item.store.ts";
import { fingerprintOf, problemsOf, wordsOfItem } from "./rules.ts";

interface Deps {
  clock: Clock;
}

const load = async (unitCode: string, id: string): Promise<Item> => {
  const item = await findItem(unitCode, id);
  if (!item) throw notFound("nội dung này");
  return item;
};

export const officeOf = async (unitCode: string): Promise<string> => (await findUnit(unitCode))?.office ?? unitCode;

/** What an approval of the item as it stands would lock. */
export async function currentFingerprint(item: Item): Promise<string> {
  const picture = item.pictureId ? await findPicture(item.unitCode, item.pictureId) : null;
  return fingerprintOf(item, await officeOf(item.unitCode), picture?.sha256 ?? "");
}

/** Author → approver. Refused with all problems named; nothing is lost. */
export async function submitItem(deps: Deps, unitCode: string, id: string, author: Person): Promise<void> {
  const item = await load(unitCode, id);
  const now = deps.clock.now();
  const atGate = await problemsAtGate({ unitCode, officialId: author.id, now }, wordsOfItem(item));
  const problems = { ...atGate, ...problemsOf(item, await officeOf(unitCode), now) };
  if (Object.keys(problems).length > 0) throw invalid(problems);
  if (!(await moveToWaiting(unitCode, id, item.version, author, deps.clock.now())))
    throw conflict("Nội dung vừa được người khác thay đổi. Vui lòng xem lại trước khi trình.");
}

/** The author takes it back to edit. */
export async function withdrawItem(deps: Deps, unitCode: string, id: string): Promise<void> {
  if (!(await moveToDraft(unitCode, id, deps.clock.now()))) throw conflict("Nội dung này không còn chờ duyệt.");
}

export async function returnItem(
  deps: Deps,
  unitCode: string,
  id: string,
  version: number,
  by: Person,
  reason: string,
): Promise<void> {
  if (reason.trim() === "") throw invalid({ reason: "Cần ghi lý do trả lại để người soạn biết chỗ sửa" });
  if (!(await returnVersion(unitCode, id, version, { by, at: deps.clock.now(), reason: reason.trim() })))
    throw conflict("Nội dung đã thay đổi. Xem lại trước khi trả lại.");
}
