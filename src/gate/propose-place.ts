import type { Clock } from "../kernel/clock.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Place } from "./place.model.ts";
import { findPlace, movePlace, putProposal } from "./place.store.ts";
import { readPlace } from "./read-place.ts";

interface Hand {
  id: string;
  name: string;
}

/** The unit asks to point to a place. Nothing may be pointed to by this alone. */
export async function proposePlace(
  deps: { clock: Clock },
  unitCode: string,
  typed: string,
  why: string,
  by: Hand,
): Promise<string> {
  const place = readPlace(typed);
  const errors: Record<string, string> = {};
  if ("problem" in place) errors["place"] = place.problem;
  if (why.trim().length < 5) errors["why"] = "Cần ghi trang này của ai và dùng để làm gì";
  if ("problem" in place || Object.keys(errors).length > 0) throw invalid(errors);
  const _id = `${unitCode} ${place.host}${place.path}`;
  const proposal = { _id, unitCode, ...place, why: nfc(why.trim()).slice(0, 300), proposedBy: by };
  if (!(await putProposal({ ...proposal, proposedAt: deps.clock.now() })))
    throw invalid({ place: "Địa chỉ này đã được đề xuất hoặc đã dùng được. Xem danh sách bên dưới" });
  return `${place.host}${place.path}`;
}

/** @throws AppError 404 for a place of none of these units */
export async function findProposal(unitCodes: readonly string[], id: string): Promise<Place> {
  const place = await findPlace(id);
  if (!place || !unitCodes.includes(place.unitCode)) throw notFound("đề xuất này");
  return place;
}

/**
 * The department refuses a proposal, or takes back what it approved: over what stood on the page. Whoever sees that a
 * place must go may close it, the proposer too; opening it is {@link placeApproval}.
 * @throws AppError 409 when it changed since, 422 without a reason
 */
export async function closePlace(
  deps: { clock: Clock },
  place: Pick<Place, "_id">,
  seen: { revision: number; decision: "refused" | "withdrawn"; reason: string },
  by: Hand,
): Promise<void> {
  const { revision, decision, reason } = seen;
  if (reason.trim() === "") throw invalid({ reason: "Cần ghi lý do để đơn vị biết" });
  const from = decision === "withdrawn" ? "approved" : "proposed";
  const change = {
    state: decision,
    decidedBy: by,
    decidedAt: deps.clock.now(),
    reason: nfc(reason.trim()).slice(0, 300),
  };
  if (!(await movePlace(place._id, from, revision, change)))
    throw conflict("Đề xuất này vừa được người khác thay đổi. Vui lòng xem lại danh sách.");
}
