import type { QueryFilter } from "mongoose";
import type { Clock } from "../kernel/clock.ts";
import { logSteered } from "./append-log.ts";
import type { Comment, CommentState } from "./comment.model.ts";
import { changeComment, noteSteered } from "./comment.store.ts";
import { lastBlock } from "./log.store.ts";

interface Deps {
  clock: Clock;
}
const STATES: CommentState[] = ["kept", "hidden"];

/**
 * The office changes a comment as it was read, and the change and what the log must say of it are one write. Of a
 * comment that waits for the log the deed waits behind it; of one that stands there the deed is written at once, by
 * this run or by the sweep.
 */
export async function changeByOffice(
  deps: Deps,
  comment: Comment,
  fields: Partial<Comment>,
  what: string,
  guard: QueryFilter<Comment> = {},
): Promise<boolean> {
  const deed = { what, digest: comment.leaf };
  const unchanged = { leaf: comment.leaf, ...guard };
  if (await changeComment(comment._id, STATES, fields, { ...unchanged, logged: false }, deed)) return true;
  // a comment holds one deed that is not logged yet
  await finishDeed(deps, comment);
  const after = (await lastBlock(comment.draftId))?.n ?? 0;
  const steered = { ...deed, after, at: deps.clock.now() };
  const free = { ...unchanged, logged: true, steered: { $exists: false } };
  if (!(await changeComment(comment._id, STATES, { ...fields, steered }, free))) return false;
  await finishDeed(deps, { ...comment, steered });
  return true;
}

/** Brings a deed of the office into the log, once, however often it is run. */
export async function finishDeed(deps: Deps, comment: Comment): Promise<void> {
  if (!comment.steered) return;
  await logSteered(deps, comment, comment.steered);
  await noteSteered(comment);
}
