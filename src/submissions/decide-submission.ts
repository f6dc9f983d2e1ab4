import { Types } from "mongoose";
import { findItem, createItem } from "../content/item.store.ts";
import { NO_DETAILS } from "../content/kinds.ts";
import type { Person } from "../decisions/decision.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { codeOf, type Scope } from "../kernel/scope.ts";
import { tidy } from "./send-submission.ts";
import type { Submission } from "./submission.model.ts";
import { findSubmission, returnOnce, takeOnce } from "./submission.store.ts";

const DECIDED = "Người khác vừa nhận hoặc trả lại bài này. Mở lại trang để xem.";
const isTwice = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === 11_000;

const load = async (scope: Scope, id: string): Promise<Submission> => {
  const found = await findSubmission(scope, id);
  if (!found) throw notFound("bài gửi này");
  return found;
};

/**
 * Begins a draft of the unit from an offered text. The draft's id is written with the decision, so a press that was cut
 * off is finished by the next one, and two presses make one draft. Nothing is published: the draft goes its own road,
 * with an approver who is not who took it. @returns the draft's id @throws AppError 404, 409
 */
export async function takeSubmission(deps: { clock: Clock }, scope: Scope, id: string, by: Person): Promise<string> {
  const found = await load(scope, id);
  const now = deps.clock.now();
  const taken = found.taken ?? { itemId: String(new Types.ObjectId()), by, at: now };
  if (found.returned) throw conflict(DECIDED);
  if (found.taken && (await findItem(scope, found.taken.itemId))) throw conflict(DECIDED);
  if (!found.taken && !(await takeOnce(id, taken))) throw conflict(DECIDED);
  const { title, text, source } = found;
  const words = { kind: "tin" as const, title, text, source, sourceClass: "" as const, pictureId: "", pictureAlt: "" };
  try {
    await createItem({
      _id: new Types.ObjectId(taken.itemId),
      unitCode: codeOf(scope),
      ...words,
      details: NO_DETAILS,
      belongings: [],
      author: by,
      createdAt: now,
    });
  } catch (error) {
    if (!isTwice(error)) throw error;
  }
  return taken.itemId;
}

/** @throws AppError 404, 409, 422 without a reason */
export async function returnSubmission(
  deps: { clock: Clock },
  scope: Scope,
  id: string,
  given: string,
  by: Person,
): Promise<Submission> {
  const found = await load(scope, id);
  const reason = tidy(given);
  if (reason.length < 5 || reason.length > 1000) throw invalid({ reason: "Ghi lý do trả lại, từ 5 đến 1000 chữ" });
  if (!(await returnOnce(id, { reason, by, at: deps.clock.now() }))) throw conflict(DECIDED);
  return found;
}
