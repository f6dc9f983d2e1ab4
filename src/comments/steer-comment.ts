import type { Person } from "../content/item.model.ts";
import { decide } from "../decisions/decide.ts";
import type { Decision } from "../decisions/decision.ts";
import { findDraft } from "../drafts/draft.store.ts";
import { phaseOf } from "../drafts/rules.ts";
import type { Clock } from "../kernel/clock.ts";
import { tidyCode } from "../kernel/crypto.ts";
import { startOfDay } from "../kernel/dates.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { logEvent } from "./append-log.ts";
import type { Comment, CommentKind, Stance } from "./comment.model.ts";
import { changeComment, findByReceipt, findComment, isGroup, moveGroup, splitGroup } from "./comment.store.ts";
import { changeByOffice } from "./office-deed.ts";
import { appealDecision, commentHiding, commentRef, type CommentToDecide } from "./hiding.decision.ts";
import { type HidingReason, leafOf, likenessOf, MOST_REASON, receiptOf, tidyWords, type Said } from "./rules.ts";
import { dropScansOf } from "./scan.store.ts";
import type { CommentBox } from "./seal-box.ts";

export interface SteerDeps {
  clock: Clock;
  comments: CommentBox;
}

/** @throws AppError 404 when no comment has this receipt code; says nothing else, so that codes cannot be felt out */
export async function findByCode(code: string): Promise<Comment> {
  const tidy = tidyCode(code);
  const comment = tidy === "" ? null : await findByReceipt(receiptOf(tidy));
  if (!comment) throw notFound("ý kiến có mã này");
  return comment;
}

async function mustBeUnsealed(draftId: string): Promise<void> {
  if ((await findDraft(draftId))?.state === "sealed")
    throw conflict("Dự thảo đã có báo cáo, ý kiến không sửa hay rút được nữa.");
}

const gone = (): Error => conflict("Ý kiến này vừa được thay đổi. Vui lòng tải lại.");

/** The author takes the comment back: its words are erased, the log keeps that it happened (C21). */
export async function withdrawComment(_deps: SteerDeps, code: string): Promise<void> {
  const comment = await findByCode(code);
  await mustBeUnsealed(comment.draftId);
  if (comment.state !== "withdrawn") await emptyComment(comment);
  // the photographed page shows the same words; cut off here, the purge takes it (keep-and-purge.ts)
  if (comment.intake !== "") await dropScansOf(comment.intake);
}

async function emptyComment(comment: Comment): Promise<void> {
  const emptied = { state: "withdrawn" as const, body: "", appeal: null, signed: "", owner: "" };
  const deed = { what: "withdrawn", digest: comment.leaf };
  if (!(await changeComment(comment._id, ["kept", "hidden"], emptied, {}, deed))) throw gone();
}

/**
 * The author says it in other words, before sealing. A hidden comment is shown again with its new words. Words that come
 * after the close are counted like a comment that came then: apart, as late. Returns whether they are.
 */
export async function editComment(deps: SteerDeps, code: string, given: Said & { stance: Stance }): Promise<boolean> {
  const comment = await findByCode(code);
  await mustBeUnsealed(comment.draftId);
  const draft = await findDraft(comment.draftId);
  const late = comment.late || draft === null || phaseOf(draft, deps.clock.now()) !== "open";
  // the form of a receipt says words and reason; the paragraph written anew stays as it was sent
  const before = comment.body === "" ? undefined : deps.comments.openWords(comment.body).amendment;
  const words = tidyWords({ ...given, amendment: given.amendment ?? before ?? "" });
  const likeness = deps.comments.mark("words", likenessOf(comment, given.stance, words));
  const leaf = leafOf({ ...comment, stance: given.stance, ...words });
  // sent again because its answer was lost
  if (comment.state === "kept" && comment.stance === given.stance && comment.leaf === leaf) return comment.late;
  const fields = {
    stance: given.stance,
    body: deps.comments.sealWords({ ...words, gist: "" }),
    likeness,
    group: likeness,
    leaf,
    late,
    state: "kept" as const,
    // other words wait for a look of their own
    shown: false,
    hiding: null,
    appeal: null,
    lifted: [],
  };
  const unchanged = { leaf: comment.leaf };
  const deed = { what: "edited", digest: leaf };
  if (!(await changeComment(comment._id, ["kept", "hidden"], fields, unchanged, deed))) throw gone();
  return late;
}

/** Hides a comment as it was seen, {@link commentHiding}. */
export async function hideComment(
  deps: SteerDeps,
  draftId: string,
  id: string,
  { ground, article, note }: HidingReason,
  { role, ...by }: Person & { role: string },
  seen: string,
): Promise<void> {
  const wish = { ground, article, note, role };
  await decideComment(commentHiding, deps, draftId, id, wish, by, seen);
}

async function decideComment<W>(
  decision: Decision<CommentToDecide, SteerDeps, W>,
  deps: SteerDeps,
  draftId: string,
  commentId: string,
  wish: W,
  by: Person,
  seen: string,
): Promise<void> {
  const unitCode = (await findDraft(draftId))?.unitCode ?? "";
  const id = commentRef(draftId, commentId);
  await decide(decision, deps, { unitCode, id, seen, by, wish });
}

/** The author asks for a second look, once; the same words again are the same asking. */
export async function appealHiding(deps: SteerDeps, code: string, words: string): Promise<void> {
  const comment = await findByCode(code);
  await mustBeUnsealed(comment.draftId);
  const said = nfc(words.trim()).slice(0, MOST_REASON);
  if (comment.appeal?.words && deps.comments.box.open(comment.appeal.words) === said) return;
  if (comment.state !== "hidden" || comment.appeal) throw conflict("Ý kiến này không có gì để khiếu nại.");
  const appeal = {
    words: deps.comments.box.seal(said),
    at: startOfDay(deps.clock.now()),
    decision: "" as const,
    note: "",
    by: null,
    decidedAt: null,
  };
  const deed = { what: "appealed", digest: comment.leaf };
  if (!(await changeComment(comment._id, ["hidden"], { appeal }, { appeal: null }, deed))) throw gone();
}

/** Decides an appeal as it was seen, {@link appealDecision}. */
export async function decideAppeal(
  deps: SteerDeps,
  draftId: string,
  id: string,
  decision: "shown" | "kept-hidden",
  note: string,
  by: Person,
  seen: string,
): Promise<void> {
  await decideComment(appealDecision, deps, draftId, id, { decision, note }, by, seen);
}

/** A clerk says what it is: an opinion, a question, or an opinion about something else, which is forwarded. */
export async function sortComment(
  deps: SteerDeps,
  draftId: string,
  id: string,
  kind: CommentKind,
  forwardedTo: string,
): Promise<void> {
  await mustBeUnsealed(draftId);
  const comment = await mustFind(draftId, id);
  if (kind === "off-scope" && forwardedTo.trim() === "") throw invalid({ forwardedTo: "Cần ghi nơi chuyển tới" });
  const fields = { kind, forwardedTo: kind === "off-scope" ? nfc(forwardedTo.trim()) : "" };
  // sent again because its answer was lost
  if (comment.kind === fields.kind && comment.forwardedTo === fields.forwardedTo) return;
  const asRead = { kind: comment.kind, forwardedTo: comment.forwardedTo };
  if (!(await changeByOffice(deps, comment, fields, `kind:${kind}`, asRead))) throw gone();
}

/** Groups what says the same in nearly the same words; every text stays, and stays counted. */
export async function mergeGroups(
  deps: SteerDeps,
  draftId: string,
  position: string,
  from: string,
  into: string,
): Promise<number> {
  await mustBeUnsealed(draftId);
  if (from === into || !(await isGroup(draftId, position, into))) throw gone();
  const moved = await moveGroup(draftId, position, from, into);
  if (moved === 0) throw gone();
  await logEvent(deps, draftId, { what: "grouped", ref: into, digest: String(moved) });
  return moved;
}

/** Takes a grouping back: every text stands by itself again. */
export async function splitApart(deps: SteerDeps, draftId: string, position: string, group: string): Promise<number> {
  await mustBeUnsealed(draftId);
  const moved = await splitGroup(draftId, position, group);
  if (moved === 0) throw gone();
  await logEvent(deps, draftId, { what: "ungrouped", ref: group, digest: String(moved) });
  return moved;
}

async function mustFind(draftId: string, id: string): Promise<Comment> {
  const comment = await findComment(draftId, id);
  if (!comment) throw notFound("ý kiến này");
  return comment;
}
