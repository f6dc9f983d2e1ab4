import type { Clock } from "../kernel/clock.ts";
import { conflict, forbidden, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { mayApprove } from "../officials/rules.ts";
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

/**
 * The department says yes or no to what stood on the page. Who proposed does not decide.
 * @throws AppError 403 for the proposer, 409 when it changed since, 422 without a reason
 */
export async function decidePlace(
  deps: { clock: Clock },
  unitCodes: readonly string[],
  id: string,
  seen: { revision: number; decision: "approved" | "refused" | "withdrawn"; reason: string },
  by: Hand,
): Promise<Place> {
  const place = await findPlace(id);
  if (!place || !unitCodes.includes(place.unitCode)) throw notFound("đề xuất này");
  const { revision, decision, reason } = seen;
  if (decision === "approved" && !mayApprove(place.proposedBy.id, by.id))
    throw forbidden("Người đề xuất không tự duyệt. Cần một người khác ở Sở.");
  if (decision !== "approved" && reason.trim() === "") throw invalid({ reason: "Cần ghi lý do để đơn vị biết" });
  const from = decision === "withdrawn" ? "approved" : "proposed";
  const change = {
    state: decision,
    decidedBy: by,
    decidedAt: deps.clock.now(),
    reason: nfc(reason.trim()).slice(0, 300),
  };
  if (!(await movePlace(id, from, revision, change)))
    throw conflict("Đề xuất này vừa được người khác thay đổi. Vui lòng xem lại danh sách.");
  return place;
}
